#include "hooks/hook_runner.hpp"

#include "discover/text_file.hpp"
#include "execute/statement.hpp"
#include "hooks/child.hpp"
#include "parse/parser.hpp"
#include "parse/script_statements.hpp"
#include "prepare/completion.hpp"
#include "prepare/variables.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace runner {
namespace {

struct Named {
    HookRunner::List list;
    std::string_view name;
};

constexpr std::array names = {
    Named{&Hooks::before_up, "before_up"},
    Named{&Hooks::after_each, "after_each"},
    Named{&Hooks::after_up, "after_up"},
    Named{&Hooks::before_down, "before_down"},
    Named{&Hooks::after_down, "after_down"},
    Named{&Hooks::after_seed, "after_seed"},
    Named{&Hooks::on_failure, "on_failure"}};

std::string_view name_of(HookRunner::List list) {
    const auto* found = std::find_if(names.begin(), names.end(), [&](const Named& each) {
        return each.list == list;
    });
    return found->name;
}

/// A connection string with the password in it, or nothing else than that.
bool tells(std::string_view value, const std::string& password) {
    if (password.empty() || value.find(password) == std::string_view::npos) {
        return false;
    }
    return value == password || value.find("://") != std::string_view::npos ||
           value.find("password") != std::string_view::npos;
}

bool is_handed_on(std::string_view entry, const std::string& password) {
    const auto equals = entry.find('=');
    const auto name = entry.substr(0, equals);
    constexpr std::array<std::string_view, 6> ours = {
        "DATABASE_URL", "PGPASSWORD", "PGHOST", "PGPORT", "PGDATABASE", "PGUSER"};
    return std::find(ours.begin(), ours.end(), name) == ours.end() &&
           !tells(entry.substr(std::min(equals, entry.size() - 1) + 1), password);
}

} // namespace

HookRunner::HookRunner(const Options& options, Observer& observer, pg::Connection& connection)
    : options_(options), observer_(observer), connection_(connection) {
    for (const auto& [list, name] : names) {
        for (const auto& hook : options.hooks.*list) {
            if (hook.kind == Hook::Kind::sql) {
                Step step;
                step.action = Step::Action::seed;
                step.label = hook.file.string();
                step.script = read_script(
                    hook.file,
                    read_text_file(AT_FDCWD, hook.file.c_str(), hook.file),
                    ScriptKind::seed
                );
                scripts_.steps.push_back(std::move(step));
            }
        }
    }
    if (!scripts_.empty()) {
        read_bodies(scripts_, static_cast<unsigned>(connection.server_version()) / 10'000);
        give_values(scripts_, options.variables);
    }
}

void HookRunner::run(List list, const HookFacts& facts, bool pooled) {
    for (const auto& hook : options_.hooks.*list) {
        if (hook.kind == Hook::Kind::command) {
            run_command(name_of(list), hook, facts);
            continue;
        }
        const auto script =
            std::find_if(scripts_.steps.begin(), scripts_.steps.end(), [&](const Step& step) {
                return step.script.path == hook.file;
            });
        run_sql(*script, pooled);
    }
}

void HookRunner::run_and_tell(List list, const HookFacts& facts, bool pooled) {
    if (!has(list)) {
        return;
    }
    try {
        run(list, facts, pooled);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) {
            throw;
        }
        auto place = std::string();
        if (const auto& where = error.location(); where && where->position.line > 0) {
            place = fmt::format(
                "{}:{}:{}: ", where->file.string(), where->position.line, where->position.column
            );
        }
        observer_.remark(fmt::format("hook {} failed: {}{}", name_of(list), place, error.what()));
    }
}

void HookRunner::run_sql(const Step& script, bool pooled) {
    const Session session(connection_, options_);
    const bool transactional = script.script.body->transactional;
    if (pooled && !transactional) {
        throw Error(
            ErrorKind::statement,
            "a hook without a transaction needs a session, and a pooler is in the way",
            Location{script.script.path, {0, 0}, {}}
        );
    }
    connection_.on_notice([&](const ServerMessage& message) { observer_.notice(script, message); });
    FileSession file(connection_, session, script.script);
    try {
        if (transactional) {
            begin(session, script.script, pooled);
        } else {
            file.start();
        }
        RunnableStatements statements(script.script);
        while (const auto statement = statements.next()) {
            run_statement(connection_, script, *statement);
        }
        if (transactional) {
            connection_.commit();
        }
    } catch (const Error&) {
        connection_.rollback();
        leave(file, pooled);
        throw;
    }
    leave(file, pooled);
}

void HookRunner::begin(const Session& session, const Script& script, bool pooled) {
    connection_.execute(Session::begin_sql(script));
    if (!pooled) {
        connection_.execute(session.own_role_sql() + "RESET ALL");
    }
    connection_.query(
        "select " + session.settings_sql(pooled), session.settings_values(script, true)
    );
}

/// As it was before.
void HookRunner::leave(FileSession& file, bool pooled) {
    connection_.on_notice({});
    if (!pooled) {
        file.end();
    }
}

void HookRunner::run_command(std::string_view name, const Hook& hook, const HookFacts& facts) {
    const auto outcome = run_shell(
        hook.command,
        environment(name, facts),
        options_.hooks.timeout,
        options_.interrupt,
        [&](std::string_view line) { observer_.remark(fmt::format("{}: {}", name, line)); }
    );
    if (outcome.timed_out) {
        throw Error(
            ErrorKind::statement,
            fmt::format(
                "`{}` did not end within {} ms", hook.command, options_.hooks.timeout.count()
            )
        );
    }
    if (outcome.status != 0) {
        throw Error(
            ErrorKind::statement,
            fmt::format("`{}` ended with exit status {}", hook.command, outcome.status)
        );
    }
}

std::vector<std::string>
HookRunner::environment(std::string_view name, const HookFacts& facts) const {
    const auto password = connection_.same_server().value("password");
    std::vector<std::string> result;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        if (is_handed_on(*entry, password)) {
            result.emplace_back(*entry);
        }
    }
    const auto tell = [&result](std::string_view variable, std::string_view value) {
        result.push_back(fmt::format("{}={}", variable, value));
    };
    tell("RUNNER_HOOK", name);
    tell("RUNNER_COMMAND", options_.hooks.command);
    tell("RUNNER_VERSION", facts.version);
    tell("RUNNER_LABEL", facts.label);
    tell("RUNNER_ACTION", facts.action);
    tell("RUNNER_DURATION_MS", facts.took ? std::to_string(facts.took->count()) : "");
    tell("RUNNER_CURRENT", facts.current);
    tell("RUNNER_APPLIED", std::to_string(facts.applied));
    tell("RUNNER_ENV", options_.environment);
    tell("RUNNER_ERROR", facts.error);
    tell("PGHOST", connection_.host());
    tell("PGPORT", connection_.port());
    tell("PGDATABASE", connection_.database());
    tell("PGUSER", connection_.user());
    return result;
}

} // namespace runner
