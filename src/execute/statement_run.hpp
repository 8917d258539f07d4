// A script outside of a transaction block, one statement at a time, under the journal.
//
// A statement that would also run inside a transaction commits together with its outcome. For the
// others intent is committed before and the outcome after; what is found between the two at the
// next start is resolved from the catalogs (repair.hpp), or asks for a person.
#pragma once

#include "changes/named_objects.hpp"
#include "changes/seen_objects.hpp"
#include "execute/context.hpp"
#include "execute/file_session.hpp"
#include "execute/repair.hpp"
#include "execute/session.hpp"
#include "parse/statement_subject.hpp"

#include <runner/changes.hpp>
#include <runner/history.hpp>
#include <runner/plan.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

class StatementRun {
public:
    /// All of them outlive the run. `journal`: what the history knows of earlier, unfinished
    /// attempts at this step.
    StatementRun(
        const ExecutionContext& context,
        const Session& session,
        const Step& step,
        const std::vector<JournalEntry>& journal
    );

    /// Returns when the step is committed. Throws Error{statement} when nothing was done,
    /// Error{partial} when it stopped half way.
    void perform();

    /// In the schema, once it is committed.
    [[nodiscard]] const std::vector<Change>& changes() const noexcept { return changes_; }

private:
    /// Indexes that must not be INVALID at the end.
    struct Watched {
        std::size_t number = 0;
        std::string indexes; ///< an oid[]
    };

    void perform_next(const Statement& statement);
    void perform_in_seed(const Statement& statement, const Subject& subject);
    void perform_journalled(const Statement& statement, const Subject& subject);
    void run_for_the_session(const Statement& statement);
    void run_in_rounds(const Statement& statement, const JournalEntry* earlier);
    bool run_together(const Statement& statement);
    void run_alone(const Statement& statement, const Subject& subject);
    void run_seen(const Statement& statement, const Subject& subject);
    void check_result(
        const Statement& statement, const Subject& subject, const std::optional<std::string>& noted
    );
    bool clean_up(
        const Error& error,
        const Statement& statement,
        const Subject& subject,
        const std::optional<std::string>& noted
    );

    bool settle(const JournalEntry& entry, const Statement& statement);
    void check_unedited(const JournalEntry& entry, const Statement& statement) const;
    void check_all_met() const;
    void watch(const Subject& subject);
    void check_indexes();
    void verify();
    void check_lock_before(const Statement& statement);
    // In statement_run_changes.cpp.
    std::optional<SeenObjects> look();
    void look_before();
    void look_after();
    void finish();

    void begin(const Statement& statement, HistoryStore::Intent intent);
    void end(JournalEntry::Outcome outcome);
    /// The server answered with an error, and nothing of the statement is there.
    [[noreturn]] void stop_refused(const Error& error, const Statement& statement);
    [[noreturn]] void stop_undone(const Error& error, const Statement& statement);
    [[noreturn]] void stop_unknown(const Error& error, const Statement& statement, bool seen_later);
    [[nodiscard]] Error stopped(
        const Error& error,
        const Statement& statement,
        std::string_view state,
        std::string_view command
    ) const;

    [[nodiscard]] Error
    stopped_at_the_end(const Error& error, std::string_view state, std::string_view next) const;

    [[nodiscard]] const JournalEntry* earlier() const;
    [[nodiscard]] std::string_view text_of(const Statement& statement) const;

    const ExecutionContext& context_;
    const Step& step_;
    const std::vector<JournalEntry>& journal_;
    const Session& own_session_;
    FileSession session_;
    Evidence evidence_;
    JournalRepair repair_;
    NamedObjects named_;
    std::optional<SeenObjects> before_; // empty: nobody looked
    std::vector<Change> changes_;
    std::size_t number_ = 0;      // of the statement we are at, from 1
    bool something_done_ = false; // of the journalled statements
    bool left_over_ = false;      // a failed statement has left something that is still there
    std::vector<Watched> watched_;
    std::chrono::steady_clock::time_point started_;
};

} // namespace runner
