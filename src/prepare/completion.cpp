#include "prepare/completion.hpp"

#include "parse/checksum.hpp"
#include "parse/parser.hpp"
#include "plan/diff.hpp"
#include "plan/planner.hpp"
#include "plan/replacements.hpp"
#include "prepare/verify_script.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace runner {
namespace {

using Complaints = std::vector<Complaint>;

std::optional<Body> body_or_complaint(
    const Script& script,
    unsigned server,
    Complaints& complaints,
    Body (*read)(const Script&, unsigned) = read_body
) {
    try {
        return read(script, server);
    } catch (const Error& error) {
        const auto more = error.every_complaint();
        complaints.insert(complaints.end(), more.begin(), more.end());
        return std::nullopt;
    }
}

/// There is no journal for it: what it had done when it stopped half way nobody would know.
void check_repeatable(const Script& script, const Body& body, Complaints& complaints) {
    if (!body.transactional) {
        complaints.push_back(
            {"a repeatable runs in a transaction, and this one cannot; put it into a migration",
             Location{script.path, {0, 0}, {}}}
        );
    }
}

void throw_complaints(const Complaints& complaints) {
    if (!complaints.empty()) {
        Error error(ErrorKind::source, complaints);
        error.say_state("nothing was done");
        throw error;
    }
}

Script stored_script(const std::string& label, const char* kind, std::string text) {
    return read_script(
        fmt::format("(history) {}.{}.sql", label, kind),
        Text(std::move(text)),
        std::string_view(kind) == "up" ? ScriptKind::up : ScriptKind::down
    );
}

Problem problem(Problem::Kind kind, const Step& step, std::string message, std::string advice) {
    return {
        .kind = kind,
        .version = step.version,
        .label = step.label,
        .message = step.label + " " + std::move(message),
        .advice = std::move(advice),
        .diff = {}};
}

void take_from_history(Plan& plan, Step& step, const Stored& stored) {
    const bool told =
        std::any_of(plan.problems.begin(), plan.problems.end(), [&](const Problem& found) {
            return found.version == step.version;
        });
    if (told) {
        return;
    }
    if (stored.up_sql) {
        const auto up = stored_script(step.label, "up", *stored.up_sql);
        if (up.header.irreversible) {
            plan.problems.push_back(problem(
                Problem::Kind::irreversible,
                step,
                "is irreversible: " + *up.header.irreversible,
                "go forward with a new migration: runner new NAME"
            ));
            return;
        }
    }
    if (!stored.down_sql) {
        plan.problems.push_back(problem(
            Problem::Kind::no_down,
            step,
            "has no down file, and none was stored",
            "write one, or go forward with a new migration: runner new NAME"
        ));
        return;
    }
    step.script = stored_script(step.label, "down", *stored.down_sql);
    plan.notices.push_back(
        step.label + " has no down file here; the text stored when it was applied is used"
    );
}

} // namespace

void examine_changes(Sources& sources, const History& history, unsigned server) {
    settle_replacements(sources, history);
    std::map<Version, const Checksum*> applied;
    for (const auto& row : history.migrations) {
        applied.emplace(row.version, &row.checksum);
    }
    std::map<std::string, const Checksum*> seeded;
    for (const auto& row : history.seeds) {
        seeded.emplace(row.name, &row.checksum);
    }
    std::map<std::string, const Checksum*> repeated;
    for (const auto& row : history.repeatables) {
        repeated.emplace(row.name, &row.checksum);
    }
    const auto examine = [server](Script& script, const Checksum& checksum) {
        if (!script.body && script.checksum != checksum) {
            script.body = read_body(script, server);
        }
    };
    for (auto& migration : sources.migrations) {
        if (const auto row = applied.find(migration.version); row != applied.end()) {
            examine(migration.up, *row->second);
        }
    }
    for (auto& seed : sources.seeds) {
        if (const auto row = seeded.find(seed.name); row != seeded.end()) {
            examine(seed.script, *row->second);
        }
    }
    for (auto& repeatable : sources.repeatables) {
        if (const auto row = repeated.find(repeatable.name); row != repeated.end()) {
            examine(repeatable.script, *row->second);
        }
    }
}

void take_over_reading(Plan& plan, std::vector<Step>& earlier) {
    auto candidate = earlier.begin();
    for (auto& step : plan.steps) {
        const auto found = std::find_if(candidate, earlier.end(), [&](const Step& other) {
            return other.action == step.action && other.version == step.version &&
                   other.script.path == step.script.path && !other.from_history;
        });
        if (found == earlier.end() || step.from_history) {
            continue; // somebody has done it meanwhile, or it comes from the history
        }
        step.script = std::move(found->script);
        step.down = std::move(found->down);
        step.verify = std::move(found->verify);
        candidate = std::next(found);
    }
}

void read_bodies(Plan& plan, unsigned server) {
    Complaints complaints;
    for (auto& step : plan.steps) {
        if (!step.script.body) {
            step.script.body = body_or_complaint(step.script, server, complaints);
        }
        if (step.script.body && step.action == Step::Action::repeat) {
            check_repeatable(step.script, *step.script.body, complaints);
        }
        if (step.verify && !step.verify->body) {
            step.verify->body =
                body_or_complaint(*step.verify, server, complaints, read_verify_body);
        }
        if (step.script.body && step.script.body->statements == 0) {
            plan.notices.push_back(step.script.path.string() + " holds no statement");
        }
    }
    throw_complaints(complaints);
}

void check_bodies(const Sources& sources, unsigned server) {
    Complaints complaints;
    for (const auto& migration : sources.migrations) {
        if (migration.replaced) {
            continue;
        }
        body_or_complaint(migration.up, server, complaints);
        if (migration.down) {
            body_or_complaint(*migration.down, server, complaints);
        }
        if (migration.verify) {
            body_or_complaint(*migration.verify, server, complaints, read_verify_body);
        }
    }
    for (const auto& repeatable : sources.repeatables) {
        if (const auto body = body_or_complaint(repeatable.script, server, complaints)) {
            check_repeatable(repeatable.script, *body, complaints);
        }
    }
    for (const auto& seed : sources.seeds) {
        if (seed.format == Seed::Format::sql) {
            body_or_complaint(seed.script, server, complaints);
        }
    }
    throw_complaints(complaints);
}

void describe_edits(std::vector<Problem>& problems, const Sources& sources, HistoryStore& store) {
    for (auto& problem : problems) {
        if (problem.kind != Problem::Kind::edited) {
            continue;
        }
        const auto file = std::find_if(
            sources.migrations.begin(),
            sources.migrations.end(),
            [&](const Migration& migration) { return migration.version == problem.version; }
        );
        const auto stored = store.stored(problem.version).up_sql;
        if (file != sources.migrations.end() && !file->replaced && stored) {
            problem.diff = unified_diff(
                *stored,
                file->up.text.view(),
                problem.label + ".up.sql as it was applied",
                file->up.path.string()
            );
        }
    }
}

void place_problems(std::vector<Problem>& problems, const Sources& sources) {
    for (auto& problem : problems) {
        if (problem.location) {
            continue;
        }
        const auto is_it = [&](const auto& file) { return file.version == problem.version; };
        const auto& pairs = sources.migrations;
        const auto& orphans = sources.orphans;
        if (const auto pair = std::find_if(pairs.begin(), pairs.end(), is_it);
            pair != pairs.end()) {
            problem.location = Location{pair->up.path, {0, 0}, {}};
        } else if (const auto down = std::find_if(orphans.begin(), orphans.end(), is_it);
                   down != orphans.end()) {
            problem.location = Location{down->path, {0, 0}, {}};
        }
    }
}

void complete_reverts(Plan& plan, HistoryStore& store) {
    for (auto& step : plan.steps) {
        if (step.action != Step::Action::revert) {
            continue;
        }
        const auto stored = store.stored(step.version);
        if (step.from_history) {
            take_from_history(plan, step, stored);
        } else if (stored.down_sql && checksum(*stored.down_sql) != step.script.checksum) {
            plan.notices.push_back(fmt::format(
                "{} differs from the text stored when {} was applied; the file is used",
                step.script.path.string(),
                step.label
            ));
        }
    }
}

void refuse_problems(const Plan& plan, const std::string& current) {
    if (plan.problems.empty()) {
        return;
    }
    std::vector<Complaint> complaints;
    bool partial = false;
    for (const auto& problem : plan.problems) {
        partial = partial || problem.kind == Problem::Kind::partial;
        complaints.push_back(
            {problem.diff.empty() ? problem.message : problem.message + "\n" + problem.diff,
             problem.location}
        );
    }
    Error error(partial ? ErrorKind::partial : ErrorKind::history, std::move(complaints));
    error.say_state("nothing was done; " + current);
    error.say_advice(plan.problems.front().advice);
    throw error;
}

} // namespace runner
