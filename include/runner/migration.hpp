// What the files say. Values only: they copy, compare and print, and nothing in them dangles.
#pragma once

#include <runner/location.hpp>

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// The number in front of a file's name: its digits without leading zeros, compared as a number
/// of any size. `7` and `007` are the same version.
struct Version {
    std::string digits = "0";

    /// Empty when `text` is not all digits.
    [[nodiscard]] static std::optional<Version> from(std::string_view text);

    bool operator==(const Version&) const = default;
    std::strong_ordering operator<=>(const Version& other) const noexcept;
};

/// XXH3-128. Finds edits, not attackers.
struct Checksum {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    /// "xxh3-128:" and 32 hexadecimal digits. The algorithm's name is part of the value, so that
    /// another one can take its place.
    [[nodiscard]] std::string text() const;
    /// Empty when `text` is not written by text().
    [[nodiscard]] static std::optional<Checksum> from(std::string_view text);

    bool operator==(const Checksum&) const = default;
};

/// A stretch of bytes in a text.
struct Span {
    std::size_t offset = 0;
    std::size_t length = 0;

    bool operator==(const Span&) const = default;
};

/// The bytes of a file, read once: those that are hashed are those that run. Copies share them.
class Text {
public:
    Text() = default;
    explicit Text(std::string bytes);
    /// `bytes` are a private, read-only mapping of a file, or its end, for as long as `owner`
    /// lives. Nothing else: release() drops its pages, and what is in no file would be lost.
    Text(std::shared_ptr<const void> owner, std::string_view bytes);

    [[nodiscard]] std::string_view view() const noexcept { return bytes_; }

    /// True when the bytes are a mapping of the file, so that somebody else's write shows in them.
    [[nodiscard]] bool is_mapped() const noexcept { return mapped_; }

    /// False for a file that is only known to be there.
    [[nodiscard]] bool is_read() const noexcept { return owner_ != nullptr; }

    /// Gives the memory of mapped bytes back to the system. They stay readable: the system reads
    /// them again when somebody asks. Nothing happens to bytes that are not mapped.
    void release(Span bytes) const noexcept;

    /// The position of a byte; offsets behind the end mean the end.
    [[nodiscard]] Position position(std::size_t offset) const;
    /// The line around a byte, without its ending, cut to a length that fits a message.
    [[nodiscard]] std::string line(std::size_t offset) const;

private:
    std::shared_ptr<const void> owner_;
    std::string_view bytes_;
    bool mapped_ = false;
};

/// The byte at which character number `characters` (from 0) stands, counted from `from`.
/// PostgreSQL reports error positions in characters; this is the only place that converts them.
[[nodiscard]] std::size_t
byte_of_character(std::string_view text, std::size_t from, std::size_t characters) noexcept;

/// What the comment lines above one statement ask for it alone.
struct StatementDirectives {
    std::vector<std::string> allow;                 ///< names of lint rules
    std::optional<std::uint64_t> batch;             ///< rows in each round
    std::optional<std::chrono::milliseconds> pause; ///< between two rounds
    /// A round does not begin while a standby is further behind.
    std::optional<std::chrono::milliseconds> max_lag;

    bool operator==(const StatementDirectives&) const = default;
};

/// One statement, as PostgreSQL's own lexer would cut it: a span of its script's text.
struct Statement {
    Span span;           ///< from the first token to the last, without the semicolon
    Position position;   ///< of the first token
    std::string command; ///< the command tag: "CREATE INDEX CONCURRENTLY"
    /// The first major version of PostgreSQL that will not run it inside a transaction block;
    /// 0 when none does. Versions before 13 are not told apart.
    unsigned refuses_transaction_since = 0;
    bool controls_transaction = false; ///< BEGIN, COMMIT, ROLLBACK …, but not savepoints
    bool changes_session = false; ///< what it sets outlives the transaction: SET, RESET, LISTEN …
    bool releases_locks = false;  ///< calls pg_advisory_unlock…(), or DISCARD ALL
    std::optional<Span> copy_data; ///< COPY … FROM stdin: its rows, without the closing `\.`
    StatementDirectives directives;

    /// `server` is a major version.
    [[nodiscard]] bool refuses_transaction(unsigned server) const noexcept {
        constexpr unsigned oldest_told_apart = 13;
        return refuses_transaction_since != 0 && (refuses_transaction_since <= oldest_told_apart ||
                                                  server >= refuses_transaction_since);
    }

    bool operator==(const Statement&) const = default;
};

/// One of the things that `@depends` names.
struct Dependency {
    std::string name; ///< as written: "007", "007_add_users", "R_active_users", "active_users"
    std::size_t offset = 0; ///< of the name in the text
    // Which of the files it is, found out when all of them are known.
    std::optional<Version> version = std::nullopt; ///< of a migration
    std::string repeatable = {};                   ///< or the name of a repeatable
    /// The version that is named, when a file stands for it by `@replaces`.
    std::optional<Version> replaced = std::nullopt;

    bool operator==(const Dependency&) const = default;
};

/// A migration whose file is gone, because the one that says `@replaces` builds what it built.
struct Replaced {
    Version version;
    std::string digits; ///< as its file wrote it: "007"
    std::string name;   ///< "add_users"
    Checksum checksum;  ///< of its up file
    Checksum fingerprint;
    /// The label of an older replacement that is replaced itself, and had replaced this one; empty:
    /// the file was there.
    std::string through = {};

    [[nodiscard]] std::string label() const { return digits + "_" + name; }

    bool operator==(const Replaced&) const = default;
};

/// What stands in the comment lines at the top of a file.
struct Header {
    enum class Transaction { automatic, none };

    std::string description;
    std::string author;
    std::string ticket;
    Transaction transaction = Transaction::automatic;
    std::optional<std::string> irreversible; ///< the reason
    std::optional<std::chrono::milliseconds> lock_timeout;
    std::optional<std::chrono::milliseconds> statement_timeout;
    std::vector<std::string> environments; ///< empty: all of them
    bool always = false;
    std::vector<Dependency> depends;
    std::optional<Version> compatible_from; ///< the oldest image that may start once it is applied
    std::vector<std::string> variables;     ///< `@vars`: the names that stand for a value
    std::vector<Replaced> replaces;         ///< a line each
    /// Every directive as it was written, in order, for the history.
    std::vector<std::pair<std::string, std::string>> directives;
};

/// The rows of a COPY … FROM stdin, without the closing `\.`
struct CopyRows {
    Span span;
    std::size_t lines = 0;
};

/// What the splitter learns about a whole script, without keeping its statements.
struct Body {
    Checksum fingerprint;       ///< over the tokens: comments, layout and letter case do not count
    std::size_t statements = 0; ///< that run, without a BEGIN … COMMIT around them all
    bool transactional = true;  ///< false: one statement at a time, outside a transaction block
    /// The file has a BEGIN, and ends with its COMMIT: both are left to us.
    bool wrapped = false;
    /// What stood behind that BEGIN or in a leading SET TRANSACTION: "ISOLATION LEVEL
    /// SERIALIZABLE".
    std::string transaction_modes;
    /// Those of more than a mebibyte, in order: whoever reads the statements again need not search
    /// for their ends.
    std::vector<CopyRows> long_rows;
};

/// What stands for `:name` in a script that has the name in its `@vars`.
struct Variable {
    std::string name;
    std::string value;
};

/// One file. Header and checksum are always there; the body only when the file is going to run or
/// has to be compared, because a start with nothing to do must not pay for splitting.
struct Script {
    std::filesystem::path path; ///< as shown to people
    Text text;                  ///< without a byte order mark
    Header header;
    Checksum checksum;
    std::optional<Body> body;
    /// One for each of Header::variables once the script is going to run. They are neither shown
    /// nor kept: checksums and history are of the text with the names.
    std::vector<Variable> variables;

    [[nodiscard]] Location locate(std::size_t offset) const;
};

/// A pair of files; a fifth of the pairs in the wild have no down file.
struct Migration {
    Version version;
    std::string digits; ///< the number as the file writes it: "007"
    std::string name;   ///< the rest: "add_users"
    Script up;
    std::optional<Script> down;   ///< its text may not be read yet, when only up files are needed
    std::optional<Script> verify; ///< likewise
    /// Its file is gone: another one says `@replaces`, and the database has run this one. The
    /// script has its checksums and no text.
    bool replaced = false;

    /// "007_add_users"
    [[nodiscard]] std::string label() const { return digits + "_" + name; }
};

/// `NNN_name.sql`, or `NNN_[schema.]table.csv`.
struct Seed {
    enum class Format { sql, csv };

    Version version;
    std::string name; ///< the file's name without its ending: "002_countries"
    Format format = Format::sql;
    std::string table_schema; ///< csv only; empty: found through the search path
    std::string table;        ///< csv only
    Script script;
};

/// `R_name.sql`: run behind the migrations whenever it is new or has changed.
struct Repeatable {
    std::string name; ///< the file's name without its ending: "R_active_users"
    Script script;
};

/// A down file or a verify script whose up file is not there.
struct Orphan {
    Version version;
    std::filesystem::path path;
};

/// Everything in the two folders, sorted by version.
struct Sources {
    std::vector<Migration> migrations;
    /// Those of them that say `@replaces`. Which migrations there are depends on what a database
    /// has run; see plan/replacements.hpp.
    std::vector<Migration> replacements;
    std::vector<Repeatable> repeatables; ///< by name
    std::vector<Seed> seeds;
    std::vector<Orphan> orphans;
};

} // namespace runner
