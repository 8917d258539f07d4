// The history tables: create, load, write. Nothing here opens or ends a transaction but create().
#pragma once

#include "pg/command.hpp"
#include "pg/connection.hpp"
#include "record/adoption.hpp"
#include "record/recording.hpp"

#include <runner/changes.hpp>
#include <runner/history.hpp>
#include <runner/plan.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

class HistoryStore {
public:
    /// `schema` as the user wrote it. `store_limit`: bytes of text kept for each script.
    HistoryStore(pg::Connection& connection, std::string schema, std::size_t store_limit);

    /// Two round trips, then one; read rights only. An empty history where runner has never been.
    /// Throws Error{history} when the layout is newer than this version.
    [[nodiscard]] History load();

    /// load(), and creates the schema or brings its layout up to date when that is needed. Call it
    /// under the lock. Throws Error{usage} when the schema belongs to somebody else or when
    /// somebody else may create in it: they could have put a trigger or a lookalike there.
    [[nodiscard]] History load_or_create();

    /// The texts kept when `version` was applied.
    [[nodiscard]] Stored stored(const Version& version);

    /// Everything that was committed before is on disk when this returns.
    void flush();

    /// Quoted.
    [[nodiscard]] const std::string& schema() const noexcept { return schema_; }

    /// Writes the row of a finished step and its event, in the step's own transaction, which its
    /// duration is counted from; its answer is that duration, in milliseconds. The same text for
    /// every step with this action; recording_values() has its parameters. `guard`: a boolean
    /// expression that fails when they must not be written.
    [[nodiscard]] std::string recording_sql(Step::Action action, const std::string& guard) const;
    [[nodiscard]] pg::Parameters recording_values(const Step& step) const;
    /// The same for a step that is not one transaction; takes its statements out of the journal.
    void record(const Step& step, std::chrono::milliseconds took);
    /// After the rollback, so that it stays. `statement`: the one that failed, or nothing. Never
    /// throws: a failure must not hide the first one.
    void record_failure(const Step& step, const Error& error, std::string statement) noexcept;

    /// A migration and what it changed in the schema.
    struct ChangesOf {
        Version version;
        std::vector<Change> changes;
    };

    /// Adds it to the rows that this run has written. In no transaction, behind `reset`, SQL after
    /// which nothing that a script has left behind counts. Never throws, and waits for no disk: it
    /// is there for people to read.
    void keep_changes(const std::vector<ChangesOf>& migrations, const std::string& reset) noexcept;

    // Rows that change without a file that runs, in history_changes.cpp; all in the caller's
    // transaction. False: the row is not what the caller thinks it is, and nothing changed.

    /// The row of an applied migration as its files have it now: name, checksums, texts,
    /// directives. `before`: the checksum it has. The event keeps the old row.
    [[nodiscard]] bool replace_row(const Step& step, const Checksum& before);
    /// Forgets that it is applied. The event keeps the row.
    [[nodiscard]] bool
    remove_row(const Version& version, const std::string& label, const Checksum& before);
    /// As applied, though its file did not run; false when it has a row.
    [[nodiscard]] bool add_baselined_row(const Step& step);

    /// Rows for what is there without a file of ours having run, in this order, and an event for
    /// each: all of them in one transaction. Call it under the lock; none of the versions may be
    /// there.
    void adopt(const std::vector<Adoption>& adoptions, Origin origin);

    // The journal of a non-transactional migration, in journal.cpp.

    struct Intent {
        std::size_t number = 0; ///< of the statement, from 1
        Checksum checksum = {};
        std::string_view sql = {};
        std::optional<std::string> noted = std::nullopt; ///< what evidence will be compared with
        bool together = false;                           ///< commits together with its outcome
        std::optional<std::int64_t> rounds =
            std::nullopt; ///< of a batch, committed by earlier attempts
        std::int64_t rows = 0;
    };

    /// Committed before the statement is sent.
    void begin_statement(const Step& step, const Intent& intent);
    /// The outcome: committed after the statement, or together with it.
    void end_statement(const Step& step, std::size_t number, JournalEntry::Outcome outcome);
    /// Takes the intent back: the server refused the statement, and nothing of it is there.
    void forget_statement(const Step& step, std::size_t number);
    /// One more round, in its own transaction.
    void add_round(const Step& step, std::size_t number, std::uint64_t rows);
    /// The session that sent the statement is still there.
    [[nodiscard]] bool is_sender_alive(const Step& step, std::size_t number);
    /// What was found out, or done, about a statement that had not ended as it should.
    void record_repair(const Step& step, std::string_view statement, std::string_view words);
    /// What a person found out about a statement in doubt.
    void resolve(const JournalEntry& entry, bool applied);

private:
    /// What the catalogs say of the schema.
    struct Presence {
        bool tables = false;
        bool journal = false;     ///< since layout 2
        bool repeatables = false; ///< since layout 4
        bool schema = false;
        bool ours = false;  ///< the schema's owner is who we are
        std::string owner;  ///< empty without a schema
        std::string others; ///< who else may create in it
    };

    [[nodiscard]] Presence look() const;
    void check_owner() const;
    void create();
    [[nodiscard]] RunFacts facts() const;
    void record_event(const Step& step, const char* kind, const std::optional<std::string>& took);
    void record_found(
        const Step& step, const char* kind, std::string_view statement, std::string_view words
    );

    pg::Connection& connection_;
    Presence presence_;
    int layout_ = 0; // 0: there are no tables yet
    std::string schema_name_;
    std::string schema_; // quoted
    std::size_t store_limit_;
    std::string run_id_;
    std::string host_;
};

} // namespace runner
