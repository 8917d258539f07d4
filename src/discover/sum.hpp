// runner.sum: a line for each file of the migrations folder, and a total of them in the first line.
//
//     runner.sum 1 xxh3-128:<total>
//     001_users.up.sql xxh3-128:<checksum, as in the history>
//     001_users.down.sql xxh3-128:<checksum>
//
// The total is a chain: each link is the checksum of the link before it and the next line. Two
// branches that both add a file therefore both change the first line, whatever their numbers are,
// and git cannot merge them without asking.
#pragma once

#include <runner/integrity.hpp>
#include <runner/migration.hpp>
#include <runner/plan.hpp>

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

inline constexpr std::string_view sum_file_name = "runner.sum";

struct SumLine {
    std::string file; ///< without its folder
    Checksum checksum;

    bool operator==(const SumLine&) const = default;
};

/// What a runner.sum says.
struct Sum {
    Checksum total; ///< as its first line has it
    std::vector<SumLine> lines;

    /// Whether the total is that of the lines.
    [[nodiscard]] bool is_whole() const;
};

/// By version; up, down and verify of one migration together; repeatables behind them, by name.
void sort_sum_lines(std::vector<SumLine>& lines);

/// The file for these lines, in the order they are in.
[[nodiscard]] std::string sum_text(const std::vector<SumLine>& lines);

/// Throws Error{source} with the line that cannot be read; the marker of a merge conflict is one.
[[nodiscard]] Sum parse_sum(const Text& text, const std::filesystem::path& path);

/// What became of the files since the sum was written; both lists sorted.
[[nodiscard]] std::vector<SumChange>
sum_changes(const std::vector<SumLine>& before, const std::vector<SumLine>& now);

/// The lines of before for the files as they are called now: one that is gone goes to a new one
/// with the same name and kind and another number. `changed`: files (as they are called now) whose
/// new text is meant. Nothing else is accepted.
[[nodiscard]] std::vector<SumLine> follow_renames(
    const std::vector<SumLine>& before,
    const std::vector<SumLine>& now,
    const std::set<std::string>& changed
);

} // namespace runner
