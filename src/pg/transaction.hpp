// A transaction as a scope: leaving it without commit() rolls back.
#pragma once

#include "pg/connection.hpp"

#include <string_view>

namespace runner::pg {

class Transaction {
public:
    /// `begin` starts with BEGIN and may hold the settings the transaction starts with.
    Transaction(Connection& connection, std::string_view begin) : connection_(connection) {
        try {
            connection_.execute(begin);
        } catch (const Error&) {
            connection_.rollback(); // BEGIN went through, a setting behind it did not
            throw;
        }
    }

    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    ~Transaction() {
        if (!ended_) {
            connection_.rollback();
        }
    }

    /// See Connection::commit.
    void commit() {
        connection_.commit();
        ended_ = true;
    }

private:
    Connection& connection_;
    bool ended_ = false;
};

} // namespace runner::pg
