#include "git/process.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace runner::git {
namespace {

/// Ours, without what would translate its messages, ask questions or start a pager.
std::vector<std::string> child_environment() {
    constexpr std::array<std::string_view, 5> replaced = {
        "LC_ALL=", "LANGUAGE=", "GIT_TERMINAL_PROMPT=", "GIT_OPTIONAL_LOCKS=", "GIT_PAGER="};
    auto result = program::own_environment();
    std::erase_if(result, [&](const std::string& text) {
        return std::ranges::any_of(replaced, [&](auto name) { return text.starts_with(name); });
    });
    result.insert(
        result.end(), {"LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_PAGER=cat"}
    );
    return result;
}

} // namespace

program::Outcome
run(const std::filesystem::path& folder,
    const std::vector<std::string>& arguments,
    std::string_view input) {
    // The configuration of a repository may name programs; none of ours needs one.
    std::vector<std::string> words = {
        "git",
        "--no-pager",
        "--literal-pathspecs",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.hooksPath=/dev/null",
        "-C",
        folder.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return program::run(
        std::move(words),
        child_environment(),
        input,
        "install git, or do it without a branch to compare with"
    );
}

} // namespace runner::git
