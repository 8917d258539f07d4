#include "catalog/dependencies.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace runner::catalog {
namespace {

// Object identifiers of the server's own catalogs never change.
constexpr std::uint32_t pg_amop = 2602;
constexpr std::uint32_t pg_amproc = 2603;
constexpr std::uint32_t pg_attrdef = 2604;
constexpr std::uint32_t pg_constraint = 2606;
constexpr std::uint32_t pg_namespace = 2615;
constexpr std::uint32_t pg_publication = 6104;
constexpr std::uint32_t pg_publication_rel = 6106;
constexpr std::uint32_t pg_publication_namespace = 6237;

/// 'e' extension, 'i' internal, 'P' and 'S' of partitions, 'a' automatic, 'n' normal.
/// NOT NULL, the constraints behind constraint triggers, and what is in an operator family only say
/// so automatically.
bool is_inner(char type, const ObjectAddress& from, const ObjectAddress& to) {
    if (from.catalog == pg_publication_rel || from.catalog == pg_publication_namespace) {
        return to.catalog == pg_publication;
    }
    const bool automatic = from.catalog == pg_attrdef || from.catalog == pg_constraint ||
                           from.catalog == pg_amop || from.catalog == pg_amproc;
    return type == 'i' || type == 'P' || type == 'S' || (type == 'a' && automatic);
}

ObjectAddress whole(ObjectAddress address) {
    address.column = 0;
    return address;
}

constexpr int deepest_nesting = 8;

} // namespace

// From the first identifier that is not initdb's on. What may be there without depending on
// anything is listed by itself.
const char* const dependency_query = R"sql(
select classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype
from pg_depend
where objid >= 16384 and deptype in ('n', 'a', 'i', 'e', 'P', 'S')
  and (refobjid >= 16384 or refclassid = 'pg_namespace'::regclass)
union all
select tableoid, oid, 0, 0, 0, 0, '-' from (
    select tableoid, oid from pg_default_acl
    union all select tableoid, oid from pg_publication
    union all select tableoid, oid from pg_foreign_data_wrapper
    union all select tableoid, oid from pg_cast
    union all select tableoid, oid from pg_am
    union all select tableoid, oid from pg_language
    union all select tableoid, oid from pg_transform
    union all select tableoid, oid from pg_subscription
        where subdbid = (select oid from pg_database where datname = current_database())
) alone
where oid >= 16384)sql";

ObjectAddress address_at(const pg::Result& rows, std::size_t row, std::size_t column) {
    const auto number = [&](std::size_t at) {
        return static_cast<std::uint32_t>(rows.integer(row, at));
    };
    return {number(column), number(column + 1), number(column + 2)};
}

Dependencies::Dependencies(const pg::Result& rows, const Places& places, Addresses left_out)
    : places_(places), left_out_(std::move(left_out)) {
    edges_.reserve(rows.rows());
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const Edge edge{
            address_at(rows, row, 0), address_at(rows, row, 3), rows.value(row, 6).front()};
        const auto from = whole(edge.from);
        edges_from_.emplace(from, edges_.size());
        if (is_inner(edge.type, from, edge.to) && !places.contains(from)) {
            note_whole(from, edge);
        }
        edges_.push_back(edge);
    }
}

void Dependencies::note_whole(const ObjectAddress& from, const Edge& edge) {
    // The parent's constraint is more of a whole than the table of its copy.
    constexpr std::string_view weakest_first = "aSPi";
    const auto [known, added] = whole_of_.emplace(from, edge);
    if (!added && weakest_first.find(known->second.type) < weakest_first.find(edge.type)) {
        known->second = edge;
    }
}

std::optional<std::size_t> Dependencies::place_of(const ObjectAddress& address) const {
    auto next = address;
    for (int depth = 0; depth < deepest_nesting; ++depth) {
        for (const auto& candidate : {next, whole(next)}) {
            if (const auto found = places_.find(candidate); found != places_.end()) {
                return found->second;
            }
        }
        const auto outer = whole_of_.find(whole(next));
        if (outer == whole_of_.end()) {
            return std::nullopt;
        }
        next = outer->second.to;
    }
    return std::nullopt;
}

void Dependencies::connect(std::vector<Object>& objects) const {
    for (const auto& edge : edges_) {
        if (edge.type == 'e' || edge.type == '-') {
            continue;
        }
        const auto from = place_of(edge.from);
        const auto to = place_of(edge.to);
        if (from && to && *from != *to) {
            objects[*from].depends_on.push_back(*to);
        }
    }
    for (auto& object : objects) {
        auto& needed = object.depends_on;
        std::sort(needed.begin(), needed.end());
        needed.erase(std::unique(needed.begin(), needed.end()), needed.end());
        needed.shrink_to_fit();
    }
}

bool Dependencies::is_left_out(const ObjectAddress& address, int depth) const {
    if (left_out_.contains(whole(address))) {
        return true;
    }
    if (depth > deepest_nesting) {
        return false;
    }
    const auto [begin, end] = edges_from_.equal_range(whole(address));
    return std::any_of(begin, end, [&](const auto& entry) {
        const auto& edge = edges_[entry.second];
        if (edge.type == 'e') {
            return true;
        }
        if (edge.to.catalog == pg_namespace) {
            return !places_.contains(edge.to);
        }
        return edge.type != 'n' && edge.type != '-' && is_left_out(edge.to, depth + 1);
    });
}

/// The index of a table's TOAST.
bool Dependencies::is_of_inner(const ObjectAddress& address) const {
    const auto [begin, end] = edges_from_.equal_range(address);
    return std::any_of(begin, end, [&](const auto& entry) {
        const auto& edge = edges_[entry.second];
        return edge.type == 'a' && whole_of_.contains(whole(edge.to));
    });
}

std::vector<ObjectAddress> Dependencies::unknown() const {
    std::vector<ObjectAddress> result;
    std::unordered_set<ObjectAddress, AddressHash> seen;
    for (const auto& edge : edges_) {
        const auto from = whole(edge.from);
        if (!seen.insert(from).second || place_of(from) || is_left_out(from, 0) ||
            is_of_inner(from)) {
            continue;
        }
        result.push_back(from);
    }
    return result;
}

} // namespace runner::catalog
