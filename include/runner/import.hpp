// The way in from other migration tools: their files become pairs, their history becomes ours.
#pragma once

#include <runner/error.hpp>
#include <runner/history.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

struct ImportRequest {
    std::string tool;                               ///< one of import_tools()
    std::optional<std::filesystem::path> from = {}; ///< empty: where the tool usually has them
    std::string table = {};                         ///< of its history; empty: its usual name
    std::string table_schema = {};                  ///< empty: found through the search path
    bool files_only = false;                        ///< no database
    bool dry_run = false;                           ///< everything but the writing
};

/// What was done, or would be.
struct Imported {
    struct File {
        std::filesystem::path path;
        std::filesystem::path source; ///< what it was made of
        bool is_new = true;           ///< false: it was there with this very text
    };

    struct Row {
        Version version;
        std::string label;
        std::optional<Instant> applied_at; ///< as the other tool remembers it
        std::optional<std::string> applied_by;
        std::chrono::milliseconds duration{0};
        bool is_new = true; ///< false: our history has it already
    };

    std::vector<File> files;
    std::vector<Row> migrations;
    std::vector<std::string> pending; ///< labels of what the other tool has not applied
    /// What a person should know or look at: what could not be converted, or only with a change.
    std::vector<Complaint> remarks;
};

/// Their names, as `ImportRequest::tool` takes them.
[[nodiscard]] std::vector<std::string_view> import_tools();

/// Writes the files, then the history, under the lock and in one transaction. Never changes a file
/// that is there, nor anything of the other tool. Doing it again finds nothing to do. Throws
/// Error{usage} for an unknown tool or a folder or table that is not there, Error{source} when
/// files cannot be taken over or clash, Error{history} when the other tool has stopped half way.
Imported import_project(const Options& options, Observer& observer, const ImportRequest& request);

} // namespace runner
