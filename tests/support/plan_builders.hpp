// Files and histories as plain values, for the rules of a plan.
#pragma once

#include "parse/parser.hpp"

#include <runner/history.hpp>
#include <runner/migration.hpp>
#include <runner/plan.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace runner::test {

inline Script script(const std::string& name, const std::string& text, ScriptKind kind) {
    auto result = read_script(name, Text(text), kind);
    result.body = read_body(result);
    return result;
}

inline Migration migration(const std::string& digits, const std::string& up = "select 1;") {
    Migration result;
    result.version = *Version::from(digits);
    result.digits = digits;
    result.name = "m" + result.version.digits;
    result.up = script(result.label() + ".up.sql", up, ScriptKind::up);
    result.down = script(result.label() + ".down.sql", "select 0;", ScriptKind::down);
    return result;
}

inline Applied applied(const Migration& of, std::int64_t sequence = 1) {
    Applied row;
    row.version = of.version;
    row.sequence = sequence;
    row.name = of.name;
    row.checksum = of.up.checksum;
    row.fingerprint = of.up.body->fingerprint;
    return row;
}

inline Sources files(std::vector<Migration> migrations) {
    Sources sources;
    sources.migrations = std::move(migrations);
    return sources;
}

inline History history(std::vector<Applied> rows) {
    History result;
    result.exists = true;
    result.migrations = std::move(rows);
    return result;
}

inline Seed seed(const std::string& name, const std::string& text = "select 1;") {
    Seed result;
    result.version = *Version::from(name.substr(0, 3));
    result.name = name;
    result.script = script(name + ".sql", text, ScriptKind::seed);
    return result;
}

inline std::string labels(const Plan& plan) {
    std::string text;
    for (const auto& step : plan.steps) {
        text += (text.empty() ? "" : " ") + step.label;
    }
    return text;
}

inline Target count(std::size_t number) {
    return {.kind = Target::Kind::count, .count = number, .version = {}};
}

inline Target to(const char* digits) {
    return {.kind = Target::Kind::version, .count = 0, .version = {digits}};
}

inline Repeatable repeatable(const std::string& name, const std::string& text = "select 1;") {
    Repeatable result;
    result.name = name;
    result.script = script(name + ".sql", text, ScriptKind::repeatable);
    return result;
}

inline Repeated repeated(const Repeatable& of) {
    Repeated row;
    row.name = of.name;
    row.checksum = of.script.checksum;
    row.fingerprint = of.script.body->fingerprint;
    return row;
}

/// The message of each, one a line.
inline std::string problem_lines(const std::vector<Problem>& problems) {
    std::string text;
    for (const auto& problem : problems) {
        text += problem.message + "\n";
    }
    return text;
}

} // namespace runner::test
