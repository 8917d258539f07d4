// What teams need, walk by walk; the rules are in the rooms.
#include "discover/sources.hpp"
#include "discover/sum_file.hpp"
#include "git/repository.hpp"
#include "review/branch.hpp"
#include "review/tree.hpp"

#include <runner/integrity.hpp>

#include <algorithm>
#include <system_error>
#include <utility>

namespace runner {
namespace {

bool is_told(const Review& review, const std::filesystem::path& file) {
    const auto about = [&](const Problem& problem) {
        return problem.location && problem.location->file == file;
    };
    return std::any_of(review.problems.begin(), review.problems.end(), about);
}

/// Of a folder with something malformed in it nothing else is known for certain.
void add_complaints(Review& review, const std::vector<Complaint>& complaints) {
    for (const auto& complaint : complaints) {
        const auto file = complaint.location ? complaint.location->file.filename().string() : "";
        review.problems.push_back(
            {.kind = Problem::Kind::malformed,
             .version = {},
             .label = file,
             .message = file + " " + complaint.message,
             .advice = {},
             .diff = {},
             .location = complaint.location}
        );
    }
}

} // namespace

SumReport write_sum(const Options& options) {
    auto lines = folder_lines(options, {});
    SumReport report;
    report.path = sum_path(options);
    try {
        if (auto before = read_sum(options)) {
            sort_sum_lines(before->lines);
            report.changes = sum_changes(before->lines, lines);
        } else {
            report.changes = sum_changes({}, lines);
        }
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::source) {
            throw;
        }
        report.unreadable = error.what(); // a merge, most of the time: this is its end
    }
    report.written = write_sum_lines(options, std::move(lines));
    return report;
}

std::vector<Problem> verify_sum(const Options& options) {
    return sum_problems(options, {});
}

Review verify_branch(const Options& options, const std::string& base) {
    std::vector<Complaint> complaints;
    Branches branches;
    branches.base = base;
    branches.here = folder_tree(options, complaints);
    const git::Repository repository(options.migrations);
    const auto tip = repository.commit(base);
    const auto fork = repository.merge_base(tip, repository.commit("HEAD"));
    auto trees = commit_trees(repository, {{tip, base}, {fork, base}});
    branches.base_now = std::move(trees[0]);
    branches.base_at_fork = std::move(trees[1]);
    auto review = review_branch(branches, options.late);
    add_complaints(review, complaints);
    for (auto& problem : sum_problems(options, {})) {
        // An edited file does not fit runner.sum either; that is one finding, not two.
        if (!problem.location || !is_told(review, problem.location->file)) {
            review.problems.push_back(std::move(problem));
        }
    }
    return review;
}

std::filesystem::path path_in_repository(const std::filesystem::path& path) {
    std::error_code failed;
    const auto whole = std::filesystem::weakly_canonical(std::filesystem::absolute(path), failed);
    if (failed) {
        return path;
    }
    for (auto folder = whole.parent_path(); folder != folder.parent_path();
         folder = folder.parent_path()) {
        if (std::filesystem::exists(folder / ".git", failed)) {
            return whole.lexically_relative(folder);
        }
    }
    return path;
}

} // namespace runner
