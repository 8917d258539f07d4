// Where distributions put the server programs: seldom in PATH, and one folder for each major
// version, so that several can be installed side by side.
#include "cluster/binaries.hpp"

#include "cluster/errors.hpp"
#include "cluster/process.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <glob.h>
#include <set>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace runner::cluster {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view digits = "0123456789";

/// Debian, Red Hat, built from source, Homebrew.
constexpr std::array<const char*, 4> usual_places = {
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
};

bool holds_programs(const fs::path& folder) {
    for (const char* const program : {"initdb", "pg_ctl", "postgres"}) {
        const fs::path path = folder / program;
        std::error_code unreadable; // a folder in PATH that we may not read holds nothing for us
        if (!fs::is_regular_file(path, unreadable) || access(path.c_str(), X_OK) != 0) {
            return false;
        }
    }
    return true;
}

int number_in(std::string_view text) {
    const auto begin = text.find_first_of(digits);
    return begin == text.npos ? 0 : std::atoi(std::string(text.substr(begin)).c_str());
}

/// The folder's name spares us running the program: "15", "pgsql-15", "postgresql@15".
int major_version_of(const fs::path& folder) {
    const std::string name = folder.parent_path().filename().string();
    for (const std::string_view prefix : {"", "pgsql-", "postgresql@"}) {
        const bool fits = name.starts_with(prefix) && name.size() > prefix.size();
        if (fits && name.find_first_not_of(digits, prefix.size()) == name.npos) {
            return number_in(name);
        }
    }
    // "postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)"
    return number_in(run({.program = folder / "postgres", .arguments = {"--version"}}).output);
}

std::vector<fs::path> folders_in_path() {
    std::vector<fs::path> folders;
    const char* const value = std::getenv("PATH");
    std::string_view rest = value == nullptr ? "" : value;
    while (!rest.empty()) {
        const auto colon = std::min(rest.find(':'), rest.size());
        const fs::path folder = rest.substr(0, colon);
        if (folder.is_absolute()) { // anything else is at the mercy of the current folder
            folders.push_back(folder);
        }
        rest.remove_prefix(std::min(colon + 1, rest.size()));
    }
    return folders;
}

std::vector<fs::path> matches(const char* pattern) {
    std::vector<fs::path> folders;
    glob_t found{};
    if (glob(pattern, 0, nullptr, &found) == 0) {
        folders.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    }
    globfree(&found);
    return folders;
}

std::vector<fs::path> candidates() {
    std::vector<fs::path> folders = folders_in_path();
    for (const char* const place : usual_places) {
        const auto found = matches(place);
        folders.insert(folders.end(), found.begin(), found.end());
    }
    return folders;
}

} // namespace

Binaries binaries_in(const fs::path& folder, const std::string& name) {
    if (!holds_programs(folder)) {
        throw usage_error(
            fmt::format("{}{} does not hold initdb, pg_ctl and postgres", name, folder.string()),
            "name the folder with PostgreSQL's server programs, or name none to search the usual "
            "places"
        );
    }
    const fs::path absolute = fs::absolute(folder);
    return {absolute, major_version_of(absolute)};
}

std::vector<Binaries> installed_binaries() {
    const char* const named = std::getenv("RUNNER_PG_BIN");
    if (named != nullptr && *named != '\0') {
        return {binaries_in(named, "RUNNER_PG_BIN=")};
    }
    std::vector<Binaries> found;
    std::set<fs::path> seen; // one folder is often reached by several ways
    for (const auto& folder : candidates()) {
        if (!holds_programs(folder)) {
            continue;
        }
        // PATH often holds links to the programs: the real folder also has the version in its name.
        const fs::path real = fs::canonical(folder / "postgres").parent_path();
        const fs::path& chosen = holds_programs(real) ? real : folder;
        if (seen.insert(chosen).second) {
            found.push_back({chosen, major_version_of(chosen)});
        }
    }
    std::ranges::stable_sort(found, std::ranges::greater(), &Binaries::major);
    return found;
}

Binaries find_binaries(int major) {
    const auto found = installed_binaries();
    const auto fits = [major](const Binaries& binaries) {
        return major == 0 || binaries.major == major;
    };
    if (const auto match = std::ranges::find_if(found, fits); match != found.end()) {
        return *match;
    }
    const std::string version = major == 0 ? "" : fmt::format(" {}", major);
    std::string message = fmt::format(
        "the server programs of PostgreSQL{} (initdb, pg_ctl, postgres) are not installed", version
    );
    for (const auto& binaries : found) {
        message += fmt::format("; {} holds {}", binaries.folder.string(), binaries.major);
    }
    throw usage_error(
        message,
        fmt::format(
            "install them (Debian and Ubuntu: apt-get install postgresql{}), or name their folder "
            "in RUNNER_PG_BIN",
            major == 0 ? "" : fmt::format("-{}", major)
        )
    );
}

} // namespace runner::cluster
