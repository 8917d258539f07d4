#include "import/our_folder.hpp"

#include "discover/sources.hpp"
#include "import/conversion.hpp"
#include "import/foreign_files.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <string>
#include <system_error>

namespace runner::foreign {
namespace {

namespace fs = std::filesystem;

/// The files of ours that may be in the way, by name.
std::map<fs::path, const Script*> scripts_by_name(const Sources& sources) {
    std::map<fs::path, const Script*> scripts;
    for (const auto& migration : sources.migrations) {
        scripts[migration.up.path.filename()] = &migration.up;
        if (migration.down) {
            scripts[migration.down->path.filename()] = &*migration.down;
        }
    }
    return scripts;
}

void refuse_taken_versions(const Finished& finished, const Sources& sources) {
    std::map<Version, const Migration*> versions;
    for (const auto& migration : sources.migrations) {
        versions[migration.version] = &migration;
    }
    std::vector<Complaint> complaints;
    for (const auto& file : finished.migrations) {
        const auto taken = versions.find(file.migration.version);
        if (taken != versions.end() && taken->second->label() != file.migration.label()) {
            complaints.push_back(remark(
                fmt::format(
                    "version {} is taken by {}",
                    file.migration.version.digits,
                    taken->second->up.path.string()
                ),
                file.migration.up.path
            ));
        }
    }
    if (!complaints.empty()) {
        Error error(ErrorKind::source, std::move(complaints));
        error.say_state("nothing was done");
        error.say_advice("name an empty folder with --dir");
        throw error;
    }
}

} // namespace

Comparison compare_with_folder(const Finished& finished, const Options& options) {
    const auto sources = fs::is_directory(options.migrations) ? discover(options) : Sources();
    refuse_taken_versions(finished, sources);
    const auto here = scripts_by_name(sources);
    Comparison result;
    for (const auto& file : finished.files) {
        const auto found = here.find(file.path.filename());
        result.is_here.push_back(found != here.end());
        if (found != here.end() && found->second->text.view() != file.text) {
            result.differing.emplace(
                file.version,
                remark(
                    fmt::format("is there with another text than {}", file.source.string()),
                    file.path
                )
            );
        }
    }
    return result;
}

void require_place(
    const Finished& finished, std::string_view tool, const fs::path& folder, const Options& options
) {
    std::error_code failed;
    if (!fs::equivalent(folder, options.migrations, failed) || failed) {
        return;
    }
    for (const auto& file : finished.files) {
        if (file.path.filename() == file.source.filename() && read_file(file.source) == file.text) {
            continue;
        }
        auto moved = folder.lexically_normal();
        moved = moved.has_filename() ? moved : moved.parent_path();
        moved += fmt::format(".{}", tool);
        Error error(
            ErrorKind::usage,
            fmt::format(
                "the files of {} are in {}, which is the folder of runner as well, and {} cannot "
                "stay as it is",
                tool,
                folder.string(),
                file.source.filename().string()
            )
        );
        error.say_state("nothing was done");
        error.say_advice(fmt::format(
            "move them and say where they are: git mv {0} {1} && runner import {2} --from {1}",
            folder.string(),
            moved.string(),
            tool
        ));
        throw error;
    }
}

} // namespace runner::foreign
