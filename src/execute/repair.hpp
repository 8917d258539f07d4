// What becomes of a statement that did not end as it should: told, recorded, cleaned up.
#pragma once

#include "execute/context.hpp"
#include "execute/evidence.hpp"
#include "execute/file_session.hpp"

#include <runner/history.hpp>
#include <runner/plan.hpp>

#include <cstddef>
#include <string_view>

namespace runner {

class JournalRepair {
public:
    /// All of them outlive this.
    JournalRepair(
        const ExecutionContext& context, FileSession& session, Evidence& evidence, const Step& step
    );

    /// What became of a statement whose outcome nobody wrote down, or which failed: true when it is
    /// done, false when it has to run. Repairs what is half done. `sql` is the statement as it was
    /// sent, empty when nobody knows. Throws Error{partial} when only a person can tell.
    bool settle(const JournalEntry& entry, std::string_view sql);

    /// Runs the repairs, without lock_timeout, and says so.
    void carry_out(const Finding& finding, std::size_t number, std::string_view sql);

    /// To the user and to the history.
    void tell(std::size_t number, std::string_view sql, std::string_view words);

private:
    void wait_for_the_sender(const JournalEntry& entry);

    const ExecutionContext& context_;
    FileSession& session_;
    Evidence& evidence_;
    const Step& step_;
};

} // namespace runner
