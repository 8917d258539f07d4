// Databases that are made to be thrown away: on a private server, or with a recognisable name on
// one that somebody else runs.
#pragma once

#include "pg/connection.hpp"
#include "scratch/guardian.hpp"

#include <runner/interrupt.hpp>
#include <runner/scratch.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace runner::scratch {

/// What the scratch databases should have in common with the database they stand for.
struct Likeness {
    std::string superuser = "postgres"; ///< of a private server: who makes everything
    std::string database = "app";       ///< of a private server: the first database's name
    std::vector<std::string> roles;     ///< of a private server: made without rights, as they are
                                        ///< named in GRANT and OWNER
};

class ScratchServer {
public:
    /// Throws as Guardian does; Error{usage} for unusable options, Error{connection}.
    ScratchServer(const ScratchOptions& options, const Likeness& likeness, Interrupt* interrupt);
    /// Everything is gone afterwards.
    ~ScratchServer();
    ScratchServer(const ScratchServer&) = delete;
    ScratchServer& operator=(const ScratchServer&) = delete;

    /// Makes an empty database and returns its name.
    std::string create();
    /// Makes a copy; nobody may be connected to `original`.
    std::string copy(const std::string& original);
    void drop(const std::string& database);

    /// For Options::database_url.
    [[nodiscard]] std::string url(const std::string& database) const;

    [[nodiscard]] bool is_private() const noexcept { return guardian_.has_value(); }

    /// Where files of ours are gone with the server; empty on a server elsewhere.
    [[nodiscard]] std::filesystem::path folder() const {
        return guardian_ ? guardian_->folder() : std::filesystem::path();
    }

    /// Unless it is there. Only on a private server, where it is gone afterwards.
    void create_role(const std::string& name);

    /// Roles that files have made; those of the likeness and of create_role() are not among them.
    /// Only on a private server: empty elsewhere.
    [[nodiscard]] std::vector<std::string> made_roles();

    /// Drops the roles that files have made, which belong to no database; those of the likeness and
    /// of create_role() stay. Only on a private server, and when all databases are dropped.
    void drop_made_roles();

    /// Those of `extensions` that cannot be created here.
    [[nodiscard]] std::vector<std::string> lacking(const std::vector<std::string>& extensions);

    /// 150008
    [[nodiscard]] int server_version() const noexcept { return maintenance_->server_version(); }

private:
    std::string next_name();

    std::optional<Guardian> guardian_;
    std::string superuser_;
    std::string first_name_; ///< for the next database, once
    pg::Conninfo conninfo_;
    std::optional<pg::Connection> maintenance_;
    std::uint64_t run_ = 0;
    int made_ = 0;
    std::vector<std::string> databases_;
    std::set<std::string> own_roles_;
};

/// Names of leftovers, seen from any database in which the runs take their locks.
[[nodiscard]] std::vector<std::string> leftovers(pg::Connection& maintenance);

/// To the database in which the runs take their locks.
[[nodiscard]] pg::Connection connect_for_runs(const std::string& url, Interrupt* interrupt);

} // namespace runner::scratch
