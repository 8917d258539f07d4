// The walk of `import`: convert -> compare with what is here -> read their history -> lock -> write
// files -> write ours. What is particular to a tool is in import/.
#include "discover/file_writer.hpp"
#include "import/finishing.hpp"
#include "import/foreign_table.hpp"
#include "import/our_folder.hpp"
#include "import/tool.hpp"
#include "pg/advisory_lock.hpp"
#include "record/adoption.hpp"
#include "work/connected.hpp"
#include "work/lock_keys.hpp"

#include <runner/import.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <system_error>
#include <utility>

namespace runner {
namespace {

namespace fs = std::filesystem;
using foreign::Finished;
using foreign::FinishedMigration;
using foreign::ForeignHistory;
using foreign::Tool;

[[noreturn]] void refuse(ErrorKind kind, const std::string& message, const std::string& advice) {
    Error error(kind, message);
    error.say_state("nothing was done");
    error.say_advice(advice);
    throw error;
}

const Tool& find_tool(const std::string& name) {
    const auto& all = foreign::tools();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Tool& tool) { return tool.name == name; });
    if (found == all.end()) {
        std::string known;
        for (const auto& tool : all) {
            known += (known.empty() ? "" : ", ") + std::string(tool.name);
        }
        refuse(ErrorKind::usage, "there is no import from " + name, "one of: " + known);
    }
    return *found;
}

fs::path folder_of(const Tool& tool, const Options& options, const ImportRequest& request) {
    if (request.from) {
        return *request.from;
    }
    for (const auto name : tool.folders) {
        auto folder = name == foreign::our_folder ? options.migrations : fs::path(name);
        if (fs::is_directory(folder)) {
            return folder;
        }
    }
    refuse(
        ErrorKind::usage,
        fmt::format("there is no folder where {} usually has its files", tool.name),
        "name it with --from DIR"
    );
}

/// One import, step by step.
class Import {
public:
    Import(const Options& options, const ImportRequest& request)
        : options_(options), request_(request), tool_(find_tool(request.tool)) {}

    void convert() {
        const auto folder = folder_of(tool_, options_, request_);
        conversion_ = tool_.convert(folder);
        if (conversion_.migrations.empty()) {
            refuse(
                ErrorKind::usage,
                fmt::format("{} holds no migration of {}", folder.string(), tool_.name),
                "name the right folder with --from DIR"
            );
        }
        finished_ = foreign::finish(conversion_, options_.migrations);
        result_.remarks = finished_.remarks;
        foreign::require_place(finished_, tool_.name, folder, options_);
        const auto comparison = foreign::compare_with_folder(finished_, options_);
        differing_ = comparison.differing;
        for (std::size_t at = 0; at < finished_.files.size(); ++at) {
            const auto& file = finished_.files[at];
            result_.files.push_back({file.path, file.source, !comparison.is_here[at]});
        }
    }

    /// What the other tool has applied.
    void read_history(Connected& session) {
        foreign::ForeignTable table(
            session.connection,
            {request_.table.empty() ? std::string(tool_.table) : request_.table,
             request_.table_schema.empty() ? std::string(tool_.schema) : request_.table_schema},
            tool_.name,
            tool_.columns
        );
        applied_ = tool_.history(table, conversion_);
        words_ = fmt::format("{}, {}", tool_.name, table.shown());
        result_.remarks.insert(
            result_.remarks.end(), applied_.remarks.begin(), applied_.remarks.end()
        );
    }

    /// May be called again: the last history counts.
    void plan_rows(const History& history) {
        result_.migrations.clear();
        adoptions_.clear();
        std::map<Version, bool> known;
        for (const auto& row : history.migrations) {
            known[row.version] = true;
        }
        for (const auto& row : applied_.applied) {
            if (const auto* file = find(row.key)) {
                const auto& migration = file->migration;
                const bool is_new = !known.contains(migration.version);
                if (is_new) {
                    adoptions_.push_back(
                        {migration, row.applied_at, row.applied_by, row.duration, words_}
                    );
                }
                known[migration.version] = true;
                result_.migrations.push_back(
                    {migration.version,
                     migration.label(),
                     row.applied_at,
                     row.applied_by,
                     row.duration,
                     is_new}
                );
            }
        }
        result_.pending.clear();
        for (const auto& file : finished_.migrations) {
            if (!known.contains(file.migration.version)) {
                result_.pending.push_back(file.migration.label());
            }
        }
        refuse_differing(history);
    }

    void tell_rows_without_file() {
        for (const auto& row : applied_.applied) {
            if (find(row.key) == nullptr) {
                result_.remarks.push_back(
                    {fmt::format(
                         "{} is applied there, but has no file here: the history gets no row of it",
                         row.key
                     ),
                     std::nullopt}
                );
            }
        }
    }

    void refuse_differing(const History& history) const {
        std::vector<Complaint> complaints;
        for (const auto& [version, complaint] : differing_) {
            const bool known = std::any_of(
                history.migrations.begin(),
                history.migrations.end(),
                [&wanted = version](const Applied& row) { return row.version == wanted; }
            );
            if (!known) {
                complaints.push_back(complaint);
            }
        }
        if (!complaints.empty()) {
            Error error(ErrorKind::source, std::move(complaints));
            error.say_state("nothing was done");
            error.say_advice("move these files out of the way, or name another folder with --dir");
            throw error;
        }
    }

    void write_files() const {
        std::error_code failed;
        fs::create_directories(options_.migrations, failed);
        if (failed) {
            refuse(
                ErrorKind::usage,
                fmt::format(
                    "cannot make the folder {}: {}", options_.migrations.string(), failed.message()
                ),
                "name another one with --dir"
            );
        }
        for (std::size_t at = 0; at < result_.files.size(); ++at) {
            if (result_.files[at].is_new) {
                write_new_file(finished_.files[at].path, finished_.files[at].text);
            }
        }
    }

    [[nodiscard]] const std::vector<Adoption>& adoptions() const { return adoptions_; }

    [[nodiscard]] Imported result() { return std::move(result_); }

private:
    [[nodiscard]] const FinishedMigration* find(const std::string& key) const {
        const auto found = std::find_if(
            finished_.migrations.begin(),
            finished_.migrations.end(),
            [&](const FinishedMigration& file) { return file.key == key; }
        );
        return found != finished_.migrations.end() ? &*found : nullptr;
    }

    const Options& options_;
    const ImportRequest& request_;
    const Tool& tool_;
    foreign::Conversion conversion_;
    Finished finished_;
    ForeignHistory applied_;
    std::string words_;
    std::multimap<Version, Complaint> differing_;
    std::vector<Adoption> adoptions_;
    Imported result_;
};

} // namespace

std::vector<std::string_view> import_tools() {
    std::vector<std::string_view> names;
    for (const auto& tool : foreign::tools()) {
        names.push_back(tool.name);
    }
    return names;
}

Imported import_project(const Options& options, Observer& observer, const ImportRequest& request) {
    Import import(options, request);
    import.convert();
    if (request.files_only) {
        import.plan_rows({});
        if (!request.dry_run) {
            import.write_files();
        }
        return import.result();
    }
    Connected session(options, observer);
    import.read_history(session);
    import.tell_rows_without_file();
    import.plan_rows(session.history);
    if (request.dry_run) {
        return import.result();
    }
    if (!import.adoptions().empty()) {
        const pg::AdvisoryLock lock(
            session.connection,
            lock_key(session.connection.database(), options.history_schema),
            options.lock_wait,
            [&](auto so_far, auto holder) { observer.waiting_for_lock(so_far, holder); }
        );
        // From here on our history cannot move. Theirs can, until their tool is no longer used.
        import.plan_rows(session.store.load_or_create());
        import.write_files();
        session.store.adopt(import.adoptions(), Origin::imported);
    } else {
        import.write_files();
    }
    return import.result();
}

} // namespace runner
