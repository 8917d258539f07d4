// Seeds, each run twice within one transaction that is rolled back.
#pragma once

#include "execute/session.hpp"
#include "prove/tables.hpp"

#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/plan.hpp>
#include <runner/seeds.hpp>

#include <cstddef>
#include <set>
#include <string>

namespace runner {

class Prover {
public:
    /// In an open transaction. All of them outlive this.
    Prover(pg::Connection& connection, Observer& observer, const Options& options);

    /// Leaves what the first run wrote, for the seeds behind it. Throws what the first run threw.
    [[nodiscard]] SeedProof prove(const Step& step);

    /// What stays behind when the transaction is rolled back.
    [[nodiscard]] std::set<std::string> advanced_sequences() const {
        return tables_.advanced_sequences();
    }

private:
    bool second_run(const Step& step, SeedProof& proof);
    void begin_run(const Step& step);
    void end_run();
    void run(const Step& step, bool marked);
    void make_older(const std::string& table);
    void compare(const Step& step, const std::set<std::string>& tables, SeedProof& proof);
    void tell_written(
        const Step& step,
        const std::string& table,
        const TableDifference& difference,
        SeedProof& proof
    );
    static SeedFinding& add_finding(
        const Step& step,
        std::size_t number,
        const std::string& table,
        const TableDifference& difference,
        SeedProof& proof
    );
    [[nodiscard]] std::size_t writer(const std::string& transaction) const;
    std::size_t remover(const Step& step, const std::string& table, const std::string& row);
    [[nodiscard]] static Location place_of(const Step& step, std::size_t number);
    void undo_second_run();

    pg::Connection& connection_;
    Observer& observer_;
    Session session_;
    Tables tables_;
};

} // namespace runner
