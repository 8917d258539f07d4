// A statement with @batch: round after round, each in a transaction of its own together with its
// count, until one changes no row.
#pragma once

#include "execute/context.hpp"
#include "execute/file_session.hpp"
#include "parse/statement_text.hpp"

#include <runner/plan.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace runner {

class BatchRun {
public:
    /// What earlier attempts have committed.
    struct Earlier {
        std::uint64_t rounds = 0;
        std::uint64_t rows = 0;
    };

    /// All of them outlive this. `number` is that of the statement.
    BatchRun(
        const ExecutionContext& context,
        FileSession& session,
        const Step& step,
        const Statement& statement,
        std::size_t number
    );

    /// Writes the journal when there is something to go on behind; a seed has none. Throws what a
    /// round threw, which is rolled back then; those before it are committed.
    void perform(const std::optional<Earlier>& earlier);

    [[nodiscard]] std::uint64_t rounds() const noexcept { return rounds_; }

    /// "1 round, 10 rows"
    [[nodiscard]] std::string so_far() const;

private:
    std::uint64_t run_round_with_retries();
    std::uint64_t run_round();
    std::uint64_t send();
    void pause(std::chrono::milliseconds round_took);
    void wait_for_standbys();
    [[nodiscard]] std::chrono::milliseconds lag_of_standbys(bool before_round);

    /// How far the server had written at a time.
    struct Mark {
        std::int64_t written = 0;
        std::chrono::steady_clock::time_point at;
    };

    const ExecutionContext& context_;
    FileSession& session_;
    const Step& step_;
    const Statement& statement_;
    std::size_t number_;
    StatementText text_;
    bool journalled_ = false;
    bool somebody_waited_ = false; // for a lock of the last round
    std::deque<Mark> marks_;       // of rounds that a standby has not replayed yet
    bool said_lag_ = false;
    bool said_waiting_ = false;
    std::uint64_t rounds_ = 0;
    std::uint64_t rows_ = 0;
};

} // namespace runner
