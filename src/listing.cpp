#include "discover/file_name.hpp"

#include <runner/listing.hpp>

#include <algorithm>
#include <optional>
#include <string_view>
#include <system_error>

namespace runner {
namespace {

template <typename Read>
std::vector<ListedFile> list(const std::filesystem::path& folder, const Read& read) {
    std::vector<ListedFile> files;
    std::error_code failed;
    auto entry = std::filesystem::directory_iterator(folder, failed);
    // increment() leaves the end behind when it fails.
    for (; !failed && entry != std::filesystem::directory_iterator(); entry.increment(failed)) {
        if (auto file = read(entry->path().filename().string())) {
            files.push_back(std::move(*file));
        }
    }
    const auto version = [](const ListedFile& file) { return *Version::from(file.digits); };
    std::sort(files.begin(), files.end(), [&](const ListedFile& a, const ListedFile& b) {
        return version(a) < version(b);
    });
    const auto same =
        std::unique(files.begin(), files.end(), [&](const ListedFile& a, const ListedFile& b) {
            return version(a) == version(b);
        });
    files.erase(same, files.end());
    return files;
}

} // namespace

std::vector<ListedFile> list_migrations(const std::filesystem::path& folder) {
    return list(folder, [](const std::string& file) -> std::optional<ListedFile> {
        const auto name = migration_file_name(file);
        if (!name || name->kind != MigrationFileName::Kind::up) {
            return std::nullopt;
        }
        return ListedFile{name->digits, name->name};
    });
}

std::vector<ListedFile> list_seeds(const std::filesystem::path& folder) {
    return list(folder, [](const std::string& file) -> std::optional<ListedFile> {
        const auto name = seed_file_name(file);
        if (!name) {
            return std::nullopt;
        }
        // "003_shop.prices" behind its number
        return ListedFile{name->digits, name->stem.substr(name->digits.size() + 1)};
    });
}

} // namespace runner
