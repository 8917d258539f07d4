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

Target version_target(const std::string& word) {
    std::string_view text = word;
    text.remove_prefix(text.rfind('/') + 1); // npos + 1 is 0
    for (const std::string_view ending : {".sql", ".up", ".down", ".verify"}) {
        if (text.ends_with(ending)) {
            text.remove_suffix(ending.size());
        }
    }
    const auto number = text.substr(0, text.find('_'));
    const auto version = Version::from(number);
    if (!version) {
        throw Error(
            ErrorKind::usage,
            shown_token(word) + " is no version: expected digits such as 007, or 007_add_users"
        );
    }
    const auto name = number == text ? std::string_view() : text.substr(number.size() + 1);
    return {Target::Kind::version, 0, *version, std::string(name)};
}

Version version_from(const std::string& word) {
    return version_target(word).version;
}

Target up_target(const std::vector<std::string>& words) {
    if (words.empty() || words.front() == "head") {
        return {};
    }
    const auto& word = words.front();
    if (word == "base" || word.starts_with('-')) {
        throw Error(
            ErrorKind::usage,
            "up cannot go to " + printable(word) + "; to go back: runner down " + printable(word)
        );
    }
    return word.starts_with('+') ? steps(word) : version_target(word);
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
            ErrorKind::usage,
            "down cannot go to " + printable(word) + "; to go forward: runner up " + printable(word)
        );
    }
    return word.starts_with('-') ? steps(word) : version_target(word);
}

Target redo_target(const std::vector<std::string>& words) {
    if (!words.empty() && (words.front() == "head" || words.front().starts_with('+'))) {
        throw Error(
            ErrorKind::usage,
            "redo goes back first: expected a number such as -2, a version, or base"
        );
    }
    return down_target(words);
}

} // namespace runner::cli
