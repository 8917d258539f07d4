#include "discover/folder.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <utility>

namespace runner {
namespace {

namespace fs = std::filesystem;

bool ends_with_ignoring_case(std::string_view text, std::string_view suffix) {
    return text.size() >= suffix.size() &&
           std::equal(suffix.rbegin(), suffix.rend(), text.rbegin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
           });
}

bool is_link(int folder, const dirent& entry) {
    if (entry.d_type != DT_UNKNOWN) {
        return entry.d_type == DT_LNK;
    }

    struct stat facts {};

    return fstatat(folder, entry.d_name, &facts, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISLNK(facts.st_mode);
}

} // namespace

void complain(Complaints& complaints, const fs::path& file, const std::string& message) {
    complaints.push_back({message, Location{file, {0, 0}, {}}});
}

void complain(
    Complaints& complaints, const Script& script, std::size_t offset, const std::string& message
) {
    complaints.push_back({message, script.locate(offset)});
}

void complain_about_clash(
    Complaints& complaints,
    const Version& version,
    const fs::path& first,
    const fs::path& second,
    std::string_view way_out
) {
    complain(
        complaints,
        second,
        fmt::format("version {} is taken by {}; {}", version.digits, first.string(), way_out)
    );
}

void take_over(Complaints& complaints, const Error& error) {
    const auto more = error.every_complaint();
    complaints.insert(complaints.end(), more.begin(), more.end());
}

OpenFolder::OpenFolder(const fs::path& path) : path_(path), stream_(opendir(path.c_str())) {}

OpenFolder::~OpenFolder() {
    if (stream_ != nullptr) {
        closedir(stream_);
    }
}

int OpenFolder::descriptor() const noexcept {
    return dirfd(stream_);
}

std::vector<Entry> OpenFolder::entries(std::initializer_list<std::string_view> endings) {
    std::vector<Entry> found;
    while (const auto* entry = readdir(stream_)) {
        const std::string_view name = entry->d_name;
        const bool ours = std::any_of(endings.begin(), endings.end(), [&](auto ending) {
            return ends_with_ignoring_case(name, ending);
        });
        if (ours && name.front() != '.') {
            found.push_back(
                {std::string(name),
                 is_link(descriptor(), *entry),
                 entry->d_type == DT_REG ? EntryType::regular : EntryType::unknown}
            );
        }
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return a.name < b.name;
    });
    return found;
}

bool OpenFolder::leads_outside(const Entry& entry) const {
    if (!entry.link) {
        return false;
    }
    std::error_code failed;
    const auto root = fs::canonical(path_, failed);
    const auto target = fs::canonical(path_ / entry.name, failed);
    if (failed) {
        return false; // opening it tells what is wrong
    }
    const auto mismatch = std::mismatch(root.begin(), root.end(), target.begin(), target.end());
    return mismatch.first != root.end();
}

std::optional<Script> OpenFolder::read(
    const Entry& entry, const std::optional<ScriptKind>& kind, Complaints& complaints
) const {
    const auto shown = path_ / entry.name;
    try {
        auto file = read_text_file(descriptor(), entry.name.c_str(), shown, entry.type);
        if (kind) {
            return read_script(shown, std::move(file), *kind);
        }
        Script script;
        script.path = shown;
        script.text = std::move(file.text);
        script.checksum = file.checksum;
        return script;
    } catch (const Error& error) {
        take_over(complaints, error);
        return std::nullopt;
    }
}

} // namespace runner
