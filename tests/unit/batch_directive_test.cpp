// Which statements @batch repeats. `:batch` stands for the number of rows in each round.
#include "parse/parser.hpp"
#include "parse/statement_directives.hpp"
#include "parse/statement_text.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace runner;

namespace {

std::string complaints_of(const Error& failure) {
    REQUIRE(failure.kind() == ErrorKind::source);
    std::string result;
    for (const auto& complaint : failure.every_complaint()) {
        REQUIRE(complaint.location);
        result += std::to_string(complaint.location->position.line) + ":" +
                  std::to_string(complaint.location->position.column) + " " + complaint.message +
                  "\n";
    }
    return result;
}

/// Each statement with its @batch; the error when there is one.
std::string split(const std::string& sql) {
    const Text text(sql);
    std::string result;
    try {
        StatementReader reader(text, "x.sql");
        while (const auto statement = reader.next()) {
            const auto& batch = statement->directives.batch;
            result += statement->command + (batch ? " batch=" + std::to_string(*batch) : "") + "\n";
        }
    } catch (const Error& failure) {
        return complaints_of(failure);
    }
    return result;
}

struct Case {
    std::string text;
    std::string expected;
};

const std::string none = "-- @transaction: none\n";
const std::string update = "update t set a = 1 where id in (select id from u limit :batch);\n";

} // namespace

TEST_CASE("@batch stands above a statement that can be repeated in transactions of its own") {
    const auto other = [](const std::string& command) {
        return "3:4 @batch repeats an UPDATE, DELETE, INSERT or MERGE, and the statement below it "
               "is " +
               command + " (line 4): move it above the one it is for\n";
    };
    const auto unlimited = [](const std::string& command) {
        return "3:4 the " + command +
               " below @batch (line 4) has no `:batch`: write it where the number of rows "
               "belongs, as in `LIMIT :batch`\n";
    };
    const std::vector<Case> cases = {
        {"update t set a = :batch", "SELECT\nUPDATE batch=7\n"},
        {"insert into t select * from u limit(:batch)", "SELECT\nINSERT batch=7\n"},
        {"delete from t where ctid = any(array(select ctid from t limit\n:batch))",
         "SELECT\nDELETE batch=7\n"},
        {"merge into t using u on a<=:batch when matched then delete", "SELECT\nMERGE batch=7\n"},
        {"with u as (select 1 limit :batch) delete from t using u", "SELECT\nDELETE batch=7\n"},
        {"with u as (select 1 limit :batch) insert into t table u", "SELECT\nINSERT batch=7\n"},
        {"select :batch", other("SELECT")},
        {"with u as (delete from t returning 1) select :batch", other("SELECT")},
        {"explain delete from t where a < :batch", other("EXPLAIN")},
        {"create table t (a int)", other("CREATE TABLE")},
        {"(select :batch)", other("SELECT")},
        {"delete from t", unlimited("DELETE")},
        {"delete from t where a = ':batch'", unlimited("DELETE")},
        {"delete from t where a = $$ :batch $$", unlimited("DELETE")},
        {"delete from t where a = \":batch\" -- :batch", unlimited("DELETE")},
        {"delete from t /* :batch */", unlimited("DELETE")},
        {"delete from t where a = b::batch", unlimited("DELETE")},
        {"delete from t where a = x[1:batch]", unlimited("DELETE")},
        {"delete from t where a = x[ :batch]", unlimited("DELETE")},
        {"delete from t where a = x[(:batch)]", "SELECT\nDELETE batch=7\n"},
        {"delete from t where a = : batch", unlimited("DELETE")},
        {"delete from t where a < :batches", unlimited("DELETE")},
        {"update t set a = :BATCH", unlimited("UPDATE")},
        {"update t set a = batch", unlimited("UPDATE")},
        {"update t set a = 1; select :batch", unlimited("UPDATE")},
    };
    const auto before = none + "select :batch;\n-- @batch: 7\n";
    for (const auto& [sql, expected] : cases) {
        CAPTURE(sql);
        CHECK(split(before + sql) == expected);
    }
    const std::string automatic = "2:4 @batch runs each round in a transaction of its own: write "
                                  "`-- @transaction: none` at the top of the file\n";
    CHECK(split("select :batch;\n-- @batch: 7\n" + update) == automatic);
    CHECK(split("-- @transaction: auto\n-- @batch: 7\n" + update) == automatic);
    CHECK(split("-- @author: none\n-- @batch: 7\n" + update) == automatic);
}

TEST_CASE("Whether :batch stands in a string depends on standard_conforming_strings") {
    const std::string sql = "update t set a = '\\' < :batch -- '\n";
    const Text text(none + "-- @batch: 7\n" + sql);
    const auto begin = text.view().size() - sql.size();
    const auto faults = [&](bool standard_strings) -> std::string {
        StatementDirectiveReader reader(text, "x.sql");
        std::vector<std::size_t> marked = {0, none.size()};
        std::optional<Statement> statement(std::in_place);
        statement->span = {begin, sql.size()};
        statement->command = "UPDATE";
        reader.read(marked, begin, statement, standard_strings);
        CHECK(marked.empty());
        CHECK(statement->directives.batch == 7);
        try {
            reader.check();
        } catch (const Error& failure) {
            return complaints_of(failure).substr(0, 28);
        }
        return {};
    };
    CHECK(faults(true).empty());
    CHECK(faults(false) == "2:4 the UPDATE below @batch ");
}

TEST_CASE("The number of rows stands in each of its places, and an error is found behind it") {
    Script script;
    script.text = Text("-- :batch\ndelete from t where a = ':batch' and b = c::batch and ctid = "
                       "any (array(select ctid from t limit :batch)) and d[1:batch] < :batch or e");
    const auto begin = script.text.view().find("delete");
    const auto sql = script.text.view().substr(begin);
    for (const std::uint64_t rows : {7U, 10000U, 2147483647U}) {
        const StatementText text(script, {begin, sql.size()}, rows);
        const auto number = std::to_string(rows);
        CHECK(
            text.sql() == "delete from t where a = ':batch' and b = c::batch and ctid = any "
                          "(array(select ctid from t limit " +
                              number + ")) and d[1:batch] < " + number + " or e"
        );
        for (const auto* word : {"delete", "limit ", "d[", "or e"}) {
            CHECK(text.byte_of_script(text.sql().find(word)) == begin + sql.find(word));
        }
        CHECK(
            text.byte_of_script(text.sql().find("limit " + number) + 6) ==
            begin + sql.find("limit :batch") + 6
        );
    }
}
