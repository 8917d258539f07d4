#include "prepare/verify_script.hpp"

#include "parse/parser.hpp"

#include <runner/error.hpp>

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace runner {
namespace {

/// Why the statement cannot be there; empty when it can.
std::string objection(const Statement& statement, unsigned server) {
    if (statement.controls_transaction) {
        return statement.command +
               " cannot be in a verify script: it runs in the transaction of its migration";
    }
    if (statement.refuses_transaction(server)) {
        return statement.command + " cannot be in a verify script: it cannot run in a transaction";
    }
    if (statement.command == "COPY") {
        return "COPY cannot be in a verify script; write a query";
    }
    if (statement.directives.batch) {
        return "@batch cannot be in a verify script";
    }
    return {};
}

} // namespace

Body read_verify_body(const Script& script, unsigned server) {
    constexpr unsigned newest = std::numeric_limits<unsigned>::max();
    std::vector<Complaint> complaints;
    Body body;
    StatementReader reader(script.text, script.path);
    while (const auto statement = reader.next()) {
        ++body.statements;
        if (auto words = objection(*statement, server == 0 ? newest : server); !words.empty()) {
            complaints.push_back({std::move(words), script.locate(statement->span.offset)});
        }
    }
    if (!complaints.empty()) {
        throw Error(ErrorKind::source, std::move(complaints));
    }
    return body;
}

} // namespace runner
