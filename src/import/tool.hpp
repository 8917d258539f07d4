// The tools we know. Each has a file of its own here; adding one is that file and a line in
// tools.cpp.
#pragma once

#include "import/conversion.hpp"
#include "import/foreign_table.hpp"

#include <filesystem>
#include <string_view>
#include <vector>

namespace runner::foreign {

/// Stands for the folder of our own migrations, where the names are the same.
inline constexpr std::string_view our_folder;

struct Tool {
    std::string_view name;
    /// Where its files usually are; the first that is there is taken.
    std::vector<std::string_view> folders;
    std::string_view table; ///< the usual name of its history
    /// And its schema; empty: whatever the search path finds.
    std::string_view schema = {};
    /// Columns that show that a table is this tool's: others use the same name.
    std::vector<std::string_view> columns;
    Conversion (*convert)(const std::filesystem::path& folder);
    /// Throws Error{history} when the tool has stopped half way.
    ForeignHistory (*history)(ForeignTable& table, const Conversion& files);
};

[[nodiscard]] const std::vector<Tool>& tools();

[[nodiscard]] Tool alembic();
[[nodiscard]] Tool dbmate();
[[nodiscard]] Tool flyway();
[[nodiscard]] Tool golang_migrate();
[[nodiscard]] Tool goose();
[[nodiscard]] Tool node_pg_migrate();
[[nodiscard]] Tool rails();
[[nodiscard]] Tool refinery();
[[nodiscard]] Tool sqitch();
[[nodiscard]] Tool sqlx();
[[nodiscard]] Tool tern();

/// In a file of its own.
[[nodiscard]] ForeignHistory flyway_history(ForeignTable& table, const Conversion& files);

} // namespace runner::foreign
