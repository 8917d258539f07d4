// What depends on what, as `@depends` and the numbers say it.
//
// A migration builds on everything before it; one with `@depends` on what it names alone. Where
// nobody says otherwise that is a chain, and the highest number its only head.
#pragma once

#include <runner/migration.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace runner {

struct Graph {
    struct Node {
        std::string label;              ///< "007_add_users", "R_active_users"
        std::optional<Version> version; ///< empty: a repeatable
        std::string description;
    };

    /// Numbers of nodes; `to` comes after `from`.
    struct Edge {
        std::size_t from = 0;
        std::size_t to = 0;
        bool declared = false; ///< by `@depends`, not by the numbers

        bool operator==(const Edge&) const = default;
    };

    std::vector<Node> nodes; ///< migrations by number, then repeatables by name
    std::vector<Edge> edges; ///< by `to`
};

/// Of the files; needs no database. Throws Error{usage} or {source} when they cannot be read.
[[nodiscard]] Graph read_graph(const Options& options);

/// A migration that nothing builds on.
struct Head {
    Version version;
    std::string label;

    bool operator==(const Head&) const = default;
};

/// By number. Throws as read_graph().
[[nodiscard]] std::vector<Head> heads_of_files(const Options& options);

/// Among what is applied; a migration without a file counts as one without `@depends`. Throws
/// Error{connection} besides.
[[nodiscard]] std::vector<Head> heads_of_database(const Options& options, Observer& observer);

} // namespace runner
