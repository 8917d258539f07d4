// The folder of another tool: its files, read once.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace runner::foreign {

struct ForeignFile {
    std::filesystem::path path; ///< as shown to people
    std::string name;           ///< without its folder
    std::string text;           ///< without a byte order mark
};

enum class Depth { flat, recursive };

/// Files with one of the `endings`, sorted by name; hidden ones are left out. Throws Error{usage}
/// when the folder cannot be listed, Error{source} with a complaint for every file that is not
/// text.
[[nodiscard]] std::vector<ForeignFile> read_folder(
    const std::filesystem::path& folder,
    const std::vector<std::string_view>& endings,
    Depth depth = Depth::flat
);

/// It is not what the tool would have there.
[[noreturn]] void refuse_file(const std::filesystem::path& path, const std::string& message);

/// Throws Error{source}.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

} // namespace runner::foreign
