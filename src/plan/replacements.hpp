// Files that stand for others (`@replaces`), as one database sees them.
#pragma once

#include <runner/history.hpp>
#include <runner/migration.hpp>

namespace runner {

/// Makes of `sources` what this database has to be compared with. Where it has run one of the
/// replaced migrations, they are there in place of the file that replaces them, without a text
/// (Migration::replaced); everywhere else it is that file alone. Call it again when the history has
/// changed.
void settle_replacements(Sources& sources, const History& history);

/// The file that replaces a migration with Migration::replaced.
[[nodiscard]] const Migration& replacement_of(const Sources& sources, const Migration& replaced);

} // namespace runner
