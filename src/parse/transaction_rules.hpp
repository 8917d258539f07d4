// The statements of a script, in order -> how the script runs: in one transaction or without, with
// which modes. Refuses the scripts that can do neither.
#pragma once

#include <runner/migration.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace runner {

class TransactionRules {
public:
    /// `script` outlives the rules and has its header. `server` is the major version of the server
    /// whose opinion of transaction blocks counts; 0 stands for the newest.
    TransactionRules(const Script& script, unsigned server);

    /// Throws Error{source} at a statement that cannot run where it stands.
    void add(const Statement& statement);
    /// Puts what was learned into the body. Throws Error{source}.
    void finish(Body& body) const;

private:
    /// Where a statement stands, and what it is called in a message.
    struct Place {
        std::size_t offset = 0;
        std::string name; ///< "CREATE TABLE (line 3)"
    };

    static Place place_of(const Statement& statement);
    void add_transaction_control(const Statement& statement);
    void add_ordinary(const Statement& statement);
    bool takes_modes(const Statement& statement);
    void check_mixture() const;
    [[noreturn]] void fail(const std::string& message, const Place& place) const;

    const Script& script_;
    unsigned server_;
    std::size_t statements_ = 0;
    bool at_beginning_ = true; ///< nothing but BEGIN and SET TRANSACTION yet
    std::optional<Place> begin_;
    std::optional<Place> commit_; ///< the last statement, until another one comes
    std::optional<Place> refusing_;
    std::optional<Place> ordinary_;
    std::string modes_;
};

} // namespace runner
