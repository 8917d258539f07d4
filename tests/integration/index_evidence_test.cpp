// What the next start makes of concurrent index work whose outcome nobody wrote down.
#include "support/evidence_scene.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <string>
#include <thread>

using namespace runner;
using namespace runner::test;
using Scene = EvidenceScene;

namespace {

const std::string writer = "begin; insert into t values (1)";
const std::string old_snapshot = "begin isolation level repeatable read; select 1";

} // namespace

TEST_CASE("A CREATE INDEX CONCURRENTLY that was broken off is dropped and built again") {
    for (const auto& blocking : {writer, old_snapshot}) {
        CAPTURE(blocking);
        Scene scene;
        scene.break_off("create index concurrently t_a on t (a)", blocking);
        CHECK(scene.validity("t_a") == "f");

        scene.up();

        CHECK(scene.is_applied());
        CHECK(scene.validity("t_a") == "t");
        CHECK(scene.listener.heard("index public.t_a is INVALID; repaired with: DROP INDEX"));
        CHECK(scene.repairs() == "1");
    }
}

TEST_CASE("An index whose outcome was forgotten is found valid, or built") {
    const bool there = GENERATE(true, false);
    const std::string statement = GENERATE(
        "create index concurrently t_a on only public.t (a)",
        "create index concurrently if not exists \"t_a\" on t (a)",
        "create index concurrently on t (a)"
    );
    CAPTURE(there, statement);
    Scene scene;
    scene.database().execute("create index other on t (b)");
    scene.run_and_forget(statement);
    if (!there) {
        scene.database().execute("drop index if exists t_a; drop index if exists t_a_idx");
    }

    scene.up();

    CHECK(scene.is_applied());
    CHECK(scene.exists("pg_index where indrelid = 't'::regclass and indisvalid") == "2");
    CHECK(scene.listener.heard(there ? "is there and valid: it is done" : "is not there: it is run")
    );
}

TEST_CASE("Several new indexes on the table of a nameless one are for a person to tell apart") {
    Scene scene;
    scene.run_and_forget("create index concurrently on t (a)");
    scene.database().execute("create index other on t (b)");

    const auto failure = error_of([&] { scene.up(); });

    CHECK(failure.kind() == ErrorKind::partial);
    CHECK(
        std::string(failure.what()).find("create index concurrently on t (a)") != std::string::npos
    );
    CHECK(failure.advice().find("runner resolve 2 --applied") != std::string::npos);
    CHECK(scene.exists("pg_index where indrelid = 't'::regclass") == "2");
}

TEST_CASE("IF NOT EXISTS does not take an INVALID index for the wanted one") {
    Scene scene;
    scene.database().execute("create index t_a on t (b); update pg_index set indisvalid = false "
                             "where indexrelid = 't_a'::regclass");
    scene.write("create index concurrently if not exists t_a on t (a);\n"
                "create table shown as select current_setting('lock_timeout') as value;\n");

    scene.up();

    CHECK(scene.database().value("select value from shown") == "5s");

    CHECK(scene.is_applied());
    CHECK(scene.validity("t_a") == "t");
    CHECK(
        scene.database().value("select pg_get_indexdef('t_a'::regclass)").find("(a)") !=
        std::string::npos
    );
    CHECK(scene.listener.heard("index public.t_a is INVALID; repaired with"));
}

TEST_CASE("An INVALID index that was there before is not ours to drop") {
    Scene scene;
    scene.database().execute("create index t_a on t (b); update pg_index set indisvalid = false "
                             "where indexrelid = 't_a'::regclass");
    scene.write("create index concurrently t_a on t (a);\n");
    CHECK(error_of([&] { scene.up(); }).server()->sqlstate == "42P07");
    CHECK(scene.validity("t_a") == "f");
}

TEST_CASE("A unique index over duplicates leaves nothing behind") {
    Scene scene;
    scene.write("create unique index concurrently t_b on t (b);\n");

    const auto failure = error_of([&] { scene.up(); });

    CHECK(failure.kind() == ErrorKind::statement);
    CHECK(failure.server()->sqlstate == "23505");
    CHECK(scene.validity("t_b").empty());
    CHECK(scene.listener.heard("index public.t_b is INVALID; repaired with: DROP INDEX"));
    CHECK(scene.exists("runner.journal") == "0");
    CHECK(scene.exists("runner.event where kind = 'failed' and sqlstate = '23505'") == "1");
    scene.database().execute("delete from t where a > 7");
    scene.up();
    CHECK(scene.is_applied());
    CHECK(scene.validity("t_b") == "t");
}

TEST_CASE("What cannot be cleaned up at once is cleaned up by the next start") {
    Scene scene;
    scene.write("set statement_timeout = '300ms';\ncreate index concurrently t_a on t (a);\n");
    const Process blocker([&] {
        value_from(scene.database().conninfo(), writer + "; select pg_sleep(3); commit");
    });
    while (scene.exists("pg_stat_activity where query like 'begin; insert%' and wait_event = "
                        "'PgSleep'") == "0") {
    }

    const auto failure = error_of([&] { scene.up(); });

    CHECK(failure.kind() == ErrorKind::partial);
    CHECK(failure.server()->sqlstate == "57014");
    CHECK(failure.state().find("left a part of its work") != std::string::npos);
    CHECK(scene.validity("t_a") == "f");
    CHECK(blocker.wait());
    scene.up();
    CHECK(scene.is_applied());
    CHECK(scene.validity("t_a") == "t");
}

TEST_CASE("An interrupt in the middle of concurrent work is made good by the next start") {
    Scene scene;
    scene.write("create index concurrently t_a on t (a);\n");
    Interrupt interrupt;
    auto options = scene.world.options();
    options.interrupt = &interrupt;
    const Process blocker([&] {
        value_from(scene.database().conninfo(), writer + "; select pg_sleep(2); commit");
    });
    while (scene.exists("pg_stat_activity where query like 'begin; insert%' and wait_event = "
                        "'PgSleep'") == "0") {
    }
    std::thread other([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(700));
        interrupt.raise(SIGTERM);
    });

    const auto failure = error_of([&] { Runner(options, scene.listener).up(); });

    other.join();
    CHECK(failure.kind() == ErrorKind::interrupted);
    CHECK(scene.validity("t_a") == "f");
    scene.up();
    CHECK(blocker.wait());
    CHECK(scene.is_applied());
    CHECK(scene.validity("t_a") == "t");
}

TEST_CASE("A REINDEX CONCURRENTLY that was broken off leaves no second index") {
    for (const auto* object : {"index concurrently t_a", "table concurrently t"}) {
        CAPTURE(object);
        Scene scene;
        scene.database().execute("create index t_a on t (a)");
        const auto before = scene.database().value("select 't_a'::regclass::oid");
        scene.break_off(std::string("reindex ") + object, writer);
        CHECK(scene.exists("pg_class where relname like 't\\_a\\_cc%'") == "1");

        scene.up();

        CHECK(scene.is_applied());
        CHECK(scene.exists("pg_class where relname like 't\\_a\\_cc%'") == "0");
        CHECK(scene.database().value("select 't_a'::regclass::oid") != before);
        CHECK(scene.listener.heard("a REINDEX that was broken off left public.t_a_ccnew"));
    }
}

TEST_CASE("A REINDEX CONCURRENTLY that had ended is not run again") {
    std::string statement = GENERATE(
        "reindex index concurrently t_a",
        "reindex (concurrently) table t",
        "reindex schema concurrently public",
        "reindex database concurrently "
    );
    CAPTURE(statement);
    Scene scene;
    if (statement.ends_with(' ')) {
        statement += '"' + scene.database().name() + '"';
    }
    if (statement.find('(') != std::string::npos && scene.server_is_older_than("140000")) {
        return; // has no such option
    }
    scene.database().execute("create index t_a on t (a)");
    scene.run_and_forget(statement);
    const auto rebuilt = scene.database().value("select 't_a'::regclass::oid");

    scene.up();

    CHECK(scene.is_applied());
    CHECK(scene.database().value("select 't_a'::regclass::oid") == rebuilt);
    CHECK(scene.listener.heard("every index was rebuilt: it is done"));
}

TEST_CASE("A DROP INDEX CONCURRENTLY that was broken off is ended") {
    Scene scene;
    scene.database().execute("create index t_a on t (a)");
    scene.break_off("drop index concurrently t_a", writer);
    CHECK(scene.validity("t_a") == "f");

    scene.up();

    CHECK(scene.is_applied());
    CHECK(scene.validity("t_a").empty());
    CHECK(scene.listener.heard("INVALID: it is half dropped: it is run again"));
}

TEST_CASE("An index that is gone is not dropped twice") {
    Scene scene;
    scene.database().execute("create index t_a on t (a)");
    scene.run_and_forget("drop index concurrently t_a");
    scene.up();
    CHECK(scene.is_applied());
    CHECK(scene.listener.heard("index t_a is gone: it is done"));
}

TEST_CASE("Nothing is applied over an INVALID index, and the next start builds it") {
    Scene scene;
    scene.write("create index concurrently t_a on t (a);\n"
                "update pg_index set indisvalid = false where indexrelid = 't_a'::regclass;\n");

    const auto failure = error_of([&] { scene.up(); });

    CHECK(failure.kind() == ErrorKind::partial);
    CHECK(std::string(failure.what()).find("index public.t_a is INVALID") == 0);
    CHECK(scene.world.applied().empty());
    scene.up();
    CHECK(scene.is_applied());
    CHECK(scene.validity("t_a") == "t");
}
