// What the folders hold, by the names of the files alone: for completions and menus.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace runner {

struct ListedFile {
    std::string digits; ///< as the file writes them: "007"
    std::string name;   ///< "add_users"; of a seed for a table: "shop.prices"
};

/// Each version once, in order. Nothing is opened or checked; a folder that cannot be read holds
/// nothing. What is wrong with the files is Runner::verify_files().
[[nodiscard]] std::vector<ListedFile> list_migrations(const std::filesystem::path& folder);

/// The same for seeds.
[[nodiscard]] std::vector<ListedFile> list_seeds(const std::filesystem::path& folder);

} // namespace runner
