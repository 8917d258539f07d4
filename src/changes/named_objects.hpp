// What a script may change in the schema, by its text alone: the names to look for in the catalogs.
#pragma once

#include <runner/migration.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace runner {

/// Names are as the catalogs have them: folded, without quotes, the schema apart.
struct NamedObjects {
    /// A schema dump has thousands; what is behind these is not looked at.
    static constexpr std::size_t most = 1000;

    std::set<std::string> names;
    /// Those that stand in front of a name, and in a search_path that the script sets.
    std::set<std::string> schemas;
    bool relations = false; ///< some may be tables, indexes, views or sequences
    bool others = false;    ///< some may be types or routines
    /// Some may have been there before the script. False: it makes all of them.
    bool older = false;
    /// DO, CALL and queries: what they change in tables only the locks tell.
    bool hidden = false;

    bool sets_search_path = false;

    [[nodiscard]] bool is_empty() const noexcept { return !relations && !others && !hidden; }

    bool operator==(const NamedObjects&) const = default;
};

/// Of a long script its first mebibyte: dumps of data are longer, and their tables come first.
[[nodiscard]] NamedObjects named_objects(const Script& script);

} // namespace runner
