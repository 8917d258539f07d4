// What looks at a plan instead of carrying it out, and the run that is held to one.
#include "connect/server_identity.hpp"
#include "discover/sources.hpp"
#include "pg/advisory_lock.hpp"
#include "pg/pooler.hpp"
#include "plan/lookup.hpp"
#include "prepare/completion.hpp"
#include "prepare/plan_hash.hpp"
#include "prepare/variables.hpp"
#include "preview/rehearsal.hpp"
#include "preview/statement_list.hpp"
#include "preview/table_sizes.hpp"
#include "psql/prologue.hpp"
#include "psql/step_script.hpp"
#include "work/carry_out.hpp"
#include "work/connected.hpp"
#include "work/lock_keys.hpp"
#include "work/plannings.hpp"

#include <runner/planning.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace runner {
namespace {

std::vector<Planning> plannings_of(const Options& options, const PlanRequest& request) {
    if (request.direction == PlanRequest::Direction::down) {
        return {planning_down(request.target)};
    }
    if (request.direction == PlanRequest::Direction::go_to) {
        return {planning_go_to(options, request.target)};
    }
    std::vector<Planning> plannings = {planning_up(options, request.target)};
    if (request.seed) {
        plannings.push_back(planning_seeds(options, {}));
    }
    return plannings;
}

void append(Plan& whole, Plan part) {
    const auto move = [](auto& from, auto& to) {
        std::move(from.begin(), from.end(), std::back_inserter(to));
    };
    move(part.steps, whole.steps);
    move(part.problems, whole.problems);
    move(part.notices, whole.notices);
}

Plan planned(Sources& sources, Connected& session, const std::vector<Planning>& plannings) {
    examine_changes(sources, session.history, session.major_version());
    Plan whole;
    for (const auto& planning : plannings) {
        append(whole, planning(sources, session.history));
    }
    complete_reverts(whole, session.store);
    describe_edits(whole.problems, sources, session.store);
    return whole;
}

std::string current(const Sources& sources, const History& history) {
    if (history.migrations.empty()) {
        return "nothing is applied";
    }
    return label_of(sources, history.migrations.back()) + " is the current version";
}

/// Without problems, and with bodies.
Plan complete_plan(
    const Options& options, Sources& sources, Connected& session, const PlanRequest& request
) {
    auto plan = planned(sources, session, plannings_of(options, request));
    refuse_problems(plan, current(sources, session.history));
    read_companions(plan.steps);
    read_bodies(plan, session.major_version());
    give_values(plan, options.variables);
    return plan;
}

/// What has to be applied before the first step, as far as the plan has it.
std::vector<Version> expected_versions(const History& history, const Plan& plan) {
    std::vector<Version> versions;
    for (const auto& row : history.migrations) {
        const bool reverted =
            std::any_of(plan.steps.begin(), plan.steps.end(), [&](const Step& step) {
                return step.action == Step::Action::revert && step.version == row.version;
            });
        if (!reverted) {
            versions.push_back(row.version);
        }
    }
    return versions;
}

/// All of it is made before the first piece is passed on: half a script must not be run.
void pass_on(
    const Options& options, const Plan& plan, const History& history, const ScriptSink& sink
) {
    psql::check_steps(plan);
    const psql::Output out(sink, options);
    out.write(psql::title(plan));
    psql::write_prologue(out, expected_versions(history, plan));
    for (const auto& step : plan.steps) {
        psql::write_step(out, step);
    }
    psql::write_epilogue(out);
}

bool is_up(const OfflineRange& range) {
    return range.direction == PlanRequest::Direction::up;
}

/// As if the files up to `from` were applied, in the order of their numbers.
History history_up_to(const Sources& sources, const std::optional<Version>& from) {
    History history;
    for (const auto& migration : sources.migrations) {
        if (from && migration.version <= *from) {
            Applied row;
            row.version = migration.version;
            row.sequence = static_cast<std::int64_t>(history.migrations.size()) + 1;
            row.name = migration.name;
            row.checksum = migration.up.checksum;
            history.migrations.push_back(std::move(row));
        }
    }
    if (from && (history.migrations.empty() || history.migrations.back().version != *from)) {
        Error error(ErrorKind::usage, "there is no migration " + from->digits + " to go on from");
        error.say_advice("see which files there are with: runner verify --offline");
        throw error;
    }
    return history;
}

Target target_of(const OfflineRange& range) {
    if (range.to) {
        return {.kind = Target::Kind::version, .version = *range.to};
    }
    return {.kind = is_up(range) ? Target::Kind::standard : Target::Kind::base, .version = {}};
}

/// A down file that is not there was stored in a database, which nobody asks here.
void refuse_missing_downs(const Plan& plan) {
    for (const auto& step : plan.steps) {
        if (step.from_history) {
            Error error(ErrorKind::history, step.label + " has no down file");
            error.say_state("no script was written");
            error.say_advice("write one, or make the script with a connection");
            throw error;
        }
    }
}

/// The runner's lock is one of the session.
void refuse_without_session(pg::Connection& connection, const Options& options) {
    const auto pooling = pg::find_pooler(connection, options.interrupt).pooling;
    if (pooling == pg::Pooling::direct || pooling == pg::Pooling::session_pooling) {
        return;
    }
    Error error(ErrorKind::usage, "the connection goes through a pooler that keeps no session");
    error.say_state("nothing was done");
    error.say_advice("use a direct URL");
    throw error;
}

/// What may not be applied is not planned either.
Sources files_of(const Options& options, const PlanRequest& request) {
    return request.direction == PlanRequest::Direction::down
               ? discover(options)
               : sources_to_apply(options, Downs::read);
}

/// What up or down would say when it comes to it.
void add_notices(Plan& plan, const History& history, bool atomic) {
    for (const auto& step : plan.steps) {
        const bool up = step.action == Step::Action::apply;
        const auto done =
            std::count_if(history.journal.begin(), history.journal.end(), [&](const auto& entry) {
                return step.has_version() && entry.version == step.version &&
                       (entry.direction == JournalEntry::Direction::up) == up &&
                       entry.outcome == JournalEntry::Outcome::done;
            });
        if (done > 0) {
            plan.notices.push_back(fmt::format(
                "{} stopped half way: the run goes on behind the {} statement{} that {} done",
                step.label,
                done,
                done == 1 ? "" : "s",
                done == 1 ? "is" : "are"
            ));
        }
        if (atomic && !step.script.body->transactional) {
            plan.notices.push_back(
                step.label + " cannot run in a transaction: --atomic will be refused"
            );
        }
    }
}

} // namespace

PlanReview review_plan(const Options& options, Observer& observer, const PlanRequest& request) {
    auto sources = files_of(options, request);
    Connected session(options, observer);
    PlanReview review;
    review.plan = planned(sources, session, plannings_of(options, request));
    review.server = server_facts(session.connection);
    if (!session.history.migrations.empty()) {
        review.current = session.history.migrations.back();
    }
    if (!review.plan.problems.empty()) {
        return review;
    }
    read_companions(review.plan.steps);
    read_bodies(review.plan, session.major_version());
    give_values(review.plan, options.variables);
    add_notices(review.plan, session.history, options.atomic);
    review.plan_hash = plan_hash(review.plan.steps, session.history, options.atomic);
    list_statements(review, session.major_version(), options.atomic);
    const auto refusal = look_up_sizes(session.connection, review.tables, options.search_path);
    if (!refusal.empty()) {
        review.plan.notices.push_back("the sizes of the tables are not known: " + refusal);
    }
    return review;
}

Report carry_out_reviewed(
    const Options& options,
    Observer& observer,
    const PlanRequest& request,
    const std::string& plan_hash
) {
    auto sources =
        request.direction == PlanRequest::Direction::down
            ? discover(options)
            : sources_to_apply(
                  options,
                  request.direction == PlanRequest::Direction::up ? Downs::leave : Downs::read
              );
    return carry_out(
        options, observer, std::move(sources), plannings_of(options, request), plan_hash
    );
}

void write_psql_script(
    const Options& options, Observer& observer, const PlanRequest& request, const ScriptSink& sink
) {
    auto sources = files_of(options, request);
    Connected session(options, observer);
    const auto plan = complete_plan(options, sources, session, request);
    pass_on(options, plan, session.history, sink);
}

void write_psql_script(const Options& options, const OfflineRange& range, const ScriptSink& sink) {
    const auto sources = discover(options);
    const auto history = history_up_to(sources, range.from);
    const auto planning =
        is_up(range) ? planning_up(options, target_of(range)) : planning_down(target_of(range));
    auto plan = planning(sources, history);
    refuse_problems(plan, "no script was written");
    refuse_missing_downs(plan);
    read_companions(plan.steps);
    read_bodies(plan, 0);
    give_values(plan, options.variables);
    pass_on(options, plan, history, sink);
}

Rehearsal rehearse(const Options& options, Observer& observer, const PlanRequest& request) {
    auto sources = files_of(options, request);
    Connected session(options, observer);
    const auto key = lock_key(session.connection.database(), options.history_schema);
    const auto first = ask_primary(
        session.connection,
        {.boolean = pg::AdvisoryLock::try_sql(key),
         .setup = [](auto) { return std::string("null"); }}
    );
    if (first.pooled) {
        refuse_without_session(session.connection, options);
    }
    const pg::AdvisoryLock lock(
        session.connection,
        key,
        options.lock_wait,
        [&](auto so_far, auto holder) { observer.waiting_for_lock(so_far, holder); },
        first.result
    );
    session.history = session.store.load();
    Rehearsal rehearsal;
    rehearsal.plan = complete_plan(options, sources, session, request);
    rehearse_steps(session.connection, options, observer, rehearsal);
    return rehearsal;
}

} // namespace runner
