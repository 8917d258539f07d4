#include "plan/lookup.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <utility>

namespace runner {

AppliedByVersion by_version(const History& history) {
    AppliedByVersion result;
    for (const auto& applied : history.migrations) {
        result.emplace(applied.version, &applied);
    }
    return result;
}

const Migration* find_migration(const Sources& sources, const Version& version) {
    const auto found =
        std::ranges::lower_bound(sources.migrations, version, {}, &Migration::version);
    return found != sources.migrations.end() && found->version == version ? &*found : nullptr;
}

const Repeatable* find_repeatable(const Sources& sources, const std::string& name) {
    const auto found = std::ranges::lower_bound(sources.repeatables, name, {}, &Repeatable::name);
    return found != sources.repeatables.end() && found->name == name ? &*found : nullptr;
}

std::string label_of(const Sources& sources, const Applied& applied) {
    const auto* migration = find_migration(sources, applied.version);
    return migration != nullptr ? migration->label() : applied.version.digits + "_" + applied.name;
}

std::string label_of(const Sources& sources, const Version& version) {
    const auto* migration = find_migration(sources, version);
    return migration != nullptr ? migration->label() : version.digits;
}

void refuse_unknown(const Version& version, const char* where) {
    Error error(
        ErrorKind::usage, fmt::format("there is no {} migration {}", where, version.digits)
    );
    error.say_advice("see which there are with: runner status");
    throw error;
}

void check_target_name(const Target& target, const Migration* file, const Applied* row) {
    const bool same = target.name.empty() || (file != nullptr && file->name == target.name) ||
                      (row != nullptr && row->name == target.name);
    if (!same) {
        const auto is = file != nullptr ? file->label() : row->version.digits + "_" + row->name;
        throw Error(
            ErrorKind::usage,
            fmt::format("migration {0} is {1}, not {0}_{2}", target.version.digits, is, target.name)
        );
    }
}

Problem problem(
    Problem::Kind kind,
    const Version& version,
    const std::string& label,
    std::string message,
    std::string advice
) {
    return {
        .kind = kind,
        .version = version,
        .label = label,
        .message = label + " " + std::move(message),
        .advice = std::move(advice),
        .diff = {}};
}

} // namespace runner
