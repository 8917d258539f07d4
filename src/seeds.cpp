#include "discover/sources.hpp"
#include "pg/transaction.hpp"
#include "plan/planner.hpp"
#include "prepare/completion.hpp"
#include "prepare/variables.hpp"
#include "prove/prover.hpp"
#include "work/connected.hpp"

#include <runner/seeds.hpp>

#include <spdlog/fmt/fmt.h>

#include <utility>

namespace runner {
namespace {

Plan plan_all(const Options& options, const SeedRequest& request, Connected& session) {
    auto sources = discover(options);
    auto every = request;
    every.force = true;
    auto plan = plan_seeds(
        sources,
        session.history,
        every,
        {.late = options.late, .ahead = options.ahead, .environment = options.environment}
    );
    read_bodies(plan, session.major_version());
    give_values(plan, options.variables);
    return plan;
}

/// Times of the clock are known by their microseconds: at a full second, once in a million
/// transactions, every other full second would pass for it.
bool has_microseconds(pg::Connection& connection) {
    return connection
        .execute("select (pg_catalog.date_part('microseconds', pg_catalog.now())::pg_catalog.int8 "
                 "operator(pg_catalog.%) 1000000) operator(pg_catalog.<>) 0")
        .front()
        .boolean(0, 0);
}

std::vector<SeedProof>
prove_all(Connected& session, const Options& options, const Plan& plan, Observer& observer) {
    auto& connection = session.connection;
    for (;;) {
        const pg::Transaction transaction(
            connection, "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE, NOT DEFERRABLE"
        );
        if (!has_microseconds(connection)) {
            continue;
        }
        Prover prover(connection, observer, options);
        std::vector<SeedProof> proofs;
        for (const auto& step : plan.steps) {
            connection.on_notice([&](const ServerMessage& message) {
                observer.notice(step, message);
            });
            proofs.push_back(prover.prove(step));
        }
        connection.on_notice({});
        if (const auto sequences = prover.advanced_sequences(); !sequences.empty()) {
            observer.remark(fmt::format(
                "a rollback does not take back that sequences have advanced: {}",
                fmt::join(sequences, ", ")
            ));
        }
        return proofs;
    }
}

} // namespace

std::string SeedFinding::message() const {
    if (table.empty()) {
        return "a second run fails: " + failure.message;
    }
    return fmt::format(
        "a second run changes {}: {} row{} before it, {} after it",
        table,
        rows_before,
        rows_before == 1 ? "" : "s",
        rows_after
    );
}

std::vector<SeedProof>
prove_seeds(const Options& options, Observer& observer, const SeedRequest& request) {
    Connected session(options, observer);
    const auto plan = plan_all(options, request, session);
    try {
        return prove_all(session, options, plan, observer);
    } catch (Error& error) {
        session.connection.on_notice({});
        error.say_state("nothing was kept: a proof is rolled back");
        error.say_advice("mend the seed and run: runner seed --prove");
        throw;
    }
}

void require_proved(const std::vector<SeedProof>& proofs) {
    std::vector<Complaint> complaints;
    for (const auto& proof : proofs) {
        for (const auto& finding : proof.findings) {
            auto message = finding.message();
            for (const auto& row : finding.before) {
                message += "\n- " + row;
            }
            for (const auto& row : finding.after) {
                message += "\n+ " + row;
            }
            complaints.push_back({std::move(message), finding.location});
        }
    }
    if (complaints.empty()) {
        return;
    }
    Error error(ErrorKind::finding, std::move(complaints));
    error.say_state("nothing was kept: a proof is rolled back");
    error.say_advice("write a seed so that it can run again: INSERT … ON CONFLICT, without now()");
    throw error;
}

} // namespace runner
