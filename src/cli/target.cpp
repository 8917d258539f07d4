// A target in the wrong direction is answered with the right command, never guessed.
#include "cli/target.hpp"

#include "cli/text.hpp"
#include "cli/tokens.hpp"
#include "cli/units.hpp"

#include <runner/error.hpp>

namespace runner::cli {
namespace {

Target steps(const std::string& word) {
    const auto count = count_from(std::string_view(word).substr(1));
    if (!count || *count == 0) {
        throw Error(
            ErrorKind::usage, shown_token(word) + ": expected a number from 1 behind the sign"
        );
    }
    return {Target::Kind::count, static_cast<std::size_t>(*count), {}};
}

} // namespace

Version version_from(const std::string& word) {
    if (auto version = Version::from(word)) {
        return *version;
    }
    const auto shown = shown_token(word);
    // What `status` shows, pasted.
    const auto number = word.substr(0, word.find('_'));
    if (number != word && Version::from(number)) {
        throw Error(ErrorKind::usage, shown + ": expected the number alone: " + number);
    }
    throw Error(ErrorKind::usage, shown + " is no version: expected digits such as 007");
}

Target up_target(const std::vector<std::string>& words) {
    if (words.empty() || words.front() == "head") {
        return {};
    }
    const auto& word = words.front();
    if (word == "base") {
        throw Error(
            ErrorKind::usage, "up cannot go to base; to revert everything: runner down base"
        );
    }
    if (word.starts_with('+')) {
        return steps(word);
    }
    return {Target::Kind::version, 0, version_from(word)};
}

Target down_target(const std::vector<std::string>& words) {
    if (words.empty()) {
        return {};
    }
    const auto& word = words.front();
    if (word == "base") {
        return {Target::Kind::base, 0, {}};
    }
    if (word == "head" || word.starts_with('+')) {
        throw Error(
            ErrorKind::usage, "down cannot go to " + printable(word) + "; to go forward: runner up"
        );
    }
    if (word.starts_with('-')) {
        return steps(word);
    }
    return {Target::Kind::version, 0, version_from(word)};
}

std::size_t redo_count(const std::vector<std::string>& words) {
    if (words.empty()) {
        return 1;
    }
    if (!words.front().starts_with('-')) {
        throw Error(ErrorKind::usage, printable(words.front()) + ": expected a number such as -2");
    }
    return steps(words.front()).count;
}

} // namespace runner::cli
