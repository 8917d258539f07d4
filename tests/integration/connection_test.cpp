// Connecting: what is retried, what is refused, what is never said.
#include "support/world.hpp"

#include <runner/database.hpp>

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::test;
using namespace std::chrono_literals;

namespace {

Error connection_error(const std::string& url) {
    Options options;
    options.database_url = url;
    Observer observer;
    return error_of([&] { static_cast<void>(server_info(options, observer)); });
}

std::string everything(const Error& error) {
    return std::string(error.what()) + error.state() + error.advice() +
           (error.server() ? error.server()->message + error.server()->detail : "");
}

} // namespace

TEST_CASE("No URL, however malformed, shows its password in an error") {
    const std::string secret = "s3cr3tpw";
    const char* const urls[] = {
        "postgres://user:s3cr3tpw@127.0.0.1:1/db",
        "postgres://user:s3cr3tpw@nowhere.invalid/db",
        "postgres://user:s3cr3tpw/x@127.0.0.1:1/db",
        "postgres://user:x/s3cr3tpw@127.0.0.1:1/db",
        "postgres://user:s3cr3tpw@x@127.0.0.1:1/db",
        "postgres://user:x@s3cr3tpw@127.0.0.1:1/db",
        "postgres://user:s3cr3tpw%zz@127.0.0.1:1/db",
        "postgres://user:s3cr3tpw%@127.0.0.1:1/db",
        "postgres://user:%zzs3cr3tpw@127.0.0.1:1/db",
        "postgres://user:s3cr3tpw@[::1/db",
        "postgres://user:s3cr3tpw@127.0.0.1:port/db",
        "postgres://user:s3cr3tpw",
        "postgres://user:s3cr3tpw/db",
        "postgres://user:s3cr3tpw@127.0.0.1:1/db?unknown=1",
        "postgres://user:s3cr3tpw?x@127.0.0.1:1/db",
        "postgres://user:s3cr3tpw#x@127.0.0.1:1/db",
        "postgres://127.0.0.1:1/db?user=u&password=s3cr3tpw&nonsense",
        "mysql://user:s3cr3tpw@127.0.0.1:1/db",
        "host=127.0.0.1 port=1 password=s3cr3tpw user",
        "host=127.0.0.1 port=1 password=a s3cr3tpw user=u",
        "host=127.0.0.1 port=1 password='s3cr3tpw",
        "host=127.0.0.1 port=1 user=u password=s3cr3tpw",
        "host=127.0.0.1 port=s3cr3tpw",
        "password=s3cr3tpw hostt=x",
        "user:s3cr3tpw@127.0.0.1/db",
    };
    for (const auto* url : urls) {
        CAPTURE(url);
        const auto error = connection_error(url);
        CHECK(everything(error).find(secret) == std::string::npos);
        CHECK((error.kind() == ErrorKind::usage || error.kind() == ErrorKind::connection));
        CHECK_FALSE(std::string(error.what()).empty());
    }
}

TEST_CASE("Special characters in a password are named with their escape") {
    CHECK(connection_error("postgres://u:a/b@h/db").advice() == "write / as %2F");
    CHECK(connection_error("postgres://u:a@b@h/db").advice() == "write @ as %40");
    CHECK(connection_error("postgres://u:a%zz@h/db").advice().find("%25") != std::string::npos);
}

TEST_CASE("A server that does not answer is a connection error with the next step") {
    const auto error = connection_error("postgres://u@127.0.0.1:1/db");
    CHECK(error.kind() == ErrorKind::connection);
    CHECK(error.advice().find("--wait") != std::string::npos);
}

TEST_CASE("A missing database is told from a missing server, and can be created") {
    const Database existing;
    Options options;
    options.database_url = existing.conninfo() + " dbname=created_" + existing.name();
    Observer observer;

    const auto error = error_of([&] { static_cast<void>(server_info(options, observer)); });
    CHECK(error.server()->sqlstate == "3D000");
    CHECK(std::string(error.what()).find("3D000") == std::string::npos);
    CHECK(error.advice().find("runner db create") != std::string::npos);

    CHECK(create_database(options, observer));
    CHECK_FALSE(create_database(options, observer));
    CHECK(server_info(options, observer).database == "created_" + existing.name());
    CHECK(drop_database(options, observer, false));
    CHECK_FALSE(drop_database(options, observer, false));
}

TEST_CASE("Waiting for a server ends with the patience") {
    Options options;
    options.database_url = "postgres://u@127.0.0.1:1/db";
    options.wait = 300ms;
    Observer observer;
    CHECK(error_of([&] { wait_for_server(options, observer); }).kind() == ErrorKind::lock);
}

TEST_CASE("A wrong database is not waited for") {
    const Database existing;
    Options options;
    options.database_url = existing.conninfo() + " dbname=nowhere";
    options.wait = std::chrono::hours(1);
    Observer observer;
    CHECK(error_of([&] {
              static_cast<void>(server_info(options, observer));
          }).kind() == ErrorKind::connection);
    CHECK_NOTHROW(wait_for_server(options, observer)); // the server itself is there
}
