// `db shell`: psql, with everything it needs to reach the database and nothing that `ps` shows.
#include "cluster/binaries.hpp"
#include "cluster/foreground.hpp"
#include "connect/server.hpp"

#include <runner/database.hpp>

#include <system_error>

namespace runner {
namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;

/// A setting for PGOPTIONS, in which a blank ends the word.
std::string setting(const std::string& name, const std::string& value) {
    std::string text = " -c " + name + "=";
    for (const char c : value) {
        text += c == ' ' || c == '\\' ? "\\" : "";
        text += c;
    }
    return text;
}

/// What must not be an argument.
Variables variables(const pg::Conninfo& conninfo) {
    Variables result;
    if (const auto password = conninfo.value("password"); !password.empty()) {
        result.emplace_back("PGPASSWORD", password);
    }
    return result;
}

/// The session as a migration has it at its beginning.
std::string settings_of(const Options& options, const pg::Conninfo& conninfo) {
    auto settings = conninfo.value("options");
    settings += options.role.empty() ? "" : setting("role", options.role);
    settings += options.search_path.empty() ? "" : setting("search_path", options.search_path);
    return settings;
}

/// The one in PATH; else one that came with a server.
std::filesystem::path psql_beside_server() {
    for (const auto& binaries : cluster::installed_binaries()) {
        auto path = binaries.folder / "psql";
        std::error_code unreadable;
        if (std::filesystem::is_regular_file(path, unreadable)) {
            return path;
        }
    }
    return {};
}

} // namespace

int run_shell(
    const Options& options, Observer& observer, const std::vector<std::string>& arguments
) {
    Server server(options, observer);
    // Says what is wrong as every command does, and creates the database of a private server.
    static_cast<void>(server.connect(options.wait));
    auto conninfo = server.conninfo();
    if (const auto settings = settings_of(options, conninfo); !settings.empty()) {
        conninfo.set("options", settings);
    }
    cluster::ForegroundCommand command{
        .program = "psql",
        .arguments = {"--dbname=" + conninfo.text_without_secrets()},
        .environment = variables(conninfo)};
    command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
    try {
        return cluster::run_in_foreground(command, options.interrupt);
    } catch (const std::system_error&) {
        command.program = psql_beside_server();
    }
    if (command.program.empty()) {
        Error error(ErrorKind::usage, "psql is not installed, or not in PATH");
        error.say_advice("install PostgreSQL's client: apt install postgresql-client");
        throw error;
    }
    try {
        return cluster::run_in_foreground(command, options.interrupt);
    } catch (const std::system_error& failure) {
        throw Error(ErrorKind::usage, std::string("psql does not start: ") + failure.what());
    }
}

} // namespace runner
