// "007_add_users.up.sql" <-> number, name, kind.
#pragma once

#include <runner/migration.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace runner {

/// A name in the migrations folder.
struct MigrationFileName {
    enum class Kind { up, down, verify, repeatable };

    Kind kind = Kind::up;
    std::string digits; ///< as written: "007"; empty for a repeatable
    std::string name;   ///< "add_users"
};

/// A name in the seeds folder.
struct SeedFileName {
    Seed::Format format = Seed::Format::sql;
    std::string digits;
    std::string stem; ///< "003_shop.prices"
    std::string table_schema;
    std::string table;
};

/// Empty when the name does not fit.
[[nodiscard]] std::optional<MigrationFileName> migration_file_name(std::string_view file);
[[nodiscard]] std::optional<SeedFileName> seed_file_name(std::string_view file);

/// Any words as the name of a migration: "Add Users!" -> "add_users". Empty when nothing is left.
[[nodiscard]] std::string name_from_words(std::string_view words);

} // namespace runner
