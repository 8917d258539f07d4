#include "discover/file_name.hpp"
#include "discover/file_writer.hpp"
#include "discover/sources.hpp"
#include "discover/text_file.hpp"
#include "parse/parser.hpp"

#include <runner/error.hpp>
#include <runner/files.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <fcntl.h>
#include <system_error>

namespace runner {
namespace {

constexpr std::size_t timestamp_digits = 14;
constexpr std::size_t default_digits = 3;

// Digits as text: versions have no upper bound.
std::string plus_one(std::string digits) {
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        if (*digit != '9') {
            ++*digit;
            return digits;
        }
        *digit = '0';
    }
    return "1" + digits;
}

std::string timestamp() {
    const auto now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, timestamp_digits + 1> digits{};
    return {digits.data(), std::strftime(digits.data(), digits.size(), "%Y%m%d%H%M%S", &utc)};
}

/// The next number in the width and style of the newest file.
std::string next_digits(const Sources& sources, const NewMigration& request) {
    std::string newest;
    Version highest;
    for (const auto& migration : sources.migrations) {
        newest = migration.digits; // sorted: the last one stays
        highest = migration.version;
    }
    if (request.version) {
        auto digits = request.version->digits;
        const auto width = newest.empty() ? default_digits : newest.size();
        return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
    }
    if (request.timestamp || newest.size() == timestamp_digits) {
        // Two within one second, or a clock behind the last author's: stay above the newest.
        return std::max(Version{timestamp()}, Version{plus_one(highest.digits)}).digits;
    }
    if (newest.empty()) {
        return std::string(default_digits - 1, '0') + "1";
    }
    return plus_one(newest);
}

void make_folder(const std::filesystem::path& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) {
        throw Error(
            ErrorKind::usage,
            fmt::format("cannot make the folder {}: {}", folder.string(), failed.message())
        );
    }
}

constexpr const char* example_settings =
    R"(# Settings of runner. Flags and environment variables win over this file.
# database_url = "$DATABASE_URL"
migrations = "migrations"
seeds = "seeds"

# [env.production]
# protected = true
)";

constexpr const char* example_up = R"(-- @description: the first table
create table note (
    id          bigint generated always as identity primary key,
    body        text not null,
    created_at  timestamptz not null default now()
);
)";

constexpr const char* example_down = R"(drop table note;
)";

constexpr const char* example_seed = R"(-- @description: something to look at while developing
insert into note (body)
select 'a first note'
where not exists (select from note);
)";

} // namespace

void split(
    const Text& text,
    const std::filesystem::path& name,
    const std::function<void(const Statement&)>& each
) {
    StatementReader reader(text, name);
    while (const auto statement = reader.next()) {
        each(*statement);
    }
}

Text read_text(const std::filesystem::path& path) {
    return read_text_file(AT_FDCWD, path.c_str(), path);
}

Text text_of(std::string bytes, const std::filesystem::path& name) {
    return checked_text(std::move(bytes), name);
}

std::vector<std::filesystem::path>
create_migration(const Options& options, const NewMigration& request) {
    const auto name = name_from_words(request.name);
    if (name.empty()) {
        Error error(ErrorKind::usage, "a migration needs a name of letters and digits");
        error.say_advice("for example: runner new add users");
        throw error;
    }
    make_folder(options.migrations);
    const auto sources = discover(options);
    const auto digits = next_digits(sources, request);
    const auto taken = std::find_if(
        sources.migrations.begin(),
        sources.migrations.end(),
        [&](const Migration& migration) { return migration.version == Version::from(digits); }
    );
    if (taken != sources.migrations.end()) {
        throw Error(
            ErrorKind::usage,
            fmt::format("version {} is taken by {}", digits, taken->up.path.string())
        );
    }
    const auto up = options.migrations / fmt::format("{}_{}.up.sql", digits, name);
    const auto down = options.migrations / fmt::format("{}_{}.down.sql", digits, name);
    write_new_file(up, fmt::format("-- @description: {}\n\n", request.name));
    write_new_file(down, fmt::format("-- @description: undo {}\n\n", request.name));
    return {up, down};
}

std::vector<std::filesystem::path> create_project(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> written;
    const auto write = [&](const std::filesystem::path& path, std::string_view text) {
        if (!std::filesystem::exists(path)) {
            write_new_file(path, text);
            written.push_back(path);
        }
    };
    const auto migrations = folder / "migrations";
    const auto seeds = folder / "seeds";
    const bool fresh_migrations = !std::filesystem::exists(migrations);
    const bool fresh_seeds = !std::filesystem::exists(seeds);
    make_folder(migrations);
    make_folder(seeds);
    write(folder / "runner.toml", example_settings);
    // An example among somebody's own files would run with them.
    if (fresh_migrations) {
        write(migrations / "001_notes.up.sql", example_up);
        write(migrations / "001_notes.down.sql", example_down);
    }
    if (fresh_seeds && fresh_migrations) {
        write(seeds / "001_notes.sql", example_seed);
    }
    return written;
}

} // namespace runner
