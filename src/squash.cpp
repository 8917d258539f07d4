// The walk of `squash`: build from the old files, write down what is there, build from that,
// compare, and only then touch the folder.
#include "check/rows.hpp"
#include "discover/file_writer.hpp"
#include "discover/sources.hpp"
#include "discover/sum_file.hpp"
#include "parse/parser.hpp"
#include "plan/lookup.hpp"
#include "review/file_mover.hpp"
#include "scratch/file_folder.hpp"
#include "scratch/likeness.hpp"
#include "scratch/scratch_server.hpp"
#include "squash/baseline_file.hpp"
#include "squash/roles_script.hpp"
#include "squash/rows_script.hpp"

#include <runner/catalog.hpp>
#include <runner/dump.hpp>
#include <runner/runner.hpp>
#include <runner/squash.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <optional>
#include <span>
#include <system_error>
#include <utility>

namespace runner {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// What a database built from the new file has to have, too.
struct Outcome {
    catalog::Catalog catalog;
    check::Rows rows;
    std::string sequences;
};

/// Throws Error{finding}.
void require_same(const Outcome& before, const Outcome& after, const std::string& where) {
    auto lines = catalog::readable(catalog::difference(before.catalog, after.catalog));
    for (const auto& [table, facts] : before.rows) {
        const auto found = after.rows.find(table);
        if (found != after.rows.end() && found->second.digest != facts.digest) {
            lines.push_back("rows of " + table + " are others");
        }
    }
    if (before.sequences != after.sequences) {
        lines.emplace_back("sequences are at other places");
    }
    if (lines.empty()) {
        return;
    }
    Error error(
        ErrorKind::finding,
        fmt::format(
            "one file would not build what the old ones build{}:\n  {}",
            where,
            fmt::join(lines, "\n  ")
        )
    );
    error.say_state("nothing was moved or written");
    throw error;
}

/// The sum is written anew: what it would hide is told first.
void refuse_wrong_sum(const Options& options, const Sources& sources) {
    const auto problems = sum_problems(options, sources);
    if (!problems.empty()) {
        Error error(ErrorKind::source, problems.front().message);
        error.say_state("nothing was moved or written");
        error.say_advice(problems.front().advice);
        throw error;
    }
}

[[noreturn]] void refuse(const std::string& message, const std::string& advice) {
    Error error(ErrorKind::usage, message);
    error.say_state("nothing was moved or written");
    error.say_advice(advice);
    throw error;
}

/// Its files.
std::vector<const Script*> scripts_of(const Migration& migration) {
    std::vector<const Script*> scripts{&migration.up};
    for (const auto* other : {&migration.down, &migration.verify}) {
        if (*other) {
            scripts.push_back(&**other);
        }
    }
    return scripts;
}

class Squasher {
public:
    Squasher(const Options& options, Observer& observer, const SquashRequest& request)
        : options_(options),
          observer_(observer),
          request_(request),
          sources_(discover(options)),
          server_(
              request.scratch,
              {.superuser = superuser, .database = "app", .roles = {}},
              options.interrupt
          ) {
        if (options.sum) {
            refuse_wrong_sum(options, sources_);
        }
        read_verifies(sources_);
        find_migrations();
    }

    Squashed run() {
        build_from_old_files();
        write_pair();
        prove();
        if (!request_.dry_run) {
            change_folder();
        }
        return std::move(result_);
    }

private:
    // A name that no file uses, so that what belongs to whoever runs the files can be told from
    // what they give to somebody.
    static constexpr const char* superuser = "runner_squash_owner";

    void find_migrations();
    void build_from_old_files();
    void write_down(const Options& options);
    void write_pair();
    [[nodiscard]] std::optional<std::string> reason_against_down(const std::string& up_file);
    void prove();
    void change_folder();

    [[nodiscard]] std::string file(const char* ending) const {
        return result_.label + "." + ending + ".sql";
    }

    [[nodiscard]] Options options_for(const std::string& database) const {
        auto options = scratch::scratch_options(options_);
        options.database_url = server_.url(database);
        return options;
    }

    [[nodiscard]] Target target() const {
        return {.kind = Target::Kind::version, .count = 0, .version = request_.version, .name = {}};
    }

    std::chrono::milliseconds up(const Options& options, const Target& target) {
        const auto begin = Clock::now();
        scratch::run_with_roles(server_, [&] { Runner(options).up(target); });
        return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    }

    [[nodiscard]] Outcome look(const Options& options) const {
        Observer silent;
        pg::Connection connection(pg::Conninfo(options.database_url), options.interrupt);
        return {
            .catalog = catalog::read(options, silent),
            .rows = check::look_at_rows(connection, options.history_schema),
            .sequences = squash::sequences_script(connection, options.history_schema)};
    }

    const Options& options_;
    Observer& observer_;
    const SquashRequest& request_;
    Sources sources_;
    scratch::ScratchServer server_;
    std::span<Migration> old_;
    Outcome before_;
    Outcome before_with_rest_; ///< with all migrations and repeatables
    squash::RowsScript rows_;
    squash::RolesScript roles_;
    std::string owner_; ///< of all that the files give to nobody
    std::string up_;
    std::optional<std::string> down_;
    Squashed result_;
};

void Squasher::find_migrations() {
    const auto* last = find_migration(sources_, request_.version);
    if (last == nullptr) {
        refuse(
            "there is no migration " + request_.version.digits,
            "name the last one that goes in; see which there are with: runner status"
        );
    }
    const auto count = static_cast<std::size_t>(last - sources_.migrations.data()) + 1;
    if (count < 2) {
        refuse(
            last->label() + " is the first one: there is nothing to put together",
            "name a later one"
        );
    }
    if (last->name == request_.name) {
        refuse(last->label() + " has this name already", "choose another one with --name");
    }
    old_ = std::span(sources_.migrations).first(count);
    for (auto& migration : old_) {
        const auto& header = migration.up.header;
        if (!header.environments.empty() || !header.variables.empty()) {
            refuse(
                fmt::format(
                    "{} has @{}: what it builds is not the same everywhere",
                    migration.label(),
                    header.environments.empty() ? "vars" : "env"
                ),
                "name a version below it"
            );
        }
        migration.up.body = read_body(migration.up);
    }
    result_.label = last->digits + "_" + request_.name;
    result_.migrations = count;
    result_.behind = sources_.migrations.size() - count;
    result_.archive = options_.migrations / "archive" / last->digits;
    if (fs::exists(result_.archive)) {
        refuse(result_.archive.string() + " is there already", "move it away");
    }
}

void Squasher::build_from_old_files() {
    const auto database = server_.create();
    const auto options = options_for(database);
    result_.before = up(options, target());
    before_ = look(options);
    write_down(options);
    up(options, {});
    before_with_rest_ = look(options);
    // So that the new file has to make the roles itself.
    server_.drop(database);
    server_.drop_made_roles();
}

/// What the catalog does not hold. Throws Error{usage} for what no file could hold.
void Squasher::write_down(const Options& options) {
    pg::Connection connection(pg::Conninfo(options.database_url), options.interrupt);
    const auto& unmodelled = before_.catalog.unmodelled;
    const auto thing = !unmodelled.empty() ? unmodelled.front().kind + " " + unmodelled.front().name
                       : squash::has_large_objects(connection) ? std::string("large objects")
                                                               : std::string();
    if (!thing.empty()) {
        refuse(
            "the migrations make what runner cannot write down: " + thing,
            "name a version below that"
        );
    }
    owner_ = connection.execute("select pg_catalog.quote_ident(current_user)").front().value(0, 0);
    rows_ = squash::rows_script(connection, options.history_schema);
    result_.objects = before_.catalog.objects.size();
    result_.tables = rows_.tables;
    result_.rows = rows_.rows;
    result_.roles = server_.made_roles();
    roles_ = squash::roles_script(connection, result_.roles);
    for (const auto& role : roles_.with_password) {
        observer_.remark("role " + role + " has a password, which the new file does not know");
    }
}

void Squasher::write_pair() {
    const auto header = fmt::format(
        "-- @description: everything from {} to {}\n{}",
        old_.front().label(),
        old_.back().label(),
        squash::replaces_lines(old_)
    );
    const catalog::DumpStyle style{
        .owners = true, .privileges = true, .in_transaction = true, .rows = rows_.sql};
    const auto body =
        roles_.sql + "\n" + squash::without_owner(catalog::dump(before_.catalog, style), owner_);
    up_ = header + body;
    down_ = "-- @description: undo " + result_.label + "\n\n" + catalog::removal(before_.catalog);
    result_.irreversible = reason_against_down(header + body);
    if (result_.irreversible) {
        up_ = header + "-- @irreversible: " + *result_.irreversible + "\n" + body;
        down_.reset();
    }
}

/// Nothing: up and then down leaves an empty database.
std::optional<std::string> Squasher::reason_against_down(const std::string& up_file) {
    const scratch::FileFolder folder(server_.folder());
    folder.write(file("up"), up_file);
    folder.write(file("down"), *down_);
    const auto database = server_.create();
    auto options = options_for(database);
    options.migrations = folder.path();
    Observer silent;
    const auto empty = catalog::read(options, silent);
    std::optional<std::string> reason;
    up(options, target());
    try {
        Runner(options).down({});
        const auto left = catalog::difference(empty, catalog::read(options, silent));
        if (!left.empty()) {
            reason = "what drops by name does not undo " + catalog::title(left.front().object);
        }
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::statement) {
            throw;
        }
        reason = std::string("dropping everything fails: ") + error.what();
    }
    if (reason) { // it goes into a line of the header
        std::ranges::replace_if(
            *reason, [](char byte) { return byte == '\n' || byte == '\r'; }, ' '
        );
    }
    server_.drop(database);
    server_.drop_made_roles();
    return reason;
}

/// Throws Error{finding} unless a new database is the same from either.
void Squasher::prove() {
    const scratch::FileFolder folder(server_.folder());
    const auto write = [&](const Script& script) {
        folder.write(script.path.filename().string(), script.text.view());
    };
    folder.write(file("up"), up_);
    for (const auto& migration : std::span(sources_.migrations).subspan(result_.migrations)) {
        for (const auto* script : scripts_of(migration)) {
            write(*script);
        }
    }
    for (const auto& repeatable : sources_.repeatables) {
        write(repeatable.script);
    }
    auto options = options_for(server_.create());
    options.migrations = folder.path();
    result_.after = up(options, target());
    require_same(before_, look(options), "");
    up(options, {});
    // Rows that these write may have the time of their writing.
    auto with_rest = look(options);
    with_rest.rows = {};
    with_rest.sequences = before_with_rest_.sequences;
    require_same(before_with_rest_, with_rest, ", with what comes behind them");
}

void Squasher::change_folder() {
    std::error_code failed;
    fs::create_directories(result_.archive, failed);
    if (failed) {
        refuse(
            "cannot make " + result_.archive.string() + ": " + failed.message(),
            "the old files go there: let runner write in the folder"
        );
    }
    const auto repository = repository_of(options_.migrations);
    FileMover mover(options_.migrations, repository);
    const auto archive = fs::path("archive") / old_.back().digits;
    try {
        for (const auto& migration : old_) {
            for (const auto* script : scripts_of(migration)) {
                mover.move(script->path.filename(), archive / script->path.filename());
                result_.moved.push_back(script->path);
            }
        }
        const auto write = [&](const char* ending, const std::string& text) {
            const auto path = options_.migrations / file(ending);
            write_new_file(path, text);
            result_.files.push_back(path);
        };
        write("up", up_);
        if (down_) {
            write("down", *down_);
        }
    } catch (const Error&) {
        std::error_code ignored;
        fs::remove(options_.migrations / file("up"), ignored);
        fs::remove(options_.migrations / file("down"), ignored);
        mover.undo();
        fs::remove(result_.archive, ignored);
        fs::remove(result_.archive.parent_path(), ignored); // unless others are in it
        throw;
    }
    if (options_.sum && read_sum(options_)) {
        write_sum_lines(options_, folder_lines(options_, {}));
    }
}

} // namespace

Squashed
squash_migrations(const Options& options, Observer& observer, const SquashRequest& request) {
    return Squasher(options, observer, request).run();
}

} // namespace runner
