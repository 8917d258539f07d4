#include "record/recording.hpp"

#include <spdlog/fmt/fmt.h>

#include <array>
#include <string_view>

namespace runner {
namespace {

// The first parameters are the same for every action.
constexpr std::string_view subject = "$1";
constexpr std::string_view run = "$2::pg_catalog.uuid";
constexpr std::string_view host = "$3";
constexpr std::string_view runner_version = "$4";
constexpr std::string_view step_version = "$5::pg_catalog.numeric"; // where there is one

std::string row_sql(const std::string& schema, Step::Action action) {
    switch (action) {
    case Step::Action::apply:
        return fmt::format(
            "insert into {}.migration (version, name, checksum, fingerprint, up_sql, down_sql, "
            "directives, run_id, duration_ms, runner_version) select {}, $6, $7, $8, $9, $10, "
            "$11::pg_catalog.jsonb, {}, took, {} from guard where passed",
            schema,
            step_version,
            run,
            runner_version
        );
    case Step::Action::revert:
        return fmt::format(
            "delete from {}.migration m using guard where guard.passed and m.version "
            "operator(pg_catalog.=) {}",
            schema,
            step_version
        );
    case Step::Action::seed:
    case Step::Action::repeat:
        break;
    }
    const bool keeps_text = action == Step::Action::repeat;
    return fmt::format(
        "insert into {}.{} (name, checksum, fingerprint, run_id, duration_ms, "
        "runner_version{}) select {}, $5, $6, {}, took, {}{} from guard where passed "
        "on conflict (name) do update set checksum = excluded.checksum, "
        "fingerprint = excluded.fingerprint, run_id = excluded.run_id, "
        "applied_at = excluded.applied_at, applied_by = excluded.applied_by, "
        "duration_ms = excluded.duration_ms, runner_version = excluded.runner_version{}",
        schema,
        keeps_text ? "repeatable" : "seed",
        keeps_text ? ", sql" : "",
        subject,
        run,
        runner_version,
        keeps_text ? ", $7" : "",
        keeps_text ? ", sql = excluded.sql" : ""
    );
}

} // namespace

std::string directives_json(const Header& header) {
    std::string json = "[";
    for (const auto& [key, value] : header.directives) {
        json += json.size() > 1 ? ",[" : "[";
        for (const auto* part : {&key, &value}) {
            json += part == &key ? "\"" : ",\"";
            for (const char c : *part) {
                if (c == '"' || c == '\\') {
                    json += '\\';
                    json += c;
                } else if (static_cast<unsigned char>(c) < 0x20) {
                    json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
                } else {
                    json += c;
                }
            }
            json += '"';
        }
        json += ']';
    }
    return json + "]";
}

std::optional<std::string> RunFacts::kept(const Script& script) const {
    const auto view = script.text.view();
    return view.size() <= store_limit ? std::optional<std::string>(view) : std::nullopt;
}

std::string recording_sql(
    const std::string& schema,
    Step::Action action,
    const std::string& guard,
    const std::string& took
) {
    const bool has_version = action == Step::Action::apply || action == Step::Action::revert;
    constexpr std::array kinds = {"applied", "reverted", "seeded", "applied"};
    return fmt::format(
        "with guard (passed, took) as materialized (select {}, {}), step as ({}) "
        "insert into {}.event (kind, version, subject, run_id, from_host, duration_ms, "
        "runner_version) select '{}', {}, {}, {}, {}, took, {} from guard where passed",
        guard,
        took,
        row_sql(schema, action),
        schema,
        kinds[static_cast<std::size_t>(action)],
        has_version ? step_version : "null::pg_catalog.numeric",
        subject,
        run,
        host,
        runner_version
    );
}

pg::Parameters recording_values(const RunFacts& facts, const Step& step) {
    pg::Parameters values = {step.label, facts.run_id, facts.host, RUNNER_VERSION};
    switch (step.action) {
    case Step::Action::apply:
        values.insert(
            values.end(),
            {step.version.digits,
             step.name,
             step.script.checksum.text(),
             step.script.body->fingerprint.text(),
             facts.kept(step.script),
             step.down ? facts.kept(*step.down) : std::nullopt,
             directives_json(step.script.header)}
        );
        break;
    case Step::Action::revert:
        values.emplace_back(step.version.digits);
        break;
    case Step::Action::seed:
        values.emplace_back(step.script.checksum.text());
        values.emplace_back(step.script.body->fingerprint.text());
        break;
    case Step::Action::repeat:
        values.emplace_back(step.script.checksum.text());
        values.emplace_back(step.script.body->fingerprint.text());
        values.emplace_back(facts.kept(step.script));
        break;
    }
    return values;
}

} // namespace runner
