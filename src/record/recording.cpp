#include "record/recording.hpp"

#include <spdlog/fmt/fmt.h>

#include <array>
#include <utility>

namespace runner {
namespace {

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

/// The parameters of a command while it is written.
class Parameters {
public:
    /// "$3"
    std::string add(std::optional<std::string> value) {
        values_.push_back(std::move(value));
        return fmt::format("${}", values_.size());
    }

    [[nodiscard]] pg::Parameters take() { return std::move(values_); }

private:
    pg::Parameters values_;
};

/// What stands in both rows.
struct Shared {
    std::string version;
    std::string run;
    std::string runner_version;
    const std::string& took;
};

std::string migration_row(
    const RunFacts& facts, const Step& step, const Shared& shared, Parameters& parameters
) {
    const auto kept = [&facts](const Script& script) -> std::optional<std::string> {
        const auto view = script.text.view();
        return view.size() <= facts.store_limit ? std::optional<std::string>(view) : std::nullopt;
    };
    return fmt::format(
        "insert into {}.migration (version, name, checksum, fingerprint, up_sql, down_sql, "
        "directives, run_id, duration_ms, runner_version) select {}, {}, {}, {}, {}, {}, "
        "{}::pg_catalog.jsonb, {}, {}, {} from guard where passed",
        facts.schema,
        shared.version,
        parameters.add(step.name),
        parameters.add(step.script.checksum.text()),
        parameters.add(step.script.body->fingerprint.text()),
        parameters.add(kept(step.script)),
        parameters.add(step.down ? kept(*step.down) : std::nullopt),
        parameters.add(directives_json(step.script.header)),
        shared.run,
        shared.took,
        shared.runner_version
    );
}

std::string no_migration_row(const RunFacts& facts, const Shared& shared) {
    return fmt::format(
        "delete from {}.migration m using guard where guard.passed and m.version "
        "operator(pg_catalog.=) {}",
        facts.schema,
        shared.version
    );
}

std::string
seed_row(const RunFacts& facts, const Step& step, const Shared& shared, Parameters& parameters) {
    return fmt::format(
        "insert into {}.seed (name, checksum, fingerprint, run_id, duration_ms, runner_version) "
        "select {}, {}, {}, {}, {}, {} from guard where passed "
        "on conflict (name) do update set checksum = excluded.checksum, "
        "fingerprint = excluded.fingerprint, run_id = excluded.run_id, "
        "applied_at = excluded.applied_at, applied_by = excluded.applied_by, "
        "duration_ms = excluded.duration_ms, runner_version = excluded.runner_version",
        facts.schema,
        parameters.add(step.label),
        parameters.add(step.script.checksum.text()),
        parameters.add(step.script.body->fingerprint.text()),
        shared.run,
        shared.took,
        shared.runner_version
    );
}

} // namespace

pg::Command recording(
    const RunFacts& facts, const Step& step, const std::string& guard, const std::string& took
) {
    Parameters parameters;
    const Shared shared{
        .version = step.action == Step::Action::seed
                       ? "null::pg_catalog.numeric"
                       : parameters.add(step.version.digits) + "::pg_catalog.numeric",
        .run = parameters.add(facts.run_id) + "::pg_catalog.uuid",
        .runner_version = parameters.add(RUNNER_VERSION),
        .took = took};
    const auto row =
        step.action == Step::Action::apply    ? migration_row(facts, step, shared, parameters)
        : step.action == Step::Action::revert ? no_migration_row(facts, shared)
                                              : seed_row(facts, step, shared, parameters);
    constexpr std::array kinds = {"applied", "reverted", "seeded"};
    auto sql = fmt::format(
        "with guard (passed) as materialized (select {}), step as ({}) "
        "insert into {}.event (kind, version, subject, run_id, from_host, duration_ms, "
        "runner_version) select '{}', {}, {}, {}, {}, {}, {} from guard where passed",
        guard,
        row,
        facts.schema,
        kinds[static_cast<std::size_t>(step.action)],
        shared.version,
        parameters.add(step.label),
        shared.run,
        parameters.add(facts.host),
        shared.took,
        shared.runner_version
    );
    return {.sql = std::move(sql), .parameters = parameters.take()};
}

} // namespace runner
