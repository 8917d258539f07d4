// The record of a failed attempt: what it said, at which statement, and who was in the way.
#include "record/history_store.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner {
namespace {

/// "migrations/007_x.up.sql:3:14", or the file alone.
std::string place_of(const Location& where) {
    const auto file = where.file.string();
    return where.position.line == 0
               ? file
               : fmt::format("{}:{}:{}", file, where.position.line, where.position.column);
}

/// The server may quote a value in its message; values are not kept.
std::string without_values(std::string text, const std::vector<Variable>& variables) {
    constexpr std::size_t shortest = 3; // a shorter one is in every other word, and no secret
    for (const auto& [name, value] : variables) {
        if (value.size() < shortest) {
            continue;
        }
        for (auto at = text.find(value); at != std::string::npos; at = text.find(value, at)) {
            text.replace(at, value.size(), ":" + name);
            at += name.size() + 1;
        }
    }
    return text;
}

/// One session a line, the nearest first.
std::string words_of(const std::vector<Blocker>& blockers) {
    std::string words;
    for (const auto& blocker : blockers) {
        const bool first = words.empty();
        words += (first ? "" : "\n") + summary(blocker);
        words += first ? "" : fmt::format(" blocks pid {}", blocker.blocks);
        words += blocker.query.empty() ? "" : ": " + blocker.query;
    }
    return words;
}

std::optional<std::string> unless_empty(std::string text) {
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

} // namespace

void HistoryStore::record_failure(
    const Step& step, const Error& error, std::string statement
) noexcept {
    try {
        if (!connection_.usable() || connection_.in_block()) {
            return;
        }
        const auto& where = error.location();
        connection_.query(
            fmt::format(
                "insert into {}.event (kind, version, subject, run_id, from_host, runner_version, "
                "sqlstate, message, location, statement, blocker) values ('failed', "
                "$1::pg_catalog.numeric, $2, $3::pg_catalog.uuid, $4, $5, $6, $7, $8, $9, $10)",
                schema_
            ),
            {step.has_version() ? std::optional(step.version.digits) : std::nullopt,
             step.label,
             run_id_,
             host_,
             RUNNER_VERSION,
             error.server() ? std::optional<std::string>(error.server()->sqlstate) : std::nullopt,
             without_values(error.what(), step.script.variables),
             where ? std::optional<std::string>(place_of(*where)) : std::nullopt,
             unless_empty(std::move(statement)),
             unless_empty(words_of(error.blockers()))}
        );
    } catch (const std::exception&) {
        // The first failure is the one to tell.
    }
}

} // namespace runner
