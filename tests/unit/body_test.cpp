// How a script runs: in one transaction or without, and which of its statements are ours.
#include "parse/parser.hpp"
#include "parse/script_statements.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

using namespace runner;

namespace {

Script script(const std::string& sql, unsigned server = 0) {
    auto result = read_script("x.sql", Text(sql), ScriptKind::up);
    result.body = read_body(result, server);
    return result;
}

std::string running(const Script& read) {
    std::string result;
    RunnableStatements statements(read);
    while (const auto statement = statements.next()) {
        result += result.empty() ? "" : "|";
        result += read.text.view().substr(statement->span.offset, statement->span.length);
    }
    return result;
}

/// As a session with a database reads them, and as a first reading does.
void check_read_again(const Script& read) {
    StatementReader first(read.text, read.path);
    StatementReader again(read);
    for (bool more = true; more;) {
        const auto expected = first.next();
        CHECK(again.next() == expected);
        more = expected.has_value();
    }
}

std::string rows_of(std::size_t bytes) {
    std::string rows;
    while (rows.size() < bytes) {
        rows += std::to_string(rows.size()) + "\t\\N\t\\\\.\tfünf\r\n\\.x\n";
    }
    return rows;
}

std::string refusal(const std::string& sql, unsigned server = 0) {
    try {
        script(sql, server);
    } catch (const Error& failure) {
        REQUIRE(failure.kind() == ErrorKind::source);
        REQUIRE(failure.location());
        const auto place = failure.location()->position;
        return std::to_string(place.line) + ":" + std::to_string(place.column) + " " +
               failure.what();
    }
    return {};
}

} // namespace

TEST_CASE("A script runs in a transaction unless something keeps it from it") {
    struct Case {
        std::string text;
        bool transactional;
        std::size_t statements;
    };

    const std::vector<Case> cases = {
        {"", true, 0},
        {"-- nothing\n;;", true, 0},
        {"select 1; select 2;", true, 2},
        {"create index concurrently i on t (a);", false, 1},
        {"vacuum; vacuum t;", false, 2},
        {"-- @transaction: none\nselect 1;", false, 1},
        {"-- @transaction: none\nselect 1; vacuum; set a = 1;", false, 3},
        {"-- @transaction: none\nset transaction read only; select 1;", false, 2},
        {"-- @transaction: none\ncopy t from stdin;\n1\n\\.\n", false, 1},
        {"-- @transaction: auto\nvacuum;", false, 1},
        {"savepoint a; select 1; rollback to a; release a;", true, 4},
    };
    for (const auto& [text, transactional, statements] : cases) {
        CAPTURE(text);
        const auto read = script(text);
        CHECK(read.body->transactional == transactional);
        CHECK(read.body->statements == statements);
        CHECK_FALSE(read.body->wrapped);
        CHECK(read.body->transaction_modes.empty());
    }
}

TEST_CASE("BEGIN, COMMIT and a leading SET TRANSACTION are carried out by us") {
    struct Case {
        std::string text;
        std::string running;
        std::string modes;
        bool wrapped;
    };

    const std::vector<Case> cases = {
        {"begin; select 1; commit;", "select 1", "", true},
        {"BEGIN WORK; select 1; END TRANSACTION", "select 1", "", true},
        {"start transaction; select 1; select 2; commit and no chain;",
         "select 1|select 2",
         "",
         true},
        {"begin; commit;", "", "", true},
        {"begin isolation level serializable; select 1; commit;",
         "select 1",
         "isolation level serializable",
         true},
        {"begin transaction isolation /* c */ level -- d\n repeatable read , read only; x; commit",
         "x",
         "isolation level repeatable read, read only",
         true},
        {"start transaction read write; x; end;", "x", "read write", true},
        {"set transaction isolation level serializable; select 1;",
         "select 1",
         "isolation level serializable",
         false},
        {"begin read write; set transaction isolation level serializable; x; commit;",
         "x",
         "read write, isolation level serializable",
         true},
        {"begin; set transaction read only; set transaction deferrable; x; commit;",
         "x",
         "read only, deferrable",
         true},
        {"set local transaction isolation level serializable; select 1;",
         "select 1",
         "isolation level serializable",
         false},
        {"begin; set session transaction read only; set local transaction deferrable; x; commit;",
         "x",
         "read only, deferrable",
         true},
        {"set session characteristics as transaction read only; select 1;",
         "set session characteristics as transaction read only|select 1",
         "",
         false},
        {"set local session characteristics as transaction read only; select 1;",
         "set local session characteristics as transaction read only|select 1",
         "",
         false},
        {"set local transaction snapshot 'x'; select 1;",
         "set local transaction snapshot 'x'|select 1",
         "",
         false},
        {"set transaction snapshot 'x'; select 1;",
         "set transaction snapshot 'x'|select 1",
         "",
         false},
        {"select 1; set transaction read only;", "select 1|set transaction read only", "", false},
        {"set a = 1; select 1;", "set a = 1|select 1", "", false},
        {"select 1; select 2", "select 1|select 2", "", false},
        {"vacuum; vacuum t", "vacuum|vacuum t", "", false},
        {"", "", "", false},
    };
    for (const auto& [text, expected, modes, wrapped] : cases) {
        CAPTURE(text);
        const auto read = script(text);
        CHECK(running(read) == expected);
        CHECK(read.body->transaction_modes == modes);
        CHECK(read.body->wrapped == wrapped);
    }
}

TEST_CASE("Transaction control that is not ours is an error") {
    const std::string remove =
        " cannot stand here: runner opens and closes the transaction; remove it";
    const std::string follow =
        " ends the transaction, and statements follow it; runner opens and closes the "
        "transaction: remove it, or make two migrations";
    const std::string open = " opens a transaction that the last statement does not COMMIT; runner "
                             "opens and closes the transaction: remove it";
    CHECK(refusal("select 1;\ncommit;") == "2:1 COMMIT (line 2)" + remove);
    CHECK(refusal("select 1; rollback;") == "1:11 ROLLBACK (line 1)" + remove);
    CHECK(
        refusal("select 1; begin isolation level serializable; select 2; commit;") ==
        "1:11 BEGIN (line 1)" + remove
    );
    CHECK(
        refusal("select 1; begin; select 2; commit; select 3;") == "1:28 COMMIT (line 1)" + follow
    );
    CHECK(refusal("select 1; begin; vacuum; commit;").find("1:18 VACUUM") == 0);
    CHECK(refusal("begin; select 1; rollback;") == "1:18 ROLLBACK (line 1)" + remove);
    CHECK(refusal("begin; select 1; commit and chain;") == "1:18 COMMIT (line 1)" + remove);
    CHECK(refusal("begin; begin; commit;") == "1:8 BEGIN (line 1)" + remove);
    CHECK(
        refusal("begin; x; prepare transaction 'x';") ==
        "1:11 PREPARE TRANSACTION (line 1)" + remove
    );
    CHECK(refusal("begin; x; commit;\nbegin; y; commit;") == "1:11 COMMIT (line 1)" + follow);
    CHECK(refusal("begin; x; commit; y;") == "1:11 COMMIT (line 1)" + follow);
    CHECK(refusal("\n begin; x;") == "2:2 BEGIN (line 2)" + open);
    CHECK(refusal("begin;") == "1:1 BEGIN (line 1)" + open);
    CHECK(refusal("commit;") == "1:1 COMMIT (line 1)" + remove);
    CHECK(
        refusal("-- @transaction: none\nbegin; x; commit;") ==
        "2:1 BEGIN (line 2) cannot stand in a file with `@transaction: none`, where each statement "
        "stands alone; put what belongs into one transaction in a migration of its own without "
        "`@transaction: none`"
    );
}

TEST_CASE("Statements that cannot share a transaction cannot share a file") {
    CHECK(
        refusal("create table t (a int);\ncreate index concurrently i on t (a);") ==
        "2:1 CREATE INDEX CONCURRENTLY (line 2) cannot run inside a transaction, and CREATE TABLE "
        "(line 1) in the same file runs in one: move it to a migration of its own"
    );
    CHECK(
        refusal("vacuum;\nvacuum;\nselect 1;") ==
        "1:1 VACUUM (line 1) cannot run inside a transaction, and SELECT (line 3) in the same file "
        "runs in one: move it to a migration of its own"
    );
    CHECK(
        refusal("begin;\nvacuum;\ncommit;") == "2:1 VACUUM (line 2) cannot run inside a "
                                               "transaction, and BEGIN (line 1) opens one: move it "
                                               "to a migration of its own"
    );
    CHECK(
        refusal("set transaction read only; vacuum;") ==
        "1:28 VACUUM (line 1) cannot run inside a transaction, and the file begins with SET "
        "TRANSACTION: move it to a migration of its own"
    );
}

TEST_CASE("Whether statements can share a transaction depends on the server") {
    const std::string refresh = "create table t (a int); alter subscription s refresh publication;";
    CHECK(script(refresh, 13).body->transactional);
    CHECK(refusal(refresh, 13).empty());
    const std::string words =
        "1:25 ALTER SUBSCRIPTION (line 1) cannot run inside a transaction, and CREATE TABLE (line "
        "1) in the same file runs in one: move it to a migration of its own";
    CHECK(refusal(refresh, 14) == words);
    CHECK(refusal(refresh, 18) == words);
    CHECK(refusal(refresh) == words); // a server that is not known is the newest

    const std::string two_phase = "alter subscription s set (two_phase = false);";
    CHECK(script(two_phase, 17).body->transactional);
    CHECK_FALSE(script(two_phase, 18).body->transactional);
    CHECK_FALSE(script(two_phase, 99).body->transactional);
    CHECK_FALSE(script("vacuum;", 12).body->transactional); // older ones are taken for a 13
}

TEST_CASE("A script has the checksum of its text before anything is split") {
    const auto read = read_script("x.sql", Text("select 'never closed"), ScriptKind::up);

    CHECK_FALSE(read.body);
    CHECK(read.checksum.text().substr(0, 9) == "xxh3-128:");
    CHECK_THROWS_AS(read_body(read), Error);
}

TEST_CASE("Where each statement stands alone, backslashes cannot be switched on for the next") {
    CHECK(
        refusal("-- @transaction: none\nset standard_conforming_strings = off;\nselect 'a\\'b';") ==
        "3:1 standard_conforming_strings = off cannot be in a file with `@transaction: none`, "
        "which "
        "may be resumed at any statement; write strings with backslashes as E'…'"
    );
    CHECK(refusal("-- @transaction: none\nset standard_conforming_strings = on; vacuum;").empty());
    CHECK(refusal("set standard_conforming_strings = off; select 'a\\'b';").empty());
}

TEST_CASE("A server older than all we know refuses what they all refuse") {
    const Text text("vacuum; alter table t detach partition p concurrently");
    StatementReader reader(text, "x.sql");
    const auto vacuum = reader.next();
    const auto detach = reader.next();
    REQUIRE(vacuum);
    REQUIRE(detach);
    CHECK(vacuum->refuses_transaction(12));
    CHECK(vacuum->refuses_transaction(18));
    CHECK_FALSE(detach->refuses_transaction(13));
    CHECK(detach->refuses_transaction(14));
}

TEST_CASE("The ends of long rows are remembered, and every position behind them") {
    constexpr std::size_t mebibyte = std::size_t{1} << 20;
    const auto few = rows_of(10);
    const auto many = rows_of(3 * mebibyte);
    for (const auto& sql : {
             "copy t from stdin;\n" + many + "\\.\n",
             "select 1;\ncopy t from stdin;\n" + many + "\\.\r\n  select 'ü'; select 2",
             "copy t from stdin; copy u from stdin; select 1;\n" + many + "\\.\n" + few +
                 "\\.\nselect 2;\n",
             "copy t from stdin; copy u from stdin; select 1;\n" + few + "\\.\n" + many +
                 "\\.\nselect 2;\n",
             "copy t from stdin;\n" + few + "\\.\nselect 1;\ncopy u from stdin;\n" + many +
                 "\\.\ncopy v from stdin;\n\\.\ncopy v from stdin;\n" + many + "\\.\nselect 2;\n",
         }) {
        const auto read = script(sql);
        CAPTURE(sql.substr(0, 60));
        REQUIRE_FALSE(read.body->long_rows.empty());
        const auto& rows = read.body->long_rows.front();
        CHECK(sql.substr(rows.span.offset, rows.span.length) == many);
        CHECK(rows.lines == static_cast<std::size_t>(std::count(many.begin(), many.end(), '\n')));
        check_read_again(read);
    }
}

TEST_CASE("Short rows are not remembered, and neither is what their file forgets") {
    CHECK(script("copy t from stdin;\n" + rows_of(1000) + "\\.\n").body->long_rows.empty());
    constexpr std::size_t mebibyte = std::size_t{1} << 20;
    const auto many = rows_of(2 * mebibyte);
    auto read = script("copy t from stdin;\n" + many + "\\.\nselect 1;\n");
    // Somebody wrote into the file since.
    read.text = Text("copy t from stdin;\n" + many + "\\,\n7\n\\.\nselect 1;\n");
    check_read_again(read);
}
