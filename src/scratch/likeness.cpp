#include "scratch/likeness.hpp"

#include <cstddef>
#include <string_view>

namespace runner::scratch {
namespace {

std::vector<std::string> first_column(pg::Connection& connection, std::string_view sql) {
    const auto found = connection.execute(sql);
    std::vector<std::string> values;
    for (std::size_t row = 0; row < found.front().rows(); ++row) {
        values.emplace_back(found.front().value(row, 0));
    }
    return values;
}

} // namespace

Likeness likeness_of(pg::Connection& target) {
    return {
        .superuser = first_column(target, "select session_user").front(),
        .database = target.database(),
        .roles = first_column(
            target,
            "select rolname from pg_catalog.pg_roles "
            "where rolname::pg_catalog.text operator(pg_catalog.!~) '^pg_' order by 1"
        )};
}

std::vector<std::string> extensions_of(pg::Connection& target) {
    return first_column(target, "select extname from pg_catalog.pg_extension order by 1");
}

void tell_lacking(
    ScratchServer& server, const std::vector<std::string>& extensions, Observer& observer
) {
    std::string names;
    for (const auto& name : server.lacking(extensions)) {
        names += (names.empty() ? "" : ", ") + name;
    }
    if (!names.empty()) {
        observer.remark(
            "the scratch server cannot create what the database has: extension " + names +
            "; install it there, name other server programs with --pg-bin, or another server with "
            "--scratch-url"
        );
    }
}

void tell_other_version(ScratchServer& server, const pg::Connection& target, Observer& observer) {
    constexpr int major = 10'000;
    const int ours = server.server_version() / major;
    const int theirs = target.server_version() / major;
    if (ours != theirs) {
        observer.remark(
            "the scratch server is PostgreSQL " + std::to_string(ours) + ", the database " +
            std::to_string(theirs) + ": what they print in different words is told, too"
        );
    }
}

void run_with_roles(ScratchServer& server, const std::function<void()>& action) {
    std::set<std::string> made;
    for (;;) {
        try {
            action();
            return;
        } catch (const Error& error) {
            if (!create_missing_role(server, error, made)) {
                throw;
            }
        }
    }
}

Options scratch_options(const Options& options) {
    auto scratch = options;
    scratch.hooks = {};
    scratch.late = Options::Late::apply;
    scratch.ahead = Options::Ahead::ok;
    scratch.require_sum = false;
    scratch.require_down = false;
    scratch.durable = Options::Durable::run;
    scratch.atomic = false;
    scratch.wait = std::chrono::milliseconds(0);
    return scratch;
}

bool create_missing_role(ScratchServer& server, const Error& error, std::set<std::string>& made) {
    constexpr std::string_view begin = "role \"";
    constexpr std::string_view end = "\" does not exist";
    if (!server.is_private() || !error.server() || error.server()->sqlstate != "42704") {
        return false;
    }
    const std::string_view message = error.server()->message;
    if (!message.starts_with(begin) || !message.ends_with(end)) {
        return false;
    }
    const std::string name(message.substr(begin.size(), message.size() - begin.size() - end.size())
    );
    if (!made.insert(name).second) {
        return false; // it was of no use
    }
    server.create_role(name);
    return true;
}

} // namespace runner::scratch
