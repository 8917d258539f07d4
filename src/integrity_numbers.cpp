// `renumber`: who keeps a number is asked of git or of the history; then the files move, in an
// order in which a run that is cut short can be made again: texts, files from the highest number
// down and the up file of each last, runner.sum.
#include "discover/file_writer.hpp"
#include "discover/sum_file.hpp"
#include "git/repository.hpp"
#include "review/file_mover.hpp"
#include "review/renumbering.hpp"
#include "review/tree.hpp"
#include "work/connected.hpp"

#include <runner/integrity.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace runner {
namespace {

using Kind = MigrationFileName::Kind;

std::string label_of(const TreeFile& file) {
    return file.name.digits + "_" + file.name.name;
}

Version clock_now() {
    const auto now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 15> digits{};
    return {std::string(
        digits.data(), std::strftime(digits.data(), digits.size(), "%Y%m%d%H%M%S", &utc)
    )};
}

Tree readable_tree(const Options& options) {
    std::vector<Complaint> complaints;
    auto tree = folder_tree(options, complaints);
    if (!complaints.empty()) {
        Error error(ErrorKind::source, std::move(complaints));
        error.say_state("nothing was done");
        throw error;
    }
    return tree;
}

void take_base(Numbers& numbers, const git::Repository& repository, const std::string& base) {
    numbers.keep_order = true;
    const auto trees = commit_trees(repository, {{repository.commit(base), base}});
    for (const auto& [file, facts] : trees.front()) {
        if (facts.name.kind != Kind::up) {
            continue;
        }
        numbers.taken.insert(facts.version);
        if (numbers.here.contains(file)) {
            numbers.fixed.insert(label_of(facts));
        }
    }
}

/// The file here that was applied as this row: by name, else by content, else the only one there.
const TreeFile* applied_file(const Tree& here, const Applied& row) {
    std::vector<const TreeFile*> candidates;
    for (const auto& [file, facts] : here) {
        if (facts.name.kind == Kind::up && facts.version == row.version) {
            candidates.push_back(&facts);
        }
    }
    const auto find = [&](auto is_it) -> const TreeFile* {
        const auto found = std::find_if(candidates.begin(), candidates.end(), is_it);
        return found == candidates.end() ? nullptr : *found;
    };
    if (const auto* named = find([&](auto* file) { return file->name.name == row.name; })) {
        return named;
    }
    if (const auto* same = find([&](auto* file) { return file->checksum == row.checksum; })) {
        return same;
    }
    return candidates.size() == 1 ? candidates.front() : nullptr;
}

void take_history(Numbers& numbers, const History& history) {
    for (const auto& row : history.migrations) {
        numbers.taken.insert(row.version);
        if (const auto* file = applied_file(numbers.here, row)) {
            numbers.fixed.insert(label_of(*file));
        }
    }
    // What stopped half way is in the database, too.
    for (const auto& entry : history.journal) {
        numbers.taken.insert(entry.version);
        for (const auto& [file, facts] : numbers.here) {
            if (facts.version == entry.version && label_of(facts) == entry.name) {
                numbers.fixed.insert(entry.name);
            }
        }
    }
}

/// Asked of git one by one, and only where it matters.
void learn_ages(Numbers& numbers, const git::Repository& repository) {
    std::map<Version, std::vector<std::string>> files;
    for (const auto& [file, facts] : numbers.here) {
        if (facts.name.kind == Kind::up) {
            files[facts.version].push_back(file);
        }
    }
    for (const auto& [version, names] : files) {
        for (const auto& file : names) {
            const auto label = label_of(numbers.here.at(file));
            const auto at = names.size() > 1 ? repository.committed_at(file) : std::nullopt;
            if (at) {
                numbers.committed.emplace(label, *at);
            }
        }
    }
}

void move_files(
    const Options& options,
    const std::optional<git::Repository>& repository,
    const Renumbering& renumbering
) {
    for (const auto& change : renumbering.changes) {
        replace_file(options.migrations / change.file, change.text);
    }
    FileMover mover(options.migrations, repository);
    // From the highest: a number is free before somebody else gets it.
    for (auto move = renumbering.moves.rbegin(); move != renumbering.moves.rend(); ++move) {
        for (const auto& [from, to] : move->files) {
            mover.move(from, to);
        }
    }
}

/// Renamed files keep their lines, and what else has changed stays visible. The sum of an
/// unfinished merge is written anew.
void follow_in_sum(const Options& options, const RenumberReport& report) {
    auto now = folder_lines(options, {});
    std::optional<Sum> sum;
    try {
        sum = read_sum(options);
        if (!sum) {
            return;
        }
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::source) {
            throw;
        }
    }
    if (!sum || !sum->is_whole()) {
        write_sum_lines(options, std::move(now));
        return;
    }
    std::set<std::string> changed(report.changed.begin(), report.changed.end());
    for (const auto& move : report.moved) {
        for (const auto& [from, to] : move.files) {
            if (changed.contains(from)) {
                changed.insert(to);
            }
        }
    }
    write_sum_lines(options, follow_renames(sum->lines, now, changed));
}

} // namespace

RenumberReport
renumber(const Options& options, Observer& observer, const RenumberRequest& request) {
    Numbers numbers;
    numbers.here = readable_tree(options);
    numbers.late = options.late != Options::Late::apply;
    numbers.clock = clock_now();
    const auto repository = request.base.empty()
                                ? repository_of(options.migrations)
                                : std::optional(git::Repository(options.migrations));
    if (!request.base.empty()) {
        take_base(numbers, *repository, request.base);
    } else if (!request.offline) {
        take_history(numbers, Connected(options, observer).history);
    }
    if (repository) {
        learn_ages(numbers, *repository);
    }
    auto renumbering = renumber_files(numbers);
    RenumberReport report;
    for (const auto& change : renumbering.changes) {
        report.changed.push_back(change.file);
    }
    report.remarks = renumbering.remarks;
    if (!request.dry_run && !renumbering.moves.empty()) {
        move_files(options, repository, renumbering);
    }
    report.moved = std::move(renumbering.moves);
    if (!request.dry_run && options.sum) {
        // Also when nothing had to move: a run before this one may have come so far.
        follow_in_sum(options, report);
    }
    return report;
}

} // namespace runner
