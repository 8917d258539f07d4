// The part of StatementRun that looks what its file changes in the schema, before its first
// statement and behind its last one.
#include "changes/difference.hpp"
#include "changes/look.hpp"
#include "execute/retry.hpp"
#include "execute/statement_run.hpp"

namespace runner {

/// When a look fails there is no report; nothing else may come of it.
std::optional<SeenObjects> StatementRun::look() {
    try {
        return look_now(context_.connection, named_);
    } catch (const Error& error) {
        if (!is_answer(error, context_.connection)) {
            throw;
        }
        context_.connection.rollback();
        return std::nullopt;
    }
}

void StatementRun::look_before() {
    if (!context_.options.changes || step_.action == Step::Action::seed) {
        return;
    }
    named_ = named_objects(step_.script);
    if (named_.relations || named_.others) {
        before_ = look();
    }
}

void StatementRun::look_after() {
    if (!before_) {
        return;
    }
    if (const auto after = look()) {
        changes_ = changes_between(*before_, *after);
    }
}

} // namespace runner
