// Longer than most files because it is one walk with one state. The walk of `check`: each migration
// up, down, up in one scratch database; what goes wrong is a finding, and then the database is
// built again, so that one fault is told once and the next file meets what it was written for.
#include "check/rows.hpp"
#include "check/sentences.hpp"
#include "connect/server.hpp"
#include "discover/sources.hpp"
#include "plan/lookup.hpp"
#include "plan/planner.hpp"
#include "scratch/likeness.hpp"
#include "scratch/scratch_server.hpp"
#include "work/connected.hpp"

#include <runner/catalog.hpp>
#include <runner/check.hpp>
#include <runner/runner.hpp>
#include <runner/seeds.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace runner {
namespace {

using Clock = std::chrono::steady_clock;
using Finding = CheckFinding;

/// What the files say about a failure is found at a place; the state and advice of the command that
/// was really run are not the reader's.
Finding failure(Finding::Kind kind, std::string message, const Error& error) {
    Finding finding{
        .kind = kind, .message = std::move(message), .details = {}, .location = error.location()};
    finding.message += std::string(": ") + error.what();
    if (error.server()) {
        for (const auto& [name, text] :
             {std::pair("DETAIL", &error.server()->detail), {"HINT", &error.server()->hint}}) {
            if (!text->empty()) {
                finding.details.push_back(std::string(name) + ": " + *text);
            }
        }
    }
    return finding;
}

/// Whether it tells of the files; anything else keeps the check from being made.
bool is_about_files(const Error& error) {
    switch (error.kind()) {
    case ErrorKind::statement:
    case ErrorKind::partial:
    case ErrorKind::history:
    case ErrorKind::source:
    case ErrorKind::lock:
    case ErrorKind::finding:
        return true;
    default:
        return false;
    }
}

class Checker {
public:
    Checker(
        const Options& options,
        const CheckRequest& request,
        Sources sources,
        std::set<Version> applied,
        const scratch::Likeness& likeness
    )
        : request_(request),
          sources_(std::move(sources)),
          applied_(std::move(applied)),
          options_(scratch::scratch_options(options)),
          server_(request.scratch, likeness, options.interrupt) {
        start_over();
    }

    [[nodiscard]] scratch::ScratchServer& server() { return server_; }

    std::vector<Checked> run() {
        const Migration* last = nullptr;
        bool stopped = false;
        for (const auto& migration : sources_.migrations) {
            if (!runs_in(migration.up, options_.environment)) {
                continue;
            }
            if (applied_.contains(migration.version)) {
                last = &migration;
                continue;
            }
            if (last != nullptr && !stopped) {
                must_build(*last);
                last = nullptr;
            }
            stopped = !take(stopped ? not_reached(migration.label()) : check_migration(migration));
        }
        if (last != nullptr && !stopped) {
            must_build(*last);
        }
        check_repeatables(stopped);
        check_seeds(stopped);
        return std::move(checked_);
    }

private:
    bool take(Checked result) {
        if (request_.each) {
            request_.each(result);
        }
        const bool goes_on = goes_on_ && result.result != Checked::Result::not_reached;
        checked_.push_back(std::move(result));
        return goes_on;
    }

    [[nodiscard]] Checked not_reached(std::string label) const {
        return {
            .label = std::move(label),
            .result = Checked::Result::not_reached,
            .reason = stopped_at_ + " does not run",
            .findings = {},
            .notes = {}};
    }

    void start_over() {
        if (!database_.empty()) {
            server_.drop(database_);
            server_.drop(copy_); // what is granted there would keep the roles
            server_.drop_made_roles();
        }
        database_ = server_.create();
        options_.database_url = server_.url(database_);
    }

    [[nodiscard]] Options options_for(const std::string& database) const {
        auto options = options_;
        options.database_url = server_.url(database);
        return options;
    }

    /// Nothing: it went well. A role that only the real server has is made on the way.
    template <typename Action>
    std::optional<Error> attempt(const Action& action) {
        for (;;) {
            try {
                action();
                return std::nullopt;
            } catch (const Error& error) {
                if (scratch::create_missing_role(server_, error, roles_made_)) {
                    continue;
                }
                if (!is_about_files(error)) {
                    throw;
                }
                return error;
            }
        }
    }

    std::optional<Error> up(const Migration& migration, const Options& options) {
        const Target target{
            .kind = Target::Kind::version, .count = 0, .version = migration.version, .name = {}};
        return attempt([&] { Runner(options).up(target); });
    }

    std::optional<Error> down(const Options& options) {
        return attempt([&] { Runner(options).down({}); });
    }

    [[nodiscard]] catalog::Catalog look() const {
        Observer silent;
        return catalog::read(options_, silent);
    }

    /// What is applied in the real database has to run here.
    void must_build(const Migration& migration) {
        if (auto error = up(migration, options_)) {
            error->say_state("the migrations before the pending ones do not run in a new database");
            throw Error(*error);
        }
    }

    /// As if nothing had gone wrong so far.
    void build_again(const Migration& migration) {
        start_over();
        if (up(migration, options_)) {
            goes_on_ = false;
            stopped_at_ = migration.label();
        }
    }

    Checked check_migration(const Migration& migration) {
        const auto begin = Clock::now();
        Checked result{
            .label = migration.label(),
            .reason = {},
            .verified = migration.verify.has_value(),
            .findings = {},
            .notes = {}};
        const auto before = look();
        copy_ = server_.copy(database_);
        if (const auto error = up(migration, options_)) {
            result.findings.push_back(
                failure(Finding::Kind::up_failed, result.label + " up fails", *error)
            );
            goes_on_ = false;
            stopped_at_ = result.label;
        } else if (migration.up.header.irreversible || !migration.down) {
            result.result = Checked::Result::irreversible;
            result.reason = migration.up.header.irreversible.value_or("it has no down file");
        } else {
            go_back(migration, before, look(), result);
        }
        if (!result.findings.empty()) {
            result.result = Checked::Result::found;
        } else if (result.result == Checked::Result::passed) {
            watch_rows(migration, result);
        }
        server_.drop(copy_);
        result.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
        return result;
    }

    void go_back(
        const Migration& migration,
        const catalog::Catalog& before,
        const catalog::Catalog& first,
        Checked& result
    ) {
        if (const auto error = down(options_)) {
            result.findings.push_back(
                failure(Finding::Kind::down_failed, result.label + " down fails", *error)
            );
            build_again(migration);
            return;
        }
        const auto changes = catalog::difference(before, look());
        if (!changes.empty()) {
            result.findings.push_back(
                {.kind = Finding::Kind::down_differs,
                 .message = result.label + " down " + check::what_down_does(changes),
                 .details = catalog::readable(changes),
                 .location = Location{migration.down->path, {0, 0}, {}}}
            );
        }
        const auto error = up(migration, options_);
        if (error && changes.empty()) {
            result.findings.push_back(failure(
                Finding::Kind::second_up_failed, result.label + " up fails the second time", *error
            ));
        } else if (error) { // what down has left is in its way: the same fault
            result.findings.back().details.push_back(
                std::string("and so its up fails the second time: ") + error->what()
            );
        } else if (changes.empty()) {
            const auto again = catalog::difference(first, look());
            if (again.empty()) {
                return;
            }
            result.findings.push_back(
                {.kind = Finding::Kind::second_up_differs,
                 .message =
                     result.label + " up, the second time, " + check::what_second_run_does(again),
                 .details = catalog::readable(again),
                 .location = Location{migration.up.path, {0, 0}, {}}}
            );
        }
        build_again(migration);
    }

    /// In a copy, so that rows which no file has written are in nobody's way.
    void watch_rows(const Migration& migration, Checked& result) {
        const auto options = options_for(copy_);
        const auto look_at = [&] {
            pg::Connection connection(pg::Conninfo(options.database_url), options.interrupt);
            return check::look_at_rows(connection, options.history_schema);
        };
        const auto told = [&](std::string_view what, const Error& error) {
            constexpr std::string_view already_there = "42710"; // a role, which all databases share
            if (error.server() && error.server()->sqlstate == already_there) {
                return;
            }
            result.notes.push_back(
                fmt::format("with a row in every table, {} fails: {}", what, error.what())
            );
        };
        try {
            {
                pg::Connection connection(pg::Conninfo(options.database_url), options.interrupt);
                check::add_rows(connection, options.history_schema);
            }
            const auto before = look_at();
            if (const auto error = up(migration, options)) {
                told("up", *error);
            } else if (const auto failed = down(options)) {
                told("down", *failed);
            } else {
                result.notes = check::losses(before, look_at());
            }
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::statement) {
                throw;
            }
            result.notes.push_back(std::string("rows could not be watched: ") + error.what());
        }
    }

    void check_repeatables(bool stopped) {
        for (const auto& repeatable : sources_.repeatables) {
            if (!runs_in(repeatable.script, options_.environment)) {
                continue;
            }
            if (stopped) {
                take(not_reached(repeatable.name));
            } else {
                repeatables_.push_back(&repeatable);
            }
        }
        if (repeatables_.empty()) {
            return;
        }
        const auto begin = Clock::now();
        const auto run_all = [&] { return attempt([&] { Runner(options_).up(); }); };
        std::optional<Finding> finding;
        if (const auto error = run_all()) {
            finding = failure(Finding::Kind::repeatable_failed, "the repeatables fail", *error);
        } else {
            const auto first = look();
            forget_repeatables();
            if (const auto again = run_all()) {
                finding = failure(
                    Finding::Kind::repeatable_failed, "the repeatables fail the second time", *again
                );
            } else if (const auto changes = catalog::difference(first, look()); !changes.empty()) {
                finding = Finding{
                    .kind = Finding::Kind::repeatable_differs,
                    .message =
                        "a second run of the repeatables " + check::what_second_run_does(changes),
                    .details = catalog::readable(changes),
                    .location = std::nullopt};
            }
        }
        tell_repeatables(
            finding, std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin)
        );
    }

    /// The one whose file the finding is about; the first when nobody knows.
    void tell_repeatables(const std::optional<Finding>& finding, std::chrono::milliseconds took) {
        const auto is_its = [&](const Repeatable* repeatable) {
            return finding->location && finding->location->file == repeatable->script.path;
        };
        const auto guilty =
            finding ? std::ranges::find_if(repeatables_, is_its) : repeatables_.end();
        for (auto it = repeatables_.begin(); it != repeatables_.end(); ++it) {
            Checked result{.label = (*it)->name, .reason = {}, .findings = {}, .notes = {}};
            result.took = took / static_cast<int>(repeatables_.size());
            const bool first_of_unknown =
                guilty == repeatables_.end() && it == repeatables_.begin();
            if (finding && (it == guilty || first_of_unknown)) {
                result.result = Checked::Result::found;
                result.findings.push_back(*finding);
            }
            take(std::move(result));
        }
    }

    /// So that they run again.
    void forget_repeatables() {
        pg::Connection connection(pg::Conninfo(options_.database_url), options_.interrupt);
        connection.execute(
            "DELETE FROM " + connection.quote_name(options_.history_schema) + ".repeatable"
        );
    }

    void check_seeds(bool stopped) {
        if (sources_.seeds.empty()) {
            return;
        }
        if (stopped) {
            for (const auto& seed : sources_.seeds) {
                take(not_reached(seed.name));
            }
            return;
        }
        Observer silent;
        std::vector<SeedProof> proofs;
        const auto begin = Clock::now();
        if (const auto error = attempt([&] { proofs = prove_seeds(options_, silent, {}); })) {
            Checked result{.label = "seeds", .reason = {}, .findings = {}, .notes = {}};
            if (error->location()) {
                result.label = error->location()->file.stem().string();
            }
            result.result = Checked::Result::found;
            result.findings.push_back(
                failure(Finding::Kind::seed_failed, "seed " + result.label + " fails", *error)
            );
            take(std::move(result));
            return;
        }
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
        for (const auto& proof : proofs) {
            take(result_of(proof, took / static_cast<int>(proofs.size())));
        }
    }

    static Checked result_of(const SeedProof& proof, std::chrono::milliseconds took) {
        Checked result{.label = proof.name, .reason = proof.reason, .findings = {}, .notes = {}};
        result.took = took;
        if (proof.result == SeedProof::Result::not_possible) {
            result.result = Checked::Result::unproved;
        }
        for (const auto& found : proof.findings) {
            result.result = Checked::Result::found;
            Finding finding{
                .kind = Finding::Kind::seed_changes,
                .message = "seed " + proof.name + ": " + found.message(),
                .details = {},
                .location = found.location};
            for (const auto& row : found.before) {
                finding.details.push_back("- " + row);
            }
            for (const auto& row : found.after) {
                finding.details.push_back("+ " + row);
            }
            result.findings.push_back(std::move(finding));
        }
        return result;
    }

    const CheckRequest& request_;
    const Sources sources_;
    const std::set<Version> applied_;
    Options options_; // those of the scratch database
    scratch::ScratchServer server_;
    std::string database_;
    std::string copy_; // of it, from before the migration that is being checked
    std::set<std::string> roles_made_;
    std::vector<const Repeatable*> repeatables_;
    std::vector<Checked> checked_;
    bool goes_on_ = true;
    std::string stopped_at_;
};

} // namespace

std::string_view check_name(CheckFinding::Kind kind) {
    switch (kind) {
    case CheckFinding::Kind::up_failed:
        return "up_failed";
    case CheckFinding::Kind::down_failed:
        return "down_failed";
    case CheckFinding::Kind::second_up_failed:
        return "second_up_failed";
    case CheckFinding::Kind::down_differs:
        return "down_differs";
    case CheckFinding::Kind::second_up_differs:
        return "second_up_differs";
    case CheckFinding::Kind::repeatable_failed:
        return "repeatable_failed";
    case CheckFinding::Kind::repeatable_differs:
        return "repeatable_differs";
    case CheckFinding::Kind::seed_failed:
        return "seed_failed";
    case CheckFinding::Kind::seed_changes:
        return "seed_changes";
    }
    return "unknown";
}

bool has_findings(const std::vector<Checked>& checked) {
    return std::ranges::any_of(checked, [](const Checked& file) { return !file.findings.empty(); });
}

std::vector<Checked>
check_migrations(const Options& options, Observer& observer, const CheckRequest& request) {
    auto sources = discover(options);
    scratch::Likeness likeness;
    std::vector<std::string> extensions;
    std::set<Version> applied;
    if (!request.all) {
        Connected session(options, observer);
        likeness = scratch::likeness_of(session.connection);
        extensions = scratch::extensions_of(session.connection);
        for (const auto& row : session.history.migrations) {
            applied.insert(row.version);
        }
    }
    Checker checker(options, request, std::move(sources), std::move(applied), likeness);
    scratch::tell_lacking(checker.server(), extensions, observer);
    return checker.run();
}

} // namespace runner
