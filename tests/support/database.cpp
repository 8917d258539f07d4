// Databases come from template0, which nobody is connected to and nobody has changed.
#include "support/database.hpp"

#include "support/cluster.hpp"

#include <libpq-fe.h>

#include <exception>
#include <iostream>
#include <memory>
#include <random>
#include <stdexcept>
#include <unistd.h>

namespace runner::test {

namespace {

std::string unique_name() {
    static int count = 0;
    static const unsigned int program = std::random_device{}(); // the server may be shared
    return "test_" + std::to_string(getpid()) + "_" + std::to_string(program) + "_" +
           std::to_string(++count);
}

} // namespace

std::string value_from(const std::string& conninfo, const std::string& sql) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
        PQconnectdb(conninfo.c_str()), &PQfinish
    );
    if (PQstatus(connection.get()) != CONNECTION_OK) {
        throw std::runtime_error(PQerrorMessage(connection.get()));
    }
    PQsetNoticeProcessor(
        connection.get(), [](void*, const char*) {}, nullptr
    );
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(connection.get(), sql.c_str()), &PQclear
    );
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        throw std::runtime_error(PQerrorMessage(connection.get()));
    }
    return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

Database::Database() : name_(unique_name()) {
    value_from(
        Cluster::instance().maintenance_conninfo(),
        "CREATE DATABASE " + name_ + " TEMPLATE template0"
    );
}

Database::~Database() {
    try {
        value_from(
            Cluster::instance().maintenance_conninfo(),
            "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)"
        );
    } catch (const std::exception& failure) {
        std::cerr << name_ << " stays behind: " << failure.what() << '\n';
    }
}

std::string Database::conninfo() const {
    return Cluster::instance().conninfo(name_);
}

std::string Database::url() const {
    return Cluster::instance().url(name_);
}

std::string Database::value(const std::string& sql) const {
    return value_from(conninfo(), sql);
}

void Database::execute(const std::string& sql) const {
    value_from(conninfo(), sql);
}

} // namespace runner::test
