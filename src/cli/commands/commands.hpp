// One function a command. Each does its work, writes its result, and returns an exit status; what
// goes wrong is thrown.
#pragma once

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "cli/settings.hpp"

#include <string>

namespace runner::cli {

struct Context {
    const Arguments& arguments;
    const Settings& settings;
    Console& console;
};

int run_init(Context& context);
int run_new(Context& context);
int run_up(Context& context);
int run_down(Context& context);
int run_goto(Context& context);
int run_redo(Context& context);
int run_seed(Context& context);
int run_plan(Context& context);
int run_status(Context& context);
int run_current(Context& context);
int run_history(Context& context);
int run_show(Context& context);
int run_verify(Context& context);
int run_heads(Context& context);
int run_graph(Context& context);
int run_resolve(Context& context);
int run_sum(Context& context);
int run_renumber(Context& context);
int run_repair(Context& context);
int run_baseline(Context& context);
int run_split(Context& context);
int run_import(Context& context);
int run_check(Context& context);
int run_drift(Context& context);
int run_squash(Context& context);
int run_dump(Context& context);
int run_erd(Context& context);
int run_db_create(Context& context);
int run_db_drop(Context& context);
int run_db_reset(Context& context);
int run_db_shell(Context& context);
int run_db_wait(Context& context);
int run_db_start(Context& context);
int run_db_stop(Context& context);
int run_version(Context& context);
int run_completion(Context& context);
int run_help(Context& context);

/// Runs the command the arguments name.
int run_command(Context& context);

/// "runner 0.1.0 (GCC 12.2.0, libpq 15.8)"
[[nodiscard]] std::string version_line();

} // namespace runner::cli
