// A look at the catalogs for what a script names: through their indexes by name, so that the size
// of the database does not matter, and as one command that is the same for every script. It needs
// no rights, takes no lock that anybody waits for, and depends on nothing that a script can set.
//
// What to look for is in settings of the transaction and not in parameters: a command without
// parameters is planned once, and the plan costs ten times what running it does.
#pragma once

#include "changes/named_objects.hpp"
#include "changes/seen_objects.hpp"
#include "pg/command.hpp"
#include "pg/connection.hpp"
#include "pg/result.hpp"

#include <string>

namespace runner {

enum class Extent {
    all,     ///< of what is named
    changed, ///< only the columns that this transaction has written
    locked,  ///< the same, and the tables that it holds strong locks on
};

/// Sets what the looks behind it find, until the transaction ends. The same text for every script;
/// look_values() has its parameters. No sequential scans until end_look_sql: the plan for a new
/// database, whose catalogs are small, is kept while they grow.
[[nodiscard]] const std::string& look_settings_sql();
[[nodiscard]] pg::Parameters look_values(const NamedObjects& named, Extent extent);

inline constexpr const char* end_look_sql = "SET LOCAL enable_seqscan TO DEFAULT";

/// Tables, views, sequences, indexes.
[[nodiscard]] const std::string& look_at_relations_sql();
/// Types and routines.
[[nodiscard]] const std::string& look_at_others_sql();

/// Adds what either of them has found.
void add_seen(SeenObjects& seen, const pg::Result& found);

/// All that is named, in a transaction of its own and one round trip.
[[nodiscard]] SeenObjects look_now(pg::Connection& connection, const NamedObjects& named);

} // namespace runner
