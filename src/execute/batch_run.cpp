#include "execute/batch_run.hpp"

#include "execute/checks.hpp"
#include "execute/retry.hpp"
#include "execute/statement.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace runner {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto between_looks = 500ms;

/// "UPDATE 3", "INSERT 0 3"
std::uint64_t rows_of(std::string_view command_tag) {
    const auto number = command_tag.substr(command_tag.rfind(' ') + 1);
    std::uint64_t rows = 0;
    std::from_chars(number.data(), number.data() + number.size(), rows);
    return rows;
}

} // namespace

BatchRun::BatchRun(
    const ExecutionContext& context,
    FileSession& session,
    const Step& step,
    const Statement& statement,
    std::size_t number
)
    : context_(context),
      session_(session),
      step_(step),
      statement_(statement),
      number_(number),
      text_(step.script, statement.span, *statement.directives.batch) {}

void BatchRun::perform(const std::optional<Earlier>& earlier) {
    journalled_ = earlier.has_value();
    if (earlier) {
        rounds_ = earlier->rounds;
        rows_ = earlier->rows;
    }
    if (rounds_ > 0) {
        context_.observer.remark(
            fmt::format("{}, statement {}: goes on behind {}", step_.label, number_, so_far())
        );
    }
    for (;;) {
        wait_for_standbys();
        const auto start = Clock::now();
        const auto changed = run_round_with_retries();
        if (changed == 0) {
            return;
        }
        ++rounds_;
        rows_ += changed;
        Progress progress;
        progress.statement = number_;
        progress.statements = step_.script.body->statements;
        progress.command = statement_.command;
        progress.rows = rows_;
        progress.rounds = rounds_;
        context_.observer.progressed(step_, progress);
        pause(elapsed_since(start));
    }
}

std::string BatchRun::so_far() const {
    return fmt::format(
        "{} round{}, {} row{}", rounds_, rounds_ == 1 ? "" : "s", rows_, rows_ == 1 ? "" : "s"
    );
}

std::uint64_t BatchRun::run_round_with_retries() {
    for (int attempt = 1;; ++attempt) {
        try {
            return run_round();
        } catch (const Error& error) {
            if (!context_.connection.usable() || error.kind() != ErrorKind::statement) {
                throw;
            }
            session_.roll_back();
            if (!is_worth_retrying(error)) {
                throw;
            }
            if (attempt > context_.options.lock_retries) {
                throw given_up(error, attempt, context_.options.lock_timeout);
            }
            const auto pause = backoff(attempt);
            context_.observer.retrying(step_, attempt, pause, error);
            context_.connection.sleep(pause);
        }
    }
}

std::uint64_t BatchRun::run_round() {
    auto& connection = context_.connection;
    connection.execute("BEGIN");
    const auto changed = send();
    if (statement_.directives.max_lag) {
        // Ours are about to go; who waits for them now would have to wait for each round.
        somebody_waited_ =
            connection
                .execute("select exists (select from pg_catalog.pg_stat_activity a where "
                         "a.wait_event_type operator(pg_catalog.=) 'Lock' and "
                         "pg_catalog.pg_backend_pid() operator(pg_catalog.=) any "
                         "(pg_catalog.pg_blocking_pids(a.pid)))")
                .front()
                .boolean(0, 0);
    }
    session_.become_ourselves();
    check_lock(context_);
    if (journalled_ && changed > 0) {
        context_.store.add_round(step_, number_, changed);
    } else if (journalled_) {
        context_.store.end_statement(step_, number_, JournalEntry::Outcome::done);
    }
    session_.return_to_script();
    connection.commit();
    return changed;
}

std::uint64_t BatchRun::send() {
    try {
        return rows_of(context_.connection.run(text_.sql()));
    } catch (Error& error) {
        place_error(error, step_.script, statement_, text_);
        throw;
    }
}

void BatchRun::pause(std::chrono::milliseconds round_took) {
    auto time = statement_.directives.pause.value_or(0ms);
    if (somebody_waited_) {
        time = std::max(time, round_took);
        if (!said_waiting_) {
            said_waiting_ = true;
            context_.observer.remark(fmt::format(
                "{}, statement {}: another session waited for a lock of a round; from now on a "
                "pause follows such a round that is as long as it was",
                step_.label,
                number_
            ));
        }
    }
    if (time > 0ms) {
        context_.connection.sleep(time);
    } else {
        context_.connection.check_interrupt();
    }
}

void BatchRun::wait_for_standbys() {
    const auto most = statement_.directives.max_lag;
    for (bool first = true; most; first = false) {
        const auto lag = lag_of_standbys(first);
        if (lag <= *most) {
            return;
        }
        if (!said_lag_) {
            said_lag_ = true;
            context_.observer.remark(fmt::format(
                "{}, statement {}: waits for a standby that is {} ms behind (@max-lag is {} ms)",
                step_.label,
                number_,
                lag.count(),
                most->count()
            ));
        }
        context_.connection.sleep(between_looks);
    }
}

// replay_lag is as old as the last word of the standby, and does not grow while one does not get
// on: so the age of what it has not replayed counts as well. One that has replayed everything it
// can have does not count: its last word may be of a time when it had not, and be repeated until
// wal_receiver_status_interval (10 s) has passed.
std::chrono::milliseconds BatchRun::lag_of_standbys(bool before_round) {
    std::chrono::milliseconds lag = 0ms;
    // Both are hidden from roles without pg_read_all_stats; the script's may be one.
    session_.keep_books([&] {
        const auto found = context_.connection.execute(
            "select (coalesce(pg_catalog.max(pg_catalog.date_part('epoch', r.replay_lag)) "
            "filter (where r.replay_lsn operator(pg_catalog.<) "
            "pg_catalog.pg_current_wal_flush_lsn()), 0::pg_catalog.float8) "
            "operator(pg_catalog.*) 1000::pg_catalog.float8)::pg_catalog.int8, "
            "pg_catalog.pg_wal_lsn_diff(pg_catalog.min(r.replay_lsn), '0/0')"
            "::pg_catalog.int8, pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), '0/0')"
            "::pg_catalog.int8 from pg_catalog.pg_stat_replication r"
        );
        const auto& row = found.front();
        const auto now = Clock::now();
        lag = std::chrono::milliseconds(row.integer(0, 0));
        if (row.is_null(0, 1)) {
            marks_.clear();
            return;
        }
        if (before_round) {
            marks_.push_back({row.integer(0, 2), now});
        }
        while (!marks_.empty() && marks_.front().written <= row.integer(0, 1)) {
            marks_.pop_front();
        }
        if (!marks_.empty()) {
            lag = std::max(lag, elapsed_since(marks_.front().at));
        }
    });
    return lag;
}

} // namespace runner
