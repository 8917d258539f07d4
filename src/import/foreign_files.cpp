#include "import/foreign_files.hpp"

#include "discover/text_file.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <fcntl.h>

namespace runner::foreign {
namespace {

namespace fs = std::filesystem;

bool has_ending(std::string_view name, const std::vector<std::string_view>& endings) {
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
        return name.size() > ending.size() && name.ends_with(ending);
    });
}

std::vector<fs::path>
list(const fs::path& folder, const std::vector<std::string_view>& endings, Depth depth) {
    std::vector<fs::path> found;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
        const auto name = at->path().filename().string();
        if (name.front() == '.') {
            continue;
        }
        if (at->is_directory()) {
            if (depth == Depth::recursive) {
                const auto inner = list(at->path(), endings, depth);
                found.insert(found.end(), inner.begin(), inner.end());
            }
        } else if (has_ending(name, endings)) {
            found.push_back(at->path());
        }
    }
    if (failed) {
        Error error(
            ErrorKind::usage,
            fmt::format("cannot read the folder {}: {}", folder.string(), failed.message())
        );
        error.say_advice("name the folder of the other tool's files with --from");
        throw error;
    }
    return found;
}

} // namespace

void refuse_file(const fs::path& path, const std::string& message) {
    Error error(ErrorKind::source, message, Location{path, {0, 0}, {}});
    error.say_state("nothing was done");
    error.say_advice("is this the tool's folder? --from DIR names another one");
    throw error;
}

std::string read_file(const fs::path& path) {
    return std::string(read_text_file(AT_FDCWD, path.c_str(), path).text.view());
}

std::vector<ForeignFile>
read_folder(const fs::path& folder, const std::vector<std::string_view>& endings, Depth depth) {
    auto paths = list(folder, endings, depth);
    std::sort(paths.begin(), paths.end(), [](const fs::path& a, const fs::path& b) {
        return a.filename() == b.filename() ? a < b : a.filename() < b.filename();
    });
    std::vector<ForeignFile> files;
    std::vector<Complaint> complaints;
    for (const auto& path : paths) {
        try {
            files.push_back({path, path.filename().string(), read_file(path)});
        } catch (const Error& error) {
            const auto more = error.every_complaint();
            complaints.insert(complaints.end(), more.begin(), more.end());
        }
    }
    if (!complaints.empty()) {
        Error error(ErrorKind::source, std::move(complaints));
        error.say_state("nothing was done");
        error.say_advice("files are UTF-8 here; iconv turns others into it");
        throw error;
    }
    return files;
}

} // namespace runner::foreign
