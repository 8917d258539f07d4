// What the files and the history table of another tool say, in our words.
//
// `import` is a word the preprocessor of C++20 looks for, so the namespace of this room has another
// name.
#pragma once

#include <runner/error.hpp>
#include <runner/history.hpp>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace runner::foreign {

/// A script in the making.
struct Part {
    std::filesystem::path source;         ///< as shown to people
    std::string text;                     ///< what the other tool would run
    bool no_transaction = false;          ///< the tool was told to run it outside of one
    std::vector<std::string> header = {}; ///< more lines for its top
};

/// A migration of the other tool.
struct ConvertedMigration {
    std::string key;    ///< as its history has it
    std::string digits; ///< of our number
    std::string name;   ///< as the tool has it: it may not fit yet
    Part up;
    std::optional<Part> down = std::nullopt;
    std::optional<Part> verify = std::nullopt;
    /// What its checksum is made of, when it keeps one.
    std::string checksum_text = {};
};

/// What runs again whenever it changes.
struct ConvertedRepeatable {
    std::string key;
    std::string name;
    Part part;
    std::string checksum_text = {};
};

struct Conversion {
    std::vector<ConvertedMigration> migrations; ///< in the tool's order
    std::vector<ConvertedRepeatable> repeatables = {};
    std::vector<Complaint> remarks = {};
    /// By key, the keys a migration builds on, of a tool that remembers only the last ones.
    std::map<std::string, std::vector<std::string>> before = {};
    std::string project = {}; ///< of a tool whose history serves several
};

/// One applied migration, as the tool's table has it.
struct ForeignRow {
    std::string key;
    std::optional<Instant> applied_at = std::nullopt;
    std::optional<std::string> applied_by = std::nullopt;
    std::chrono::milliseconds duration{0};
};

struct ForeignHistory {
    std::vector<ForeignRow> applied; ///< in the order of application; each key once
    std::vector<ForeignRow> repeatables = {};
    std::vector<Complaint> remarks = {};
};

/// About a file as a whole, or one of its lines.
[[nodiscard]] inline Complaint
remark(std::string message, const std::filesystem::path& file, std::size_t line = 0) {
    return {std::move(message), Location{file, {line, line == 0 ? 0U : 1U}, {}}};
}

} // namespace runner::foreign
