// What a statement that runs outside a transaction works on: what tells from outside whether it
// took effect, and the names to look for.
#pragma once

#include <runner/migration.hpp>

#include <string>
#include <string_view>

namespace runner {

struct Subject {
    enum class Kind {
        other,           ///< nothing outside tells whether it ran
        session,         ///< its effect ends with the session
        one_transaction, ///< runs in a transaction block as well, all or nothing
        repeatable,      ///< to run it again does no harm
        create_index,    ///< CONCURRENTLY, as the next four
        drop_index,
        reindex,
        detach_partition,
        add_enum_value,
        create_database,
        drop_database,
        move_database, ///< to another tablespace
        create_tablespace,
        drop_tablespace,
        create_subscription,
        drop_subscription,
    };
    /// Of a REINDEX.
    enum class Scope { index, table, schema, database };

    Kind kind = Kind::other;
    Scope scope = Scope::index;
    /// As the statement writes it, without layout: `sales."Order"`. Empty: an index whose name the
    /// server chooses, or the database we are connected to.
    std::string name = {};
    /// create_index: the table; detach_partition: the parent; add_enum_value: the literal;
    /// move_database: the tablespace.
    std::string other = {};
    bool if_exists = false; ///< IF EXISTS, or IF NOT EXISTS
    bool unique = false;    ///< create_index

    /// The server works in several transactions, so that a failure may leave a part behind; and
    /// waits for others in a way that lock_timeout must not end.
    [[nodiscard]] bool is_concurrent() const noexcept {
        return kind == Kind::create_index || kind == Kind::drop_index || kind == Kind::reindex ||
               kind == Kind::detach_partition;
    }

    bool operator==(const Subject&) const = default;
};

/// `sql` is the statement's text. A name that cannot be read, U&"…", makes it Kind::other.
[[nodiscard]] Subject read_subject(const Statement& statement, std::string_view sql);

/// The same of a text that nobody has split: the first statement in it.
[[nodiscard]] Subject read_subject(const std::string& sql);

} // namespace runner
