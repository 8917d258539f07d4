#include "parse/transaction_rules.hpp"

#include "parse/transaction_modes.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <limits>

namespace runner {
namespace {

/// See Statement::refuses_transaction_since.
constexpr unsigned oldest_known_server = 13;

} // namespace

TransactionRules::TransactionRules(const Script& script, unsigned server)
    : script_(script),
      server_(
          server == 0 ? std::numeric_limits<unsigned>::max() : std::max(server, oldest_known_server)
      ) {}

TransactionRules::Place TransactionRules::place_of(const Statement& statement) {
    return {
        statement.span.offset,
        fmt::format("{} (line {})", statement.command, statement.position.line)};
}

void TransactionRules::fail(const std::string& message, const Place& place) const {
    throw Error(ErrorKind::source, message, script_.locate(place.offset));
}

void TransactionRules::add(const Statement& statement) {
    if (commit_) {
        fail(
            fmt::format(
                "{} ends the transaction, and statements follow it; runner opens and closes the "
                "transaction: remove it, or make two migrations",
                commit_->name
            ),
            *commit_
        );
    }
    if (statement.controls_transaction) {
        add_transaction_control(statement);
    } else if (!takes_modes(statement)) {
        add_ordinary(statement);
    }
    at_beginning_ = at_beginning_ && statements_ == 0;
}

void TransactionRules::add_transaction_control(const Statement& statement) {
    const auto place = place_of(statement);
    if (script_.header.transaction == Header::Transaction::none) {
        fail(
            fmt::format(
                "{} cannot stand in a file with `@transaction: none`, where each statement stands "
                "alone; put what belongs into one transaction in a migration of its own without "
                "`@transaction: none`",
                place.name
            ),
            place
        );
    }
    if (!begin_ && modes_.empty()) {
        auto modes = modes_of_begin(script_.text, statement);
        // Behind other statements, which then join the transaction, modes would come too late.
        if (modes && (at_beginning_ || modes->empty()) && !refusing_) {
            begin_ = place;
            modes_ = std::move(*modes);
            return;
        }
    }
    if (begin_ && is_plain_commit(script_.text, statement)) {
        commit_ = place;
        return;
    }
    fail(
        fmt::format(
            "{} cannot stand here: runner opens and closes the transaction; remove it", place.name
        ),
        place
    );
}

/// SET TRANSACTION has to come before any query, and ours come before the script's.
bool TransactionRules::takes_modes(const Statement& statement) {
    if (!at_beginning_ || statement.command != "SET" ||
        script_.header.transaction == Header::Transaction::none) {
        return false;
    }
    const auto modes = modes_of_set_transaction(script_.text, statement);
    if (!modes) {
        return false;
    }
    modes_ += modes_.empty() ? "" : ", ";
    modes_ += *modes;
    return true;
}

void TransactionRules::add_ordinary(const Statement& statement) {
    ++statements_;
    auto& first = statement.refuses_transaction(server_) ? refusing_ : ordinary_;
    if (!first) {
        first = place_of(statement);
        check_mixture();
    }
}

void TransactionRules::check_mixture() const {
    if (!refusing_ || script_.header.transaction == Header::Transaction::none) {
        return;
    }
    if (begin_ || !modes_.empty()) {
        fail(
            fmt::format(
                "{} cannot run inside a transaction, and {}: move it to a migration of its own",
                refusing_->name,
                begin_ ? begin_->name + " opens one" : "the file begins with SET TRANSACTION"
            ),
            *refusing_
        );
    }
    if (ordinary_) {
        fail(
            fmt::format(
                "{} cannot run inside a transaction, and {} in the same file runs in one: move it "
                "to a migration of its own",
                refusing_->name,
                ordinary_->name
            ),
            *refusing_
        );
    }
}

void TransactionRules::finish(Body& body) const {
    if (begin_ && !commit_) {
        fail(
            fmt::format(
                "{} opens a transaction that the last statement does not COMMIT; runner opens and "
                "closes the transaction: remove it",
                begin_->name
            ),
            *begin_
        );
    }
    const bool none = script_.header.transaction == Header::Transaction::none;
    body.statements = statements_;
    body.transactional = !none && !refusing_;
    body.wrapped = begin_.has_value();
    body.transaction_modes = modes_;
}

} // namespace runner
