// Names that are aliases stand in the table of commands; here are those that mean something that is
// close, but takes other words.
#include "cli/foreign_names.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace runner::cli {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr Pair commands[] = {
    {"apply", "up"},
    {"deploy", "up"},
    {"db:migrate", "up"},
    {"up-by-one", "up +1"},
    {"up-to", "up VERSION"},
    {"revert", "down"},
    {"undo", "down"},
    {"db:rollback", "down"},
    {"down-to", "down VERSION"},
    {"reset", "down base"},
    {"force", "resolve VERSION"},
    {"make", "new NAME"},
    {"generate", "new NAME"},
    {"add", "new NAME"},
    {"db:seed", "seed"},
    {"db:create", "db create"},
    {"drop", "db drop"},
    {"clean", "db drop"},
    {"db:drop", "db drop"},
    {"wait", "db wait"},
    {"db-version", "current"},
    {"branches", "heads"},
    {"merge", "renumber"},
    {"fix", "renumber"},
    {"psql", "db shell"},
    {"db:reset", "db reset"},
    {"db:version", "current"},
};

constexpr Pair foreign_options[] = {
    {"-m", "the words of the name follow the command: runner new add users"},
    {"--message", "the words of the name follow the command: runner new add users"},
    {"--url", "did you mean --database-url?"},
    {"--database", "did you mean --database-url?"},
    {"--dsn", "did you mean --database-url?"},
    {"--source", "did you mean --dir?"},
    {"--path", "did you mean --dir?"},
    {"--migrations-dir", "did you mean --dir?"},
    {"--locations", "did you mean --dir?"},
    {"--sql", "a script for psql: runner plan --sql"},
    {"--migrations-table", "the history has a schema of its own: --history-schema"},
};

std::string_view find(std::span<const Pair> table, std::string_view name) {
    const auto found = std::ranges::find(table, name, &Pair::first);
    return found == table.end() ? std::string_view() : found->second;
}

} // namespace

std::string_view command_here(std::string_view foreign) {
    return find(commands, foreign);
}

std::string_view option_here(std::string_view foreign) {
    return find(foreign_options, foreign);
}

} // namespace runner::cli
