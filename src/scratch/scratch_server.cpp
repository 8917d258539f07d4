// A run has a number. It is in the names of its databases, and the run holds an advisory lock on it
// for as long as it lives: so a leftover is a name whose lock nobody has.
#include "scratch/scratch_server.hpp"

#include "cluster/binaries.hpp"
#include "cluster/conninfo_value.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <exception>
#include <random>
#include <string_view>
#include <utility>

namespace runner::scratch {
namespace {

constexpr std::string_view database_prefix = "runner_scratch_";

// Nothing has to survive. Room for locks and workers, because one transaction may make a thousand
// tables; logical, or CREATE PUBLICATION warns.
const std::vector<std::string> private_settings = {
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=logical",
    "autovacuum=off",
    "jit=off",
    "max_connections=24",
    "shared_buffers=64MB",
    "max_locks_per_transaction=512",
    "max_prepared_transactions=8",
    "dynamic_shared_memory_type=mmap",
    "log_min_messages=fatal",
    "port=5432",
};

std::string text_of(const pg::Conninfo& conninfo) {
    std::string text;
    for (const auto& [keyword, value] : conninfo.keywords()) {
        if (!value.empty()) {
            text += (text.empty() ? "" : " ") + keyword + "=" + cluster::quoted_value(value);
        }
    }
    return text;
}

std::filesystem::path programs_of(const ScratchOptions& options) {
    return options.pg_bin.empty() ? cluster::find_binaries().folder
                                  : cluster::binaries_in(options.pg_bin, "--pg-bin ").folder;
}

std::optional<std::string> superuser_of(const Likeness& likeness) {
    return likeness.superuser.empty() || likeness.superuser.starts_with("pg_")
               ? std::nullopt
               : std::optional(likeness.superuser);
}

pg::Conninfo private_conninfo(const Guardian& guardian, const std::string& superuser) {
    return pg::Conninfo(fmt::format(
        "host={} port=5432 user={} dbname=postgres",
        cluster::quoted_value(guardian.folder().string()),
        cluster::quoted_value(superuser)
    ));
}

pg::Conninfo remote_conninfo(const std::string& url) {
    pg::Conninfo conninfo(url);
    conninfo.set("dbname", "postgres");
    return conninfo;
}

void check(const ScratchOptions& options) {
    if (options.url.empty()) {
        return;
    }
    if (!options.pg_bin.empty()) {
        Error error(
            ErrorKind::usage, "a scratch server is started from --pg-bin, or reached by a URL"
        );
        error.say_advice("leave out --pg-bin or --scratch-url");
        throw error;
    }
    if (options.url.starts_with("embedded:")) {
        Error error(ErrorKind::usage, "--scratch-url is for a server that runs elsewhere");
        error.say_advice("leave it out: a private server is started without it");
        throw error;
    }
}

std::uint64_t random_run() {
    std::random_device device;
    const std::uint64_t high = device() & 0x7fffffffU; // a bigint's sign stays out of it
    return (high << 32U) | device();
}

} // namespace

pg::Connection connect_for_runs(const std::string& url, Interrupt* interrupt) {
    check({.pg_bin = {}, .url = url});
    return {remote_conninfo(url), interrupt};
}

std::vector<std::string> leftovers(pg::Connection& maintenance) {
    // The lock of a bigint is seen as its two halves.
    const auto found = maintenance.query(
        "select d.datname from pg_catalog.pg_database d "
        "where d.datname operator(pg_catalog.~) '^runner_scratch_[0-9a-f]{16}_[0-9]+$' "
        "and not exists (select from pg_catalog.pg_locks l "
        "where l.locktype operator(pg_catalog.=) 'advisory' and l.objsubid "
        "operator(pg_catalog.=) 1 "
        "and l.database operator(pg_catalog.=) (select oid from pg_catalog.pg_database "
        "where datname operator(pg_catalog.=) pg_catalog.current_database()) "
        "and pg_catalog.lpad(pg_catalog.to_hex(l.classid::pg_catalog.int8), 8, '0') "
        "operator(pg_catalog.||) pg_catalog.lpad(pg_catalog.to_hex(l.objid::pg_catalog.int8), 8, "
        "'0') operator(pg_catalog.=) pg_catalog.substr(d.datname::pg_catalog.text, 16, 16)) "
        "order by 1",
        {}
    );
    std::vector<std::string> names;
    for (std::size_t row = 0; row < found.rows(); ++row) {
        names.emplace_back(found.value(row, 0));
    }
    return names;
}

ScratchServer::ScratchServer(
    const ScratchOptions& options, const Likeness& likeness, Interrupt* interrupt
)
    : superuser_(superuser_of(likeness).value_or("postgres")), conninfo_([&] {
          check(options);
          if (!options.url.empty()) {
              return remote_conninfo(options.url);
          }
          guardian_.emplace(GuardedServer{
              .programs = programs_of(options),
              .superuser = superuser_,
              .settings = private_settings});
          return private_conninfo(*guardian_, superuser_);
      }()) {
    maintenance_.emplace(conninfo_, interrupt);
    if (guardian_) {
        first_name_ = likeness.database;
        for (const auto& role : likeness.roles) {
            create_role(role);
        }
        return;
    }
    run_ = random_run();
    maintenance_->execute(
        fmt::format("select pg_catalog.pg_advisory_lock({}::pg_catalog.int8)", run_)
    );
}

ScratchServer::~ScratchServer() {
    try {
        while (!is_private() && !databases_.empty()) {
            drop(databases_.back());
        }
    } catch (const std::exception&) {
        return; // the next run finds them
    }
}

std::string ScratchServer::next_name() {
    // What names its database (ALTER DATABASE app SET …) is at home in the first one.
    const bool taken = first_name_.empty() || first_name_ == "postgres" ||
                       first_name_ == "template0" || first_name_ == "template1";
    ++made_;
    return is_private() && !taken ? std::exchange(first_name_, {})
                                  : fmt::format("{}{:016x}_{}", database_prefix, run_, made_);
}

std::string ScratchServer::create() {
    auto name = next_name();
    maintenance_->execute(
        fmt::format("CREATE DATABASE {} TEMPLATE template0", maintenance_->quote_name(name))
    );
    databases_.push_back(name);
    return name;
}

std::string ScratchServer::copy(const std::string& original) {
    auto name = next_name();
    maintenance_->execute(fmt::format(
        "CREATE DATABASE {} TEMPLATE {}",
        maintenance_->quote_name(name),
        maintenance_->quote_name(original)
    ));
    databases_.push_back(name);
    return name;
}

void ScratchServer::drop(const std::string& database) {
    // Said before it is forgotten: `database` may be the entry itself.
    const auto sql =
        fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", maintenance_->quote_name(database));
    std::erase_if(databases_, [name = database](const auto& other) { return other == name; });
    maintenance_->execute(sql);
}

std::string ScratchServer::url(const std::string& database) const {
    auto conninfo = conninfo_;
    conninfo.set("dbname", database);
    return text_of(conninfo);
}

void ScratchServer::create_role(const std::string& name) {
    if (!is_private() || name.empty() || name.starts_with("pg_") || name == superuser_) {
        return;
    }
    own_roles_.insert(name);
    const auto found = maintenance_->query(
        "select from pg_catalog.pg_roles where rolname operator(pg_catalog.=) "
        "$1::pg_catalog.name",
        {name}
    );
    if (found.rows() == 0) {
        maintenance_->execute("CREATE ROLE " + maintenance_->quote_name(name));
    }
}

std::vector<std::string> ScratchServer::made_roles() {
    std::vector<std::string> names;
    if (!is_private()) {
        return names;
    }
    const auto found = maintenance_->execute(
        "select rolname from pg_catalog.pg_roles "
        "where rolname::pg_catalog.text operator(pg_catalog.!~) '^pg_' order by 1"
    );
    for (std::size_t row = 0; row < found.front().rows(); ++row) {
        std::string name(found.front().value(row, 0));
        if (name != superuser_ && !own_roles_.contains(name)) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

void ScratchServer::drop_made_roles() {
    for (const auto& name : made_roles()) {
        maintenance_->execute("DROP ROLE " + maintenance_->quote_name(name));
    }
}

std::vector<std::string> ScratchServer::lacking(const std::vector<std::string>& extensions) {
    std::vector<std::string> missing;
    for (const auto& extension : extensions) {
        const auto found = maintenance_->query(
            "select from pg_catalog.pg_available_extensions where name operator(pg_catalog.=) "
            "$1::pg_catalog.name",
            {extension}
        );
        if (found.rows() == 0) {
            missing.push_back(extension);
        }
    }
    return missing;
}

} // namespace runner::scratch
