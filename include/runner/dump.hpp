// A catalog as SQL that builds it again.
#pragma once

#include <runner/catalog.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace runner::catalog {

struct DumpStyle {
    bool owners = true;
    bool privileges = true;
    /// Settings are those of the transaction that runs it.
    bool in_transaction = false;
    /// Statements that fill tables and set sequences. What would refuse or watch the rows, or is
    /// made of them, comes behind: foreign keys, triggers, rules, materialized views.
    std::string rows = {};
};

/// A script for an empty database: every name qualified, in the order of the dependencies, the same
/// bytes for equal catalogs. Throws Error{usage} when the dependencies go round in a way that SQL
/// cannot write down.
[[nodiscard]] std::string dump(const Catalog& catalog, const DumpStyle& style);

/// Drops what dump() makes, the last first. What SQL cannot drop by name stays: changed privileges.
[[nodiscard]] std::string removal(const Catalog& catalog);

/// The SQL of one object of `catalog` alone, where it stands alone; of a column, or what is said
/// with its table only, its attributes a line each.
[[nodiscard]] std::string definition(const Catalog& catalog, const Object& object);

struct DumpFile {
    std::filesystem::path path; ///< relative: "public/tables/users.sql"
    std::string text;
};

/// The same, a file for each object that stands alone, with all that is part of it.
[[nodiscard]] std::vector<DumpFile> dump_files(const Catalog& catalog, const DumpStyle& style);

/// The first line of each of these files.
inline constexpr std::string_view dump_mark = "-- runner dump: ";

} // namespace runner::catalog
