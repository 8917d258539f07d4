#include "parse/psql_commands.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>

namespace runner {
namespace {

struct Advice {
    std::string_view command;
    std::string_view text;
};

constexpr std::array<Advice, 24> advices = {{
    {".", "it ends the rows of a COPY … FROM stdin, and none is open here"},
    {"c", "runner makes the connection: a file runs in one database"},
    {"connect", "runner makes the connection: a file runs in one database"},
    {"copy", "use COPY … FROM stdin with the rows in this file"},
    {"echo", "use RAISE NOTICE in a DO block, or remove it"},
    {"elif", "use IF in a DO block"},
    {"else", "use IF in a DO block"},
    {"endif", "use IF in a DO block"},
    {"g", "end the statement with a semicolon"},
    {"gexec", "use EXECUTE in a DO block"},
    {"gset", "use a variable in a DO block"},
    {"gx", "end the statement with a semicolon"},
    {"i", "there are no includes: paste the file here, or make another migration of it"},
    {"if", "use IF in a DO block"},
    {"include", "there are no includes: paste the file here, or make another migration of it"},
    {"include_relative",
     "there are no includes: paste the file here, or make another migration of it"},
    {"ir", "there are no includes: paste the file here, or make another migration of it"},
    {"prompt", "there are no variables: write the value itself"},
    {"q", "a file always runs to its end: remove it"},
    {"qecho", "use RAISE NOTICE in a DO block, or remove it"},
    {"quit", "a file always runs to its end: remove it"},
    {"set", "there are no variables: write the value itself; for a setting, use SET"},
    {"unset", "there are no variables: write the value itself"},
    {"warn", "use RAISE WARNING in a DO block, or remove it"},
}};

// A name of letters, or one other character.
std::string_view name_of(std::string_view line) noexcept {
    line.remove_prefix(1);
    const auto* end = std::find_if_not(line.begin(), line.end(), [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
    });
    const auto length = static_cast<std::size_t>(end - line.begin());
    const bool character = length == 0 && !line.empty() && line[0] > ' ' && line[0] <= '~';
    return line.substr(0, character ? 1 : length);
}

} // namespace

bool is_ignored_psql_command(std::string_view line) noexcept {
    const auto name = name_of(line);
    return name == "restrict" || name == "unrestrict";
}

std::string psql_command_refusal(std::string_view line) {
    const auto name = name_of(line);
    if (name.empty()) {
        return "a backslash outside of a string begins a psql command, which is not SQL: remove it";
    }
    const auto* advice = std::find_if(advices.begin(), advices.end(), [&](const Advice& each) {
        return each.command == name;
    });
    return fmt::format(
        "\\{} is a psql command, not SQL: {}",
        name.substr(0, 63),
        advice != advices.end() ? advice->text : "remove it, or say it in SQL"
    );
}

} // namespace runner
