// The tables of a database and how they refer to each other: what an ERD shows of a catalog.
#pragma once

#include <runner/catalog.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace runner::catalog {

struct Diagram {
    struct Column {
        std::string name;
        std::string type;
        bool not_null = false;
        bool primary_key = false;
        bool unique = false;      ///< alone
        bool foreign_key = false; ///< or a part of one
    };

    struct Table {
        std::string schema;
        std::string name;
        std::string comment;
        std::vector<Column> columns;
    };

    /// A foreign key; `from` and `to` are numbers of tables, and may be the same.
    struct Reference {
        std::string name;
        std::size_t from = 0;
        std::size_t to = 0;
        std::vector<std::string> from_columns;
        std::vector<std::string> to_columns;
        bool optional = false; ///< a row may refer to none
        bool unique = false;   ///< at most one row refers to the same

        bool operator==(const Reference&) const = default;
    };

    std::vector<Table> tables;         ///< by schema and name
    std::vector<Reference> references; ///< by `from` and name
};

/// `patterns` are those of a shell, on "users" or "shop.users"; without any it is all tables.
/// Partitions are left out, for their whole. A reference is there when both of its tables are.
/// Throws Error{usage} for a pattern that fits no table.
[[nodiscard]] Diagram diagram(const Catalog& catalog, const std::vector<std::string>& patterns);

} // namespace runner::catalog
