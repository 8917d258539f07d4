// The part of TransactionRun that looks what a step changes in the schema. The looks are commands
// of the step's own transaction among the others, so that nobody waits for an answer.
#include "changes/difference.hpp"
#include "execute/retry.hpp"
#include "execute/transaction_run.hpp"

namespace runner {

/// Not where it would cost more than the report is worth: a look takes the server a millisecond,
/// which is what a small file takes, and nobody reads what a hundred files have changed.
bool TransactionRun::looks_at(std::size_t at) const {
    constexpr std::size_t most = 20;
    return may_look_ && steps_[at].action != Step::Action::seed && steps_.size() <= most;
}

void TransactionRun::send_look(
    pg::Pipeline& pipeline, std::size_t at, Purpose purpose, Extent extent
) {
    static const Own settings{"runner_look", look_settings_sql()};
    static const Own relations{"runner_look_relations", look_at_relations_sql()};
    static const Own others{"runner_look_others", look_at_others_sql()};
    send_own(pipeline, {Purpose::look_settings, at, 0, {}}, settings, look_values(named_, extent));
    if (named_.relations || extent == Extent::locked) {
        send_own(pipeline, {purpose, at, 0, {}}, relations, {});
    }
    if (named_.others) {
        send_own(pipeline, {purpose, at, 0, {}}, others, {});
    }
    send(pipeline, {Purpose::look_settings, at, 0, {}}, end_look_sql, {});
}

void TransactionRun::look_before(pg::Pipeline& pipeline, std::size_t at) {
    looks_.erase(at); // of an attempt that was rolled back
    named_ = looks_at(at) ? named_objects(steps_[at].script) : NamedObjects();
    // In one transaction for all files what is new need not be this file's.
    if (!named_.older && !(is_atomic() && !named_.is_empty())) {
        return;
    }
    if (!context_.options.search_path.empty()) {
        send(pipeline, {Purpose::look_settings, at, 0, {}}, session_.own_search_path(), {});
    }
    looks_[at].before.complete = true;
    send_look(pipeline, at, Purpose::look_before, Extent::all);
}

/// Both looks have to search the same schemas. In one transaction for all files, that would hide
/// what a file has left behind for the next one.
void TransactionRun::look_after(pg::Pipeline& pipeline, std::size_t at) {
    if (named_.is_empty() || (is_atomic() && may_leak_)) {
        return;
    }
    if (may_leak_ || named_.hidden || named_.sets_search_path) {
        send(pipeline, {Purpose::look_settings, at, 0, {}}, session_.own_search_path(), {});
    }
    const bool by_locks = named_.hidden && !is_atomic();
    send_look(pipeline, at, Purpose::look_after, by_locks ? Extent::locked : Extent::changed);
    looks_.try_emplace(at);
}

bool TransactionRun::has_failed_look(const Error& error) const {
    return is_answer(error, context_.connection) && !sent_.empty() &&
           (sent_.front().purpose == Purpose::look_settings ||
            sent_.front().purpose == Purpose::look_before ||
            sent_.front().purpose == Purpose::look_after);
}

std::vector<Change> TransactionRun::changes_of(std::size_t at) {
    const auto looks = looks_.extract(at);
    return looks.empty() ? std::vector<Change>()
                         : changes_between(looks.mapped().before, looks.mapped().after);
}

} // namespace runner
