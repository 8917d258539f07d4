// What the parts of a script write to, and what they have in common.
#pragma once

#include "psql/quoting.hpp"

#include <runner/options.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace runner::psql {

class Output {
public:
    using Sink = std::function<void(std::string_view)>;

    Output(Sink sink, const Options& options);

    void write(std::string_view text) const { sink_(text); }

    /// A command of our own and the end of it.
    void run(std::string_view sql) const;

    /// A query of one row, whose columns become psql variables; runner_ignored is for nobody.
    void ask(std::string_view sql) const;

    /// What follows up to end_if() happens only when the variable is true.
    void begin_if(std::string_view variable) const;
    void otherwise() const;
    void end_if() const;

    /// Ends the script with an error of the server's, which psql shows and exits 3 for.
    void fail(std::string_view message, std::string_view hint) const;
    /// The same when the variable is true.
    void fail_if(std::string_view variable, std::string_view message, std::string_view hint) const;

    /// A line on standard output.
    void say(std::string_view text) const;

    /// A tag for a dollar quote that is nowhere in `text`, without its dollars.
    [[nodiscard]] static std::string tag_outside_of(std::string_view text);

    /// Back to our own role and settings, inside or outside of a transaction.
    void reset_session() const;
    /// Our own role, or with `local` for this transaction only.
    void become_ourselves(bool local) const;

    /// Of the history; quoted.
    [[nodiscard]] const std::string& schema() const noexcept { return schema_; }

    [[nodiscard]] const Options& options() const noexcept { return options_; }

    /// A boolean expression that fails when the transaction is not the one that was opened, or the
    /// lock is gone. `step`: the former is asked, too.
    [[nodiscard]] static std::string closing_guard(bool step);

private:
    Sink sink_;
    const Options& options_;
    std::string schema_;
    std::string role_;
};

} // namespace runner::psql
