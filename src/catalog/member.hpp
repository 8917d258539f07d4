// What the room knows of one kind of object: how it is read and how it is written. A kind is a file
// in kinds/, and its line in members.cpp.
//
// A query returns a row for each object. Some columns are for everybody: `tableoid` and `oid` (and
// `subid`), which are only used to connect what was read; `schema`, `parent`, `name`, `signature`
// and `position`. Each other column is an attribute of that name, and NULL is the default. So an
// attribute that is read is compared, hashed and shown as well.
#pragma once

#include <runner/catalog.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace runner::catalog {

class Writing;

/// Whom a query is for.
struct Reading {
    int version = 0; ///< 150008

    [[nodiscard]] bool since(int major) const { return version >= major * 10'000; }
};

struct Member {
    Kind kind;
    std::string_view name; ///< "materialized view"
    /// In front of the address in COMMENT ON and ALTER: "MATERIALIZED VIEW".
    std::string_view noun;
    /// The same in GRANT; empty: there are no privileges.
    std::string_view grant_noun;
    /// Folder of its files; empty: it is written with its parent.
    std::string_view folder;
    std::string (*query)(const Reading& reading);
    /// Adds the statements that make it.
    void (*write)(const Object& object, Writing& writing);
    /// Takes apart what the server only tells as one text; null: nothing.
    void (*refine)(Object& object) = nullptr;
};

/// In the order of Kind.
[[nodiscard]] const std::vector<Member>& members();
[[nodiscard]] const Member& member(Kind kind);

} // namespace runner::catalog
