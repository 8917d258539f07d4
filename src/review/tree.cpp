#include "review/tree.hpp"

#include "discover/text_file.hpp"
#include "parse/checksum.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <fcntl.h>
#include <system_error>
#include <utility>

namespace runner {
namespace {

namespace fs = std::filesystem;

TreeFile tree_file(const fs::path& path, MigrationFileName name, SummedText read) {
    TreeFile file;
    file.path = path;
    file.version = Version::from(name.digits).value_or(Version{});
    file.name = std::move(name);
    file.checksum = read.checksum;
    file.text = std::move(read.text);
    return file;
}

void take_over(std::vector<Complaint>& complaints, const Error& error) {
    const auto more = error.every_complaint();
    complaints.insert(complaints.end(), more.begin(), more.end());
}

} // namespace

Tree folder_tree(const Options& options, std::vector<Complaint>& complaints) {
    std::error_code failed;
    fs::directory_iterator folder(options.migrations, failed);
    if (failed) {
        Error error(
            ErrorKind::usage,
            fmt::format(
                "cannot read the migrations folder {}: {}",
                options.migrations.string(),
                failed.message()
            )
        );
        error.say_advice("name the folder with --dir");
        throw error;
    }
    Tree tree;
    for (const auto& entry : folder) {
        const auto file = entry.path().filename().string();
        const auto path = options.migrations / file;
        if (file.starts_with('.') || !file.ends_with(".sql")) {
            continue;
        }
        auto name = migration_file_name(file);
        if (!name) {
            complaints.push_back(
                {"does not fit: a migration is NNN_name.up.sql or NNN_name.down.sql, with "
                 "NNN_name.verify.sql beside it; a repeatable is R_name.sql",
                 Location{path, {0, 0}, {}}}
            );
            continue;
        }
        try {
            tree.emplace(
                file,
                tree_file(path, std::move(*name), read_text_file(AT_FDCWD, path.c_str(), path))
            );
        } catch (const Error& error) {
            take_over(complaints, error);
        }
    }
    return tree;
}

std::vector<Tree>
commit_trees(const git::Repository& repository, const std::vector<Commit>& commits) {
    std::vector<std::map<std::string, std::string>> listings;
    std::vector<std::string> objects;
    for (const auto& commit : commits) {
        listings.push_back(repository.files(commit.id));
        std::erase_if(listings.back(), [](const auto& entry) {
            return !migration_file_name(entry.first);
        });
        for (const auto& [file, object] : listings.back()) {
            objects.push_back(object);
        }
    }
    std::sort(objects.begin(), objects.end());
    objects.erase(std::unique(objects.begin(), objects.end()), objects.end());
    const auto contents = repository.contents(objects);
    std::vector<Tree> trees;
    for (std::size_t i = 0; i < commits.size(); ++i) {
        auto& tree = trees.emplace_back();
        for (const auto& [file, object] : listings[i]) {
            const fs::path path = commits[i].shown + ":" + file;
            try {
                tree.emplace(
                    file,
                    tree_file(
                        path, *migration_file_name(file), checked_text(contents.at(object), path)
                    )
                );
            } catch (const Error&) {
                // Not a text: whatever is here now is another one.
                tree.emplace(
                    file, tree_file(path, *migration_file_name(file), {Text(), checksum("")})
                );
            }
        }
    }
    return trees;
}

} // namespace runner
