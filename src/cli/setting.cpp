// The table, in the order of the help.
#include "cli/setting.hpp"

#include "cli/suggestion.hpp"
#include "cli/units.hpp"

#include <algorithm>

namespace runner::cli {
namespace {

using Form = Setting::Form;

constexpr Setting setting_rows[] = {
    {"database-url",
     "DATABASE_URL",
     "database_url",
     "URL",
     "what libpq takes, or embedded:DIR; else PG*",
     Form::text,
     'u'},
    {"dir",
     "RUNNER_DIR",
     "migrations",
     "DIR",
     "the migrations (default: migrations)",
     Form::text,
     'd'},
    {"seeds-dir", "RUNNER_SEEDS_DIR", "seeds", "DIR", "the seeds (default: seeds)", Form::text, 0},
    {"history-schema",
     "RUNNER_HISTORY_SCHEMA",
     "history_schema",
     "NAME",
     "of the history tables (default: runner)",
     Form::text,
     0},
    {"env", "RUNNER_ENV", "", "NAME", "environment: table [env.NAME], and @env", Form::text, 'e'},
    {"wait",
     "RUNNER_WAIT",
     "wait",
     "DURATION",
     "for the server to accept connections (default: 0)",
     Form::duration,
     0},
    {"lock-wait",
     "RUNNER_LOCK_WAIT",
     "lock_wait",
     "DURATION",
     "for another runner (default: 5m)",
     Form::duration,
     0},
    {"lock-timeout",
     "RUNNER_LOCK_TIMEOUT",
     "lock_timeout",
     "DURATION",
     "for a lock on a table (default: 5s)",
     Form::duration,
     0},
    {"lock-retries",
     "RUNNER_LOCK_RETRIES",
     "lock_retries",
     "N",
     "after a lock timeout (default: 10)",
     Form::count,
     0},
    {"statement-timeout",
     "RUNNER_STATEMENT_TIMEOUT",
     "statement_timeout",
     "DURATION",
     "for each statement (default: none)",
     Form::duration,
     0},
    {"role", "RUNNER_ROLE", "role", "NAME", "SET ROLE after connecting", Form::text, 0},
    {"search-path",
     "RUNNER_SEARCH_PATH",
     "search_path",
     "LIST",
     "search path each file starts with",
     Form::text,
     0},
    {"durable",
     "RUNNER_DURABLE",
     "durable",
     "run|each",
     "when it is on disk (default: run, once)",
     Form::durable,
     0},
    {"", "", "require_down", "", "", Form::boolean, 0},
    {"", "", "require_sum", "", "", Form::boolean, 0},
    {"", "", "sum", "", "", Form::boolean, 0},
    {"", "", "late", "", "", Form::late, 0},
    {"", "", "ahead", "", "", Form::ahead, 0},
    {"", "", "store_limit", "", "", Form::size, 0},
    {"format",
     "RUNNER_FORMAT",
     "",
     "text|json|jsonl|github",
     "of standard output (default: text)",
     Form::output,
     0},
    {"log-level",
     "RUNNER_LOG_LEVEL",
     "log_level",
     "LEVEL",
     "trace debug info warn error off (default: info)",
     Form::log_level,
     0},
    {"log-format",
     "RUNNER_LOG_FORMAT",
     "",
     "text|json",
     "of standard error (default: text)",
     Form::log_output,
     0},
    {"color", "", "", "WHEN", "auto, always, never; also NO_COLOR, CLICOLOR_FORCE", Form::color, 0},
};

std::optional<std::string> unless(bool fine, std::string_view expected) {
    return fine ? std::nullopt : std::optional("expected " + std::string(expected));
}

std::optional<std::string>
one_of(std::string_view value, const std::vector<std::string_view>& words) {
    if (std::ranges::find(words, value) != words.end()) {
        return std::nullopt;
    }
    std::string expected = "expected ";
    for (const auto word : words) {
        expected += word;
        expected += word == words.back() ? "" : ", ";
    }
    return expected + did_you_mean(value, words);
}

} // namespace

std::span<const Setting> settings_table() {
    return setting_rows;
}

std::vector<std::string_view> choices_of(Setting::Form form) {
    switch (form) {
    case Form::text:
    case Form::duration:
    case Form::count:
    case Form::size:
        return {};
    case Form::boolean:
        return {"true", "false"};
    case Form::late:
        return {"error", "apply", "warn"};
    case Form::ahead:
        return {"ok", "warn", "error"};
    case Form::durable:
        return {"run", "each"};
    case Form::output:
        return {"text", "json", "jsonl", "github"};
    case Form::log_output:
        return {"text", "json"};
    case Form::log_level:
        return {"trace", "debug", "info", "warn", "error", "off"};
    case Form::color:
        return {"auto", "always", "never"};
    }
    return {};
}

std::optional<std::string> complaint_about(Setting::Form form, std::string_view value) {
    switch (form) {
    case Form::text:
        return std::nullopt;
    case Form::duration:
        return unless(
            duration_from(value).has_value(), "a duration such as 500ms, 5s, 2m, 1h or 0"
        );
    case Form::count:
        return unless(count_from(value).has_value(), "a whole number");
    case Form::size:
        return unless(size_from(value).has_value(), "a size such as 1MiB, 512KiB or 65536");
    case Form::boolean:
        return unless(value == "true" || value == "false", "true or false");
    case Form::late:
    case Form::ahead:
    case Form::durable:
    case Form::output:
    case Form::log_output:
    case Form::log_level:
    case Form::color:
        return one_of(value, choices_of(form));
    }
    return std::nullopt;
}

} // namespace runner::cli
