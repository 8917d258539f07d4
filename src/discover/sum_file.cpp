#include "discover/sum_file.hpp"

#include "discover/file_name.hpp"
#include "discover/file_writer.hpp"
#include "discover/text_file.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <fcntl.h>
#include <map>
#include <string>
#include <system_error>

namespace runner {
namespace {

namespace fs = std::filesystem;

constexpr const char* not_whole =
    "the total in runner.sum is not that of its lines: they were merged or edited by hand";
constexpr const char* rewrite = "look at what changed with git, then write it again: runner sum";
constexpr const char* accept = "put it back as it was, or accept it with: runner sum";

SummedText read_whole(const fs::path& path) {
    return read_text_file(AT_FDCWD, path.c_str(), path);
}

std::map<std::string, Checksum> checksums_of(const Sources& known) {
    std::map<std::string, Checksum> result;
    const auto add = [&result](const Script& script) {
        if (script.text.is_read()) {
            result.emplace(script.path.filename().string(), script.checksum);
        }
    };
    for (const auto& migration : known.migrations) {
        add(migration.up);
        if (migration.down) {
            add(*migration.down);
        }
        if (migration.verify) {
            add(*migration.verify);
        }
    }
    for (const auto& repeatable : known.repeatables) {
        add(repeatable.script);
    }
    return result;
}

Problem problem(const std::string& file, std::string message, std::string advice, Location place) {
    const auto name = migration_file_name(file);
    return {
        .kind = Problem::Kind::sum,
        .version = name && !name->digits.empty() ? *Version::from(name->digits) : Version{},
        .label = file,
        .message = std::move(message),
        .advice = std::move(advice),
        .diff = {},
        .location = std::move(place)};
}

Problem problem_of(const SumChange& change, const Options& options) {
    const auto at = [](const fs::path& path) { return Location{path, {0, 0}, {}}; };
    const auto file = options.migrations / change.file;
    switch (change.kind) {
    case SumChange::Kind::added:
        return problem(
            change.file, change.file + " is not in runner.sum", "add it with: runner sum", at(file)
        );
    case SumChange::Kind::changed:
        return problem(
            change.file, change.file + " has changed since runner.sum was written", accept, at(file)
        );
    case SumChange::Kind::removed:
        break;
    }
    return problem(
        change.file,
        change.file + " is in runner.sum, but not there",
        "bring it back, or accept it with: runner sum",
        at(sum_path(options))
    );
}

} // namespace

fs::path sum_path(const Options& options) {
    return options.migrations / sum_file_name;
}

std::vector<SumLine> folder_lines(const Options& options, const Sources& known) {
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
        error.say_advice("make a project with: runner init, or name the folder with --dir");
        throw error;
    }
    const auto checksums = checksums_of(known);
    std::vector<SumLine> lines;
    std::vector<Complaint> complaints;
    for (const auto& entry : folder) {
        auto name = entry.path().filename().string();
        if (!migration_file_name(name)) {
            continue; // whoever runs the files says what is wrong with it
        }
        if (const auto found = checksums.find(name); found != checksums.end()) {
            lines.push_back({std::move(name), found->second});
            continue;
        }
        try {
            lines.push_back({name, read_whole(options.migrations / name).checksum});
        } catch (const Error& error) {
            const auto more = error.every_complaint();
            complaints.insert(complaints.end(), more.begin(), more.end());
        }
    }
    if (!complaints.empty()) {
        throw Error(ErrorKind::source, std::move(complaints));
    }
    sort_sum_lines(lines);
    return lines;
}

std::vector<SumLine> lines_to_extend(const Options& options, const Sources& known) {
    auto sum = read_sum(options);
    if (!sum) {
        return folder_lines(options, known);
    }
    if (!sum->is_whole()) {
        Error error(ErrorKind::source, not_whole, Location{sum_path(options), {1, 1}, {}});
        error.say_advice(rewrite);
        throw error;
    }
    return std::move(sum->lines);
}

std::optional<Sum> read_sum(const Options& options) {
    const auto path = sum_path(options);
    std::error_code failed;
    if (!fs::exists(path, failed) && !failed) {
        return std::nullopt;
    }
    return parse_sum(read_whole(path).text, path);
}

std::vector<Problem> sum_problems(const Options& options, const Sources& known) {
    std::optional<Sum> sum;
    try {
        sum = read_sum(options);
    } catch (const Error& error) {
        const auto name = std::string(sum_file_name);
        return {problem(
            name,
            name + " " + error.what(),
            error.advice(),
            error.location().value_or(Location{sum_path(options), {0, 0}, {}})
        )};
    }
    if (!sum) {
        return {};
    }
    std::vector<Problem> problems;
    if (!sum->is_whole()) {
        problems.push_back(
            problem(std::string(sum_file_name), not_whole, rewrite, {sum_path(options), {1, 1}, {}})
        );
    }
    sort_sum_lines(sum->lines);
    for (const auto& change : sum_changes(sum->lines, folder_lines(options, known))) {
        problems.push_back(problem_of(change, options));
    }
    return problems;
}

void require_sum(const Options& options, const Sources& known) {
    const auto path = sum_path(options);
    std::error_code failed;
    std::vector<Complaint> complaints;
    std::string advice;
    if (!fs::exists(path, failed) && !failed) {
        complaints.push_back({"is not there, and require_sum is set", Location{path, {0, 0}, {}}});
        advice = "write it with: runner sum, look at it, and commit it";
    }
    for (const auto& found : sum_problems(options, known)) {
        complaints.push_back({found.message, {}});
        advice = advice.empty() ? found.advice : advice;
    }
    if (!complaints.empty()) {
        Error error(ErrorKind::source, std::move(complaints));
        error.say_state("nothing was done");
        error.say_advice(advice);
        throw error;
    }
}

bool write_sum_lines(const Options& options, std::vector<SumLine> lines) {
    sort_sum_lines(lines);
    const auto path = sum_path(options);
    const auto text = sum_text(lines);
    std::error_code failed;
    if (fs::is_regular_file(path, failed) && read_whole(path).text.view() == text) {
        return false;
    }
    replace_file(path, text);
    return true;
}

} // namespace runner
