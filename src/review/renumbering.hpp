// Which migrations get another number, and which. Pure.
//
// What is applied or on the base keeps its number: others have it under that number. Of two that
// are neither, the one that was committed first keeps it.
#pragma once

#include "review/tree.hpp"

#include <runner/integrity.hpp>
#include <runner/options.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace runner {

struct Numbers {
    Tree here;
    /// Versions that somebody else has, with or without a file here.
    std::set<Version> taken;
    /// Labels ("007_add_users") of files here that keep their number.
    std::set<std::string> fixed;
    /// When the up file of a label was committed first; a label that is not in it never was.
    std::map<std::string, std::int64_t> committed;
    /// Everything that is not fixed is one branch: its order stays as it is, and what comes behind
    /// a moved one moves, too. Otherwise only what has to.
    bool keep_order = false;
    /// Whether a late number has to move.
    bool late = true;
    /// The time as a number, for files that are numbered by it.
    std::optional<Version> clock;
};

/// A file whose text changes, because it names a migration that moves.
struct TextChange {
    std::string file;
    std::string text;
};

struct Renumbering {
    std::vector<Renumbered> moves; ///< by new number; files are renamed from the last to the first
    std::vector<TextChange> changes;
    std::vector<std::string> remarks;
};

[[nodiscard]] Renumbering renumber_files(const Numbers& numbers);

} // namespace runner
