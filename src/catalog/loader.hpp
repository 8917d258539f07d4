// A database -> its catalog: a fixed number of queries in one snapshot and one round trip.
#pragma once

#include "pg/connection.hpp"

#include <runner/catalog.hpp>

#include <string_view>

namespace runner::catalog {

/// Throws Error{statement} when DDL of somebody else keeps getting in between, and as
/// pg::Connection does.
[[nodiscard]] Catalog load(pg::Connection& connection, std::string_view history_schema);

/// The same as the caller's open transaction sees it, what it has not committed included. Settings
/// of ours stay until the transaction's or savepoint's end.
[[nodiscard]] Catalog load_within(pg::Connection& connection, std::string_view history_schema);

} // namespace runner::catalog
