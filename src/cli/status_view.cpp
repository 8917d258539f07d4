// A table whose columns are as wide as what stands in them. Descriptions come last, where a narrow
// terminal may wrap them without harm.
#include "cli/status_view.hpp"

#include "cli/status_words.hpp"
#include "cli/text.hpp"
#include "cli/units.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <vector>

namespace runner::cli {
namespace {

enum class Mood { good, waiting, bad, aside };

struct Row {
    Mood mood = Mood::good;
    std::string label;
    std::string state;
    std::string when;
    std::string by;
    std::string took;
    std::string description;
};

Mood mood_of(MigrationStatus::State state) {
    using enum MigrationStatus::State;
    switch (state) {
    case applied:
    case cosmetic:
        return Mood::good;
    case pending:
    case running:
        return Mood::waiting;
    case ahead:
    case other_environment:
        return Mood::aside;
    case edited:
    case missing:
    case late:
    case partial:
        return Mood::bad;
    }
    return Mood::bad;
}

Mood mood_of(SeedStatus::State state) {
    using enum SeedStatus::State;
    switch (state) {
    case applied:
        return Mood::good;
    case pending:
    case changed:
        return Mood::waiting;
    case missing:
    case other_environment:
        return Mood::aside;
    }
    return Mood::aside;
}

template <typename Entry>
Row row_of(const Entry& entry, const std::string& label) {
    Row row{
        mood_of(entry.state), printable(label), std::string(state_words(entry)), {}, {}, {}, {}};
    if (entry.applied) {
        row.when = local_time(entry.applied->applied_at);
        row.by = printable(entry.applied->applied_by);
        row.took = duration_text(entry.applied->duration);
    }
    return row;
}

std::string mark(Mood mood, const Paint& paint) {
    switch (mood) {
    case Mood::good:
        return paint.green("✓");
    case Mood::waiting:
        return paint.yellow("•");
    case Mood::bad:
        return paint.alarm("✗");
    case Mood::aside:
        return paint.dim("-");
    }
    return {};
}

std::string colored(Mood mood, const std::string& state, const Paint& paint) {
    switch (mood) {
    case Mood::good:
        return state;
    case Mood::waiting:
        return paint.yellow(state);
    case Mood::bad:
        return paint.alarm(state);
    case Mood::aside:
        return paint.dim(state);
    }
    return state;
}

std::size_t widest(const std::vector<Row>& rows, std::string Row::*column) {
    std::size_t width = 0;
    for (const auto& row : rows) {
        width = std::max(width, display_width(row.*column));
    }
    return width;
}

std::string table_text(std::string_view title, std::vector<Row> rows, const Paint& paint) {
    rows.insert(
        rows.begin(), {Mood::good, std::string(title), "state", "applied at", "by", "took", {}}
    );
    const auto label = widest(rows, &Row::label);
    const auto state = widest(rows, &Row::state);
    const auto when = widest(rows, &Row::when);
    const auto by = widest(rows, &Row::by);
    const auto took = widest(rows, &Row::took);
    std::string result;
    for (const auto& row : rows) {
        const bool heading = &row == &rows.front();
        const auto blank = std::string(took - display_width(row.took), ' ');
        const auto times = fmt::format(
            "{}  {}  {}{}", padded(row.when, when), padded(row.by, by), blank, row.took
        );
        std::string line = heading ? " " : mark(row.mood, paint);
        line += fmt::format(
            " {}  {}  {}",
            padded(row.label, label),
            colored(row.mood, padded(row.state, state), paint),
            times
        );
        if (!row.description.empty()) {
            line += "  " + paint.dim(row.description);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        result += (heading ? paint.dim(line) : line) + "\n";
    }
    return result;
}

std::string failure_text(const Failure& failure, const Paint& paint) {
    auto text = fmt::format(
        "{} {} at {}, by {}\n",
        paint.alarm("Last failure:"),
        printable(failure.subject),
        local_time(failure.at),
        printable(failure.by)
    );
    if (!failure.where.empty()) {
        text += "  " + printable(failure.where) + "\n";
    }
    text += "  " + hanging(failure.message);
    if (!failure.sqlstate.empty()) {
        text += " (SQLSTATE " + printable(failure.sqlstate) + ")";
    }
    text += failure.statement.empty() ? "" : "\n  statement: " + hanging(failure.statement);
    text += failure.blocker.empty() ? "" : "\n  it waited for " + hanging(failure.blocker);
    return text + "\n";
}

} // namespace

std::string server_line(const ServerInfo& server) {
    auto line = fmt::format(
        "PostgreSQL {}, database {}", printable(server.version), printable(server.database)
    );
    if (!server.host.empty()) {
        line += " on " + printable(server.host);
        const bool socket = server.host.starts_with('/');
        line += socket || server.port.empty() ? "" : ":" + printable(server.port);
    }
    line += " as " + printable(server.user);
    return server.standby ? line + " (standby: reading only)" : line;
}

std::string status_view(const Status& status, const Paint& paint) {
    auto result = paint.bold(server_line(status.server)) + "\n\n";
    std::vector<Row> migrations;
    migrations.reserve(status.migrations.size());
    for (const auto& migration : status.migrations) {
        migrations.push_back(row_of(migration, migration.label));
        migrations.back().description = printable(migration.description);
    }
    if (!migrations.empty()) {
        result += table_text("migration", std::move(migrations), paint) + "\n";
    }
    const auto add_table = [&](std::string_view title, const std::vector<SeedStatus>& files) {
        std::vector<Row> rows;
        rows.reserve(files.size());
        for (const auto& file : files) {
            rows.push_back(row_of(file, file.name));
        }
        if (!rows.empty()) {
            result += table_text(title, std::move(rows), paint) + "\n";
        }
    };
    add_table("repeatable", status.repeatables);
    add_table("seed", status.seeds);
    if (status.failure) {
        result += failure_text(*status.failure, paint) + "\n";
    }
    return result + summary(count(status)) + "\n";
}

} // namespace runner::cli
