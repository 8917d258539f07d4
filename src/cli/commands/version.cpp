// `version`: this program, and the server when a flag or the environment names one.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/json.hpp"
#include "cli/status_view.hpp"
#include "cli/terminal.hpp"

#include <runner/database.hpp>

#include <optional>

namespace runner::cli {
namespace {

std::string compiler() {
#if defined(__clang__)
    return "Clang " + std::to_string(__clang_major__) + "." + std::to_string(__clang_minor__) +
           "." + std::to_string(__clang_patchlevel__);
#else
    return "GCC " + std::to_string(__GNUC__) + "." + std::to_string(__GNUC_MINOR__) + "." +
           std::to_string(__GNUC_PATCHLEVEL__);
#endif
}

} // namespace

std::string version_line() {
    return "runner " RUNNER_VERSION " (" + compiler() + ", libpq " + libpq_version() + ")\n";
}

int run_version(Context& context) {
    const auto& options = context.settings.options;
    // A private server is the same machine's binaries; asking for a version must not create one.
    const bool connects = context.settings.server_given && !is_embedded(options);
    std::optional<ServerInfo> server;
    if (!context.settings.json) {
        print(version_line());
    }
    if (connects) {
        server = server_info(options, context.console);
    }
    if (context.settings.json) {
        print(json_version({RUNNER_VERSION, compiler(), libpq_version()}, server));
    } else if (server) {
        print(server_line(*server) + "\n");
    }
    return exit_done;
}

} // namespace runner::cli
