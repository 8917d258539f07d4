// Which object needs which, and what nobody knows: pg_depend against what was read.
#pragma once

#include "pg/result.hpp"

#include <runner/catalog.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace runner::catalog {

/// How the server's catalogs name an object.
struct ObjectAddress {
    std::uint32_t catalog = 0; ///< pg_class, pg_proc …
    std::uint32_t oid = 0;
    std::uint32_t column = 0; ///< 0: the whole of it

    bool operator==(const ObjectAddress&) const = default;
};

/// The address in the three columns from `column` on.
[[nodiscard]] ObjectAddress address_at(const pg::Result& rows, std::size_t row, std::size_t column);

struct AddressHash {
    std::size_t operator()(const ObjectAddress& address) const noexcept {
        const auto wide = (std::uint64_t{address.oid} << 32U) ^
                          (std::uint64_t{address.catalog} << 12U) ^ address.column;
        return static_cast<std::size_t>(wide * 0x9e3779b97f4a7c15U >> 16U);
    }
};

/// What depends on what, and every object that somebody made, whether we know it or not.
extern const char* const dependency_query;

class Dependencies {
public:
    /// `places` says where in the catalog what was read is.
    using Places = std::unordered_map<ObjectAddress, std::size_t, AddressHash>;

    using Addresses = std::unordered_set<ObjectAddress, AddressHash>;

    /// `rows` of dependency_query. `left_out` was read and dropped again.
    Dependencies(const pg::Result& rows, const Places& places, Addresses left_out);

    /// Fills in Object::depends_on.
    void connect(std::vector<Object>& objects) const;

    /// Where the object is, or that which it is an inner part of: the constraint of an index, the
    /// table of a row type.
    [[nodiscard]] std::optional<std::size_t> place_of(const ObjectAddress& address) const;

    [[nodiscard]] bool is_read(const ObjectAddress& address) const {
        return places_.contains(address);
    }

    /// Neither read, nor an inner part of something, nor an extension's, the history's or a
    /// session's.
    [[nodiscard]] std::vector<ObjectAddress> unknown() const;

private:
    struct Edge {
        ObjectAddress from;
        ObjectAddress to;
        char type;
    };

    void note_whole(const ObjectAddress& from, const Edge& edge);
    [[nodiscard]] bool is_of_inner(const ObjectAddress& address) const;
    [[nodiscard]] bool is_left_out(const ObjectAddress& address, int depth) const;

    const Places& places_;
    Addresses left_out_;
    std::vector<Edge> edges_;
    std::unordered_map<ObjectAddress, Edge, AddressHash> whole_of_;
    std::unordered_multimap<ObjectAddress, std::size_t, AddressHash> edges_from_;
};

} // namespace runner::catalog
