// Commands one behind the other, without waiting for their answers: libpq's pipeline mode.
//
// There is one Sync, at the end. When a command fails, COMMIT included, the server skips everything
// up to the Sync: nothing that was sent behind it has any effect.
#pragma once

#include "pg/command.hpp"
#include "pg/connection.hpp"

#include <runner/error.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace runner::pg {

class Pipeline {
public:
    /// Called for each command that has succeeded, in the order of sending. May throw; the
    /// connection is then closed by the pipeline's end.
    using Answered = std::function<void(const Result&)>;

    enum class Kind {
        own,       ///< its rows are in the result
        statement, ///< of a script: its rows are dropped while they arrive
        question,  ///< of a script: each row is shown while they arrive
        commit,    ///< of a script's transaction: an interrupt does not cancel it
    };

    /// Called for each row of a question, which is the first one of the result. Must not throw.
    using Arrived = std::function<void(const Result&)>;

    /// Nothing else uses the connection before finish(). `arrived` is needed by questions only.
    Pipeline(Connection& connection, Answered answered, Arrived arrived = {});
    /// Closes the connection when commands are unanswered: the server rolls back what is open.
    ~Pipeline();
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    /// Returns before the server has answered; waits only when much is on its way. Throws what an
    /// earlier command failed with, after everything was answered or skipped; Error{interrupted}
    /// likewise; Error{connection} when the server is gone.
    void send(std::string_view sql, const Parameters& parameters, Kind kind);

    /// The same for a command that is sent again and again: the server keeps its plan under `name`,
    /// which is prepared with `sql` when it is used for the first time.
    void send_prepared(
        const std::string& name, std::string_view sql, const Parameters& parameters, Kind kind
    );

    /// The server is to send what it has answered so far, instead of filling its buffer first.
    void ask_for_answers();

    /// Waits for every answer and leaves pipeline mode; throws as send(). More can be sent then.
    void finish();

    /// After Error{connection}: the server itself ended the session at the first command without an
    /// answer, so that nothing behind it was done.
    [[nodiscard]] bool ended_by_server() const noexcept { return ended_by_server_; }

private:
    enum class Role { command, preparation, sync };

    struct Waiting {
        Kind kind;
        Role role;
        std::size_t bytes;
    };

    void enter();
    void add(Kind kind, Role role, std::size_t bytes);
    void pass_on();
    void drain();
    void push(std::size_t allowed);
    std::size_t read_arrived();
    void read_one();
    void begin_head();
    void take(Result result, int status, const pg_result* raw);
    std::size_t set_values(const Parameters& parameters);
    void end_head();

    Connection& connection_;
    Answered answered_;
    Arrived arrived_;
    std::deque<Waiting> waiting_; // unanswered, the oldest first
    std::optional<Result> last_;  // of the oldest one
    std::optional<Error> failure_;
    std::size_t on_their_way_ = 0; // bytes of what is unanswered
    std::size_t unpushed_ = 0;     // bytes since the socket was looked at
    std::string suffix_;           // of the names of prepared commands
    std::set<std::string> prepared_;
    std::vector<const char*> values_; // reused from one command to the next
    bool active_ = false;
    bool ended_by_server_ = false;
};

} // namespace runner::pg
