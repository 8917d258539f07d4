// Names of files are asked for with -z: in every other form git quotes them.
#include "git/repository.hpp"

#include "git/process.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace runner::git {
namespace {

void drop_line_end(std::string& text) {
    if (text.ends_with('\n')) {
        text.pop_back();
    }
}

[[noreturn]] void refuse(const std::string& message, const char* advice) {
    Error error(ErrorKind::usage, message);
    error.say_advice(advice);
    throw error;
}

bool is_object(std::string_view name) {
    return name.size() >= 40 && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

/// Takes the text up to `end`, and `end`, from the front.
std::string_view take(std::string_view& text, char end) {
    const auto length = std::min(text.find(end), text.size());
    const auto result = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    return result;
}

constexpr const char* fetch =
    "fetch it first; actions/checkout of GitHub needs fetch-depth: 0 for this";

} // namespace

Repository::Repository(std::filesystem::path folder) : folder_(std::move(folder)) {
    const auto found = run(folder_, {"rev-parse", "--show-prefix"});
    if (found.status != 0) {
        auto reason = found.complaint.substr(0, found.complaint.find('\n'));
        refuse(
            fmt::format(
                "{} is in no git repository that can be read: {}", folder_.string(), reason
            ),
            "it has to be in a checkout that git may read"
        );
    }
    prefix_ = found.output;
    drop_line_end(prefix_);
}

std::string Repository::ask(const std::vector<std::string>& arguments) const {
    auto outcome = run(folder_, arguments);
    if (outcome.status != 0) {
        throw Error(
            ErrorKind::usage,
            fmt::format(
                "git {} failed: {}",
                arguments.front(),
                outcome.complaint.substr(0, outcome.complaint.find('\n'))
            )
        );
    }
    return std::move(outcome.output);
}

std::string Repository::commit(const std::string& name) const {
    const bool strange =
        name.empty() || name.front() == '-' || std::any_of(name.begin(), name.end(), [](char c) {
            return static_cast<unsigned char>(c) <= ' ' || c == '\x7f';
        });
    if (strange) {
        refuse(
            fmt::format("\"{}\" cannot be the name of a branch or commit", name),
            "for example: runner verify --base origin/main"
        );
    }
    auto found =
        run(folder_, {"rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"});
    drop_line_end(found.output);
    if (found.status != 0 || !is_object(found.output)) {
        refuse(fmt::format("there is no branch or commit {} in this repository", name), fetch);
    }
    return found.output;
}

std::string Repository::merge_base(const std::string& one, const std::string& other) const {
    auto found = run(folder_, {"merge-base", one, other});
    drop_line_end(found.output);
    if (found.status != 0 || !is_object(found.output)) {
        refuse("where the two branches parted is not in this repository", fetch);
    }
    return found.output;
}

std::map<std::string, std::string> Repository::files(const std::string& commit) const {
    std::vector<std::string> arguments = {"ls-tree", "-z", "--full-tree", commit};
    if (!prefix_.empty()) {
        arguments.insert(arguments.end(), {"--", prefix_});
    }
    const auto listing = ask(arguments);
    std::map<std::string, std::string> result;
    for (std::string_view rest = listing; !rest.empty();) {
        auto entry = take(rest, '\0'); // mode SP type SP object TAB path
        const auto mode = take(entry, ' ');
        take(entry, ' ');
        const auto object = take(entry, '\t');
        if (mode.starts_with("100") && entry.starts_with(prefix_)) { // no folder, link or module
            result.emplace(entry.substr(prefix_.size()), object);
        }
    }
    return result;
}

bool Repository::is_tracked(const std::string& file) const {
    return run(folder_, {"ls-files", "--error-unmatch", "-z", "--", file}).status == 0;
}

std::optional<std::int64_t> Repository::committed_at(const std::string& file) const {
    // -m: a merge may have brought it itself, as one that renumbers does.
    const auto found = run(
        folder_,
        {"log", "-1", "-m", "--no-show-signature", "--diff-filter=A", "--format=%ct", "--", file}
    );
    const auto& digits = found.output;
    std::int64_t seconds = 0;
    const auto number = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    return number.ec == std::errc() ? std::optional(seconds) : std::nullopt;
}

void Repository::move(const std::string& from, const std::string& to) const {
    static_cast<void>(ask({"mv", "--", from, to}));
}

std::map<std::string, std::string> Repository::contents(const std::vector<std::string>& objects
) const {
    std::string wanted;
    for (const auto& object : objects) {
        wanted += object + "\n";
    }
    const auto found = run(folder_, {"cat-file", "--batch"}, wanted);
    std::map<std::string, std::string> result;
    for (std::string_view rest = found.output; !rest.empty();) {
        auto head = take(rest, '\n'); // object SP type SP size, or object SP "missing"
        const std::string object(take(head, ' '));
        take(head, ' ');
        std::size_t size = 0;
        const auto number = std::from_chars(head.data(), head.data() + head.size(), size);
        if (number.ec != std::errc() || size >= rest.size()) {
            break;
        }
        result.emplace(object, rest.substr(0, size));
        rest.remove_prefix(size + 1);
    }
    const bool whole = std::all_of(objects.begin(), objects.end(), [&](const auto& object) {
        return result.contains(object);
    });
    if (found.status != 0 || !whole) {
        refuse("git does not have all files of the branch to compare with", fetch);
    }
    return result;
}

} // namespace runner::git
