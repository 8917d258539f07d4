// The one exception of the library. Callers ask it questions instead of catching subclasses;
// expected outcomes (an edited file, a late migration) are data in plan.hpp, not exceptions.
#pragma once

#include <runner/location.hpp>
#include <runner/progress.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

enum class ErrorKind {
    statement,   ///< the server refused a statement; its transaction was rolled back
    usage,       ///< the caller asked for what cannot be, or a setting is wrong
    connection,  ///< no server, or it went away before anything was committed
    lock,        ///< another runner, or a lock on a table, outlasted the patience
    source,      ///< a file is unreadable, misnamed or malformed
    history,     ///< files and database disagree
    partial,     ///< a non-transactional migration stopped half way
    in_doubt,    ///< the connection broke during COMMIT: the outcome is unknown
    finding,     ///< a look found what it was looking for: nothing is broken, somebody has to read
    interrupted, ///< the caller's Interrupt was raised; everything open was rolled back
};

/// What the server said, field by field. Untrusted text: escape it before showing it.
struct ServerMessage {
    std::string severity; ///< ERROR, WARNING, NOTICE …, never localised
    std::string sqlstate;
    std::string message;
    std::string detail;
    std::string hint;
    std::string context;
    /// In characters of the statement, from 1; 0 when the server named none.
    std::size_t position = 0;
};

/// One of several things wrong at once: a folder with five bad names is one error with five of
/// these.
struct Complaint {
    std::string message;
    std::optional<Location> location;
};

/// Messages are lower case, without a full stop, and name the thing and what was expected.
class Error : public std::runtime_error {
public:
    Error(ErrorKind kind, const std::string& message);
    Error(ErrorKind kind, const std::string& message, Location location);
    Error(ErrorKind kind, const std::string& message, ServerMessage server);
    /// Never empty; the first complaint is repeated in what().
    Error(ErrorKind kind, std::vector<Complaint> complaints);

    [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }

    [[nodiscard]] const std::optional<Location>& location() const noexcept { return location_; }

    [[nodiscard]] const std::optional<ServerMessage>& server() const noexcept { return server_; }

    /// Everything that is wrong, when it is more than what() can say; otherwise empty.
    [[nodiscard]] const std::vector<Complaint>& complaints() const noexcept { return complaints_; }

    /// The same, never empty: complaints(), or what() with its location as the only one.
    [[nodiscard]] std::vector<Complaint> every_complaint() const;

    /// What is true now: "nothing of 007 was applied; 006 is the current version".
    [[nodiscard]] const std::string& state() const noexcept { return state_; }

    /// What to do next, as a sentence that may name a command.
    [[nodiscard]] const std::string& advice() const noexcept { return advice_; }

    /// Who was in the way, as Observer::blocked has it, when a lock on a table was not to be had.
    [[nodiscard]] const std::vector<Blocker>& blockers() const noexcept { return blockers_; }

    /// Each keeps what an inner scope already said: the first one wins.
    void locate(Location location);
    void say_state(std::string state);
    void say_advice(std::string advice);
    void name_blockers(std::vector<Blocker> blockers);

private:
    ErrorKind kind_;
    std::optional<Location> location_;
    std::optional<ServerMessage> server_;
    std::vector<Complaint> complaints_;
    std::string state_;
    std::string advice_;
    std::vector<Blocker> blockers_;
};

} // namespace runner
