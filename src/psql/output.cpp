#include "psql/output.hpp"

#include "execute/own_settings.hpp"

#include <spdlog/fmt/fmt.h>

#include <utility>

namespace runner::psql {
namespace {

// pg_locks shows a 64-bit key as its two halves.
std::string unless_held(std::string_view variable, std::string_view words) {
    return fmt::format(
        "when pg_catalog.count(*) filter (where l.classid operator(pg_catalog.=) "
        "(:{0} operator(pg_catalog.>>) 32 operator(pg_catalog.&) "
        "4294967295::pg_catalog.int8)::pg_catalog.oid and l.objid operator(pg_catalog.=) "
        "(:{0} operator(pg_catalog.&) 4294967295::pg_catalog.int8)::pg_catalog.oid) "
        "operator(pg_catalog.=) 0::pg_catalog.int8 then '{1}' ",
        variable,
        words
    );
}

} // namespace

Output::Output(Sink sink, const Options& options)
    : sink_(std::move(sink)), options_(options), schema_(name(options.history_schema)) {
    role_ = options.role.empty() ? "" : name(options.role);
}

void Output::run(std::string_view sql) const {
    write(sql);
    write(";\n");
}

void Output::ask(std::string_view sql) const {
    write(sql);
    write(" \\gset\n");
}

void Output::begin_if(std::string_view variable) const {
    write(fmt::format("\\if :{}\n", variable));
}

void Output::otherwise() const {
    write("\\else\n");
}

void Output::end_if() const {
    write("\\endif\n");
}

void Output::fail(std::string_view message, std::string_view hint) const {
    write("\\set SHOW_CONTEXT never\n"); // where in the block is of no interest
    run(fmt::format(
        "do $runner$ begin raise exception using message = {}, hint = {}; end $runner$",
        literal(message),
        literal(hint)
    ));
}

void Output::fail_if(std::string_view variable, std::string_view message, std::string_view hint)
    const {
    begin_if(variable);
    fail(message, hint);
    end_if();
}

void Output::say(std::string_view text) const {
    std::string quoted;
    for (const char byte : comment(text)) {
        quoted += byte == '\'' || byte == '\\' ? std::string(2, byte) : std::string(1, byte);
    }
    write(fmt::format("\\echo '{}'\n", quoted));
}

std::string Output::tag_outside_of(std::string_view text) {
    for (std::size_t number = 0;; ++number) {
        auto tag = fmt::format("runner_{}", number);
        if (text.find(tag) == std::string_view::npos) {
            return tag;
        }
    }
}

void Output::reset_session() const {
    become_ourselves(false);
    run("reset all");
    std::string values;
    for (const auto& setting : own_settings(options_)) {
        values += fmt::format(
            "{}({}, {}, {})",
            values.empty() ? "" : ", ",
            literal(setting.name),
            literal(setting.value),
            setting.since
        );
    }
    ask(fmt::format(
        "select pg_catalog.count(pg_catalog.set_config(s.name, s.value, false)) as runner_ignored "
        "from (values ('client_encoding', 'UTF8', 0), {}) s (name, value, since) where s.since "
        "operator(pg_catalog.<=) "
        "pg_catalog.current_setting('server_version_num')::pg_catalog.int4",
        values
    ));
}

void Output::become_ourselves(bool local) const {
    run(local ? "set local session authorization default" : "reset session authorization");
    if (!role_.empty()) {
        run(fmt::format("set {}role {}", local ? "local " : "", role_));
    }
}

std::string Output::closing_guard(bool step) {
    return fmt::format(
        "(select case {}{}else 'true' end from pg_catalog.pg_locks l where l.locktype "
        "operator(pg_catalog.=) 'advisory'::pg_catalog.text and l.granted and l.objsubid "
        "operator(pg_catalog.=) 1::pg_catalog.int2 and l.pid operator(pg_catalog.=) "
        "pg_catalog.pg_backend_pid())::pg_catalog.bool",
        step ? unless_held("runner_step", "runner: a statement ended the transaction it ran in")
             : std::string(),
        unless_held("runner_lock", "runner: the script released the lock of runner")
    );
}

} // namespace runner::psql
