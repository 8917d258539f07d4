// New files, and texts from wherever they come.
#include "cluster/descriptor.hpp"
#include "discover/file_name.hpp"
#include "discover/file_writer.hpp"
#include "discover/sources.hpp"
#include "discover/sum_file.hpp"
#include "discover/text_file.hpp"
#include "parse/checksum.hpp"
#include "parse/parser.hpp"

#include <runner/error.hpp>
#include <runner/files.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

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

[[noreturn]] void refuse(
    const std::filesystem::path& name, const std::string& message, const std::string& advice = {}
) {
    Error error(ErrorKind::source, message, Location{name, {0, 0}, {}});
    error.say_advice(advice);
    throw error;
}

std::string failure(std::string_view failed) {
    return fmt::format("{}: {}", failed, std::strerror(errno));
}

/// Fills `buffer` from a stream; fewer bytes mean its end.
std::size_t fill(
    std::string& buffer, int stream, const std::filesystem::path& name, const Interrupt* interrupt
) {
    const int wake = interrupt != nullptr ? interrupt->descriptor() : -1;
    std::array<pollfd, 2> waiting = {pollfd{stream, POLLIN, 0}, pollfd{wake, POLLIN, 0}};
    std::size_t filled = 0;
    while (filled < buffer.size()) {
        poll(waiting.data(), waiting.size(), -1); // also for the first writer of a FIFO
        if (interrupt != nullptr && interrupt->raised()) {
            throw Error(ErrorKind::interrupted, "interrupted");
        }
        const auto got = read(stream, buffer.data() + filled, buffer.size() - filled);
        if (got == 0) {
            break;
        }
        if (got > 0) {
            filled += static_cast<std::size_t>(got);
        } else if (errno != EINTR && errno != EAGAIN) {
            refuse(name, failure("cannot read"));
        }
    }
    return filled;
}

/// Without a name: it goes with its descriptor, whatever becomes of us.
int open_temporary_file(const std::filesystem::path& folder) {
    const int nameless = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (nameless >= 0) {
        return nameless;
    }
    auto name = (folder / "runner-XXXXXX").string(); // not every file system can do without one
    const int named = mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) {
        unlink(name.c_str());
    }
    return named;
}

/// `buffer` is full of the first bytes of a stream.
Text keep(
    std::string buffer, int stream, const std::filesystem::path& name, const Interrupt* interrupt
) {
    const char* named = std::getenv("TMPDIR");
    const std::filesystem::path folder = named == nullptr || *named == '\0' ? "/tmp" : named;
    const auto demand = [&](bool done) {
        if (!done) {
            refuse(
                name,
                failure("cannot be kept in a file in " + folder.string()),
                "name a folder with enough room for all of it in TMPDIR"
            );
        }
    };
    const cluster::Descriptor file(open_temporary_file(folder));
    demand(file.is_open());
    std::size_t size = 0;
    for (auto filled = buffer.size(); filled > 0; filled = fill(buffer, stream, name, interrupt)) {
        for (std::size_t written = 0; written < filled;) {
            const auto count = write(file.number(), buffer.data() + written, filled - written);
            demand(count >= 0 || errno == EINTR);
            written += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
        }
        size += filled;
    }
    return map_text(file.number(), name, {0, size}).text;
}

} // namespace

void split(
    const Text& text,
    const std::filesystem::path& name,
    const std::function<bool(const Statement&)>& each
) {
    StatementReader reader(text, name);
    auto statement = reader.next();
    while (statement && each(*statement)) {
        statement = reader.next();
    }
}

Text read_text(const std::filesystem::path& path, const Interrupt* interrupt) {
    // O_NONBLOCK: a FIFO without a writer is waited for where an interrupt is seen.
    const cluster::Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.is_open()) {
        refuse(path, failure("cannot open"));
    }
    return read_text(file.number(), path, interrupt);
}

Text read_text(int descriptor, const std::filesystem::path& name, const Interrupt* interrupt) {
    struct stat facts {};

    if (fstat(descriptor, &facts) != 0) {
        refuse(name, failure("cannot read"));
    }
    if (S_ISDIR(facts.st_mode)) {
        refuse(name, "is a folder; a file was expected");
    }
    const bool file = S_ISREG(facts.st_mode);
    const auto offset = file ? lseek(descriptor, 0, SEEK_CUR) : 0;
    const auto rest =
        static_cast<std::size_t>(file ? std::max<off_t>(facts.st_size - offset, 0) : 0);
    if (rest >= mapped_from) {
        lseek(descriptor, 0, SEEK_END); // as if it had been read
        return map_text(descriptor, name, {static_cast<std::size_t>(offset), rest}).text;
    }
    std::string buffer(mapped_from, '\0');
    buffer.resize(fill(buffer, descriptor, name, interrupt));
    // A NUL is refused before the rest of it fills a disk.
    if (buffer.size() == mapped_from && buffer.find('\0') == std::string::npos) {
        return keep(std::move(buffer), descriptor, name, interrupt);
    }
    return checked_text(std::move(buffer), name).text;
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
    auto lines = options.sum ? lines_to_extend(options, sources) : std::vector<SumLine>();
    std::vector<std::filesystem::path> written;
    const auto write = [&](const char* ending, const std::string& text) {
        const auto file = fmt::format("{}_{}.{}.sql", digits, name, ending);
        written.push_back(options.migrations / file);
        write_new_file(written.back(), text);
        lines.push_back({file, checksum(text)});
    };
    write("up", fmt::format("-- @description: {}\n\n", request.name));
    write("down", fmt::format("-- @description: undo {}\n\n", request.name));
    if (options.sum) {
        write_sum_lines(options, std::move(lines));
    }
    return written;
}

std::vector<std::filesystem::path> create_project(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> written;
    const auto write = [&](const std::filesystem::path& path, std::string_view text) {
        if (!std::filesystem::exists(path)) {
            write_new_file(path, text);
            written.push_back(path.lexically_normal());
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
