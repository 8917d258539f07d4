// What a step changed in the schema, as the catalogs showed it before and after its statements.
#pragma once

#include <string>
#include <vector>

namespace runner {

/// One object. What is looked at: tables (with columns and indexes), views, materialized views,
/// foreign tables, sequences, types and routines that the file names; and the tables that a DO
/// block, a CALL or a query made or changed under a name that the file does not hold.
struct Change {
    enum class Kind { created, dropped, changed };

    Kind kind = Kind::changed;
    std::string object; ///< "table", "view", "function"
    std::string name;   ///< with its schema, and quotes where SQL needs them: public."Users"
    /// Of a table: "+ column email text", "- index users_email_key", "~ column id: type bigint".
    /// Of anything: "renamed from public.people".
    std::vector<std::string> details = {};

    bool operator==(const Change&) const = default;
};

} // namespace runner
