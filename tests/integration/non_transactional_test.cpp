// Files that run one statement at a time, outside a transaction block: journal, resume, resolve.
#include "support/process.hpp"
#include "support/world.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace runner;
using namespace runner::test;

namespace {

void write_concurrent_indexes(const World& world) {
    world.migrations.write("001_t.up.sql", "create table t (a int, b int);");
    world.migrations.write(
        "002_indexes.up.sql",
        "create index concurrently t_a on t (a);\ncreate index concurrently t_b on t (b);\n"
    );
}

} // namespace

TEST_CASE("Statements that refuse a transaction run one by one without being told") {
    World world;
    write_concurrent_indexes(world);

    world.runner().up();

    CHECK(world.applied() == "1 2");
    CHECK(
        world.database.value("select count(*) from pg_index where indexrelid in "
                             "('t_a'::regclass, 't_b'::regclass) and indisvalid") == "2"
    );
    CHECK(world.database.value("select count(*) from runner.journal") == "0");
}

TEST_CASE("A file that mixes both kinds is refused before anything runs") {
    World world;
    world.migrations.write("001_t.up.sql", "create table t (a int);");
    world.migrations.write(
        "002_mixed.up.sql",
        "alter table t add column b int;\ncreate index concurrently t_b on t (b);\n"
    );

    const auto failure = error_of([&] { world.runner().up(); });

    CHECK(failure.kind() == ErrorKind::source);
    CHECK(failure.location()->position.line == 2);
    CHECK_FALSE(world.has_table("t"));
}

TEST_CASE("A non-transactional file that fails half way goes on behind what is done") {
    World world;
    world.migrations.write(
        "001_steps.up.sql",
        "-- @transaction: none\ncreate table one ();\ncreate table two (a oops);\n"
    );

    const auto failure = error_of([&] { world.runner().up(); });
    CHECK(failure.kind() == ErrorKind::partial);
    CHECK(failure.location()->position == Position{3, 21});
    CHECK(world.has_table("one"));
    CHECK(world.runner().status().migrations[0].state == MigrationStatus::State::partial);

    world.migrations.write(
        "001_steps.up.sql",
        "-- @transaction: none\ncreate table one ();\ncreate table two (a int);\n"
    );
    world.runner().up();

    CHECK(world.applied() == "1");
    CHECK(world.has_table("two"));
    CHECK(world.runner().status().migrations[0].state == MigrationStatus::State::applied);
}

TEST_CASE("A first statement that is refused leaves nothing behind and is an ordinary failure") {
    World world;
    world.migrations.write("001_vacuum.up.sql", "vacuum nowhere;");
    const auto failure = error_of([&] { world.runner().up(); });
    CHECK(failure.kind() == ErrorKind::statement);
    CHECK(failure.server()->sqlstate == "42P01");
    CHECK(world.runner().status().migrations[0].state == MigrationStatus::State::pending);
}

TEST_CASE("A finished statement must not change before the rest is run") {
    World world;
    world.migrations.write(
        "001_steps.up.sql", "-- @transaction: none\ncreate table one ();\nselect oops;\n"
    );
    error_of([&] { world.runner().up(); });
    world.migrations.write(
        "001_steps.up.sql", "-- @transaction: none\ncreate table uno ();\nselect 1;\n"
    );

    const auto failure = error_of([&] { world.runner().up(); });

    CHECK(failure.kind() == ErrorKind::partial);
    CHECK(std::string(failure.what()).find("edited after it had run") != std::string::npos);
}

TEST_CASE("A killed runner leaves a statement in doubt, which a person resolves") {
    World world;
    world.migrations.write(
        "001_slow.up.sql",
        "-- @transaction: none\ncreate table one ();\nselect pg_sleep(30);\n"
        "create table three ();\n"
    );
    const Process killed([&] { world.runner().up(); });
    while (world.database.value("select count(*) from pg_stat_activity where query like "
                                "'select pg_sleep(30)%' and state = 'active'") == "0") {
    }
    killed.kill(SIGKILL);
    CHECK_FALSE(killed.wait());

    const auto failure = error_of([&] { world.runner().up(); });
    CHECK(failure.kind() == ErrorKind::partial);
    CHECK(std::string(failure.what()).find("statement 2") != std::string::npos);
    CHECK_FALSE(world.has_table("three"));

    const bool applied = GENERATE(true, false);
    const auto resolved = world.runner().resolve(Version{"1"}, applied);
    CHECK(resolved.statement == 2);
    CHECK(resolved.sql == "select pg_sleep(30)");
    if (!applied) {
        world.migrations.write(
            "001_slow.up.sql",
            "-- @transaction: none\ncreate table one ();\nselect 1;\ncreate table three ();\n"
        );
    }
    world.runner().up();

    CHECK(world.applied() == "1");
    CHECK(world.has_table("three"));
    CHECK(world.database.value("select count(*) from runner.event where kind = 'resolved'") == "1");
}

TEST_CASE("What runs in one transaction is never in doubt") {
    World world;
    world.migrations.write(
        "001_slow.up.sql",
        "-- @transaction: none\ncreate table one as select 1;\ncreate table two as "
        "select 2 from pg_sleep(30);\n"
    );
    const Process killed([&] { world.runner().up(); });
    while (world.database.value("select count(*) from pg_stat_activity where query like "
                                "'create table two%' and state = 'active'") == "0") {
    }
    killed.kill(SIGKILL);
    CHECK_FALSE(killed.wait());
    CHECK(
        world.database.value("select outcome from runner.journal where statement = 2") == "unknown"
    );

    world.migrations.write(
        "001_slow.up.sql",
        "-- @transaction: none\ncreate table one as select 1;\ncreate table two as select 2;\n"
    );
    world.runner().up();

    CHECK(world.applied() == "1");
    CHECK(world.has_table("two"));
    CHECK(
        world.database.value("select message from runner.event where kind = 'repaired'")
            .find("it was broken off and undone") == 0
    );
}

TEST_CASE("What a file sets is there for its next statement, also when it is resumed") {
    World world;
    const auto role = "owner_" + world.database.name();
    world.database.execute(
        "create role \"" + role +
        "\"; create schema s; grant all on schema s to "
        "\"" +
        role + "\""
    );
    const std::string settings = "-- @transaction: none\nset work_mem = '9MB';\nset role \"" +
                                 role +
                                 "\";\nselect set_config('search_path', 's', false);\n"
                                 "set default_transaction_read_only = off;\n"
                                 "create table one as select current_user::text as who, "
                                 "current_setting('work_mem') as memory;\n";
    world.migrations.write("001_x.up.sql", settings + "select oops;\n");
    CHECK(error_of([&] { world.runner().up(); }).kind() == ErrorKind::partial);
    CHECK(world.database.value("select who || memory from s.one") == role + "9MB");

    world.migrations.write(
        "001_x.up.sql",
        settings +
            "create table two as select who || current_setting('work_mem') as all from one;\n"
    );
    world.migrations.write("002_y.up.sql", "create table three ();");
    world.runner().up();

    CHECK(world.applied() == "1 2");
    CHECK(world.database.value("select \"all\" from s.two") == role + "9MB");
    CHECK(world.has_table("three"));
    world.database.execute("drop owned by \"" + role + "\"; drop role \"" + role + "\"");
}

TEST_CASE("What a file sets does not reach what is written between its statements") {
    World world;
    world.migrations.write(
        "001_x.up.sql",
        "-- @transaction: none\n"
        "create role nobody_here; set session authorization nobody_here;\n"
        "set default_transaction_read_only = on;\nset statement_timeout = 1;\n"
        "set default_transaction_isolation = 'serializable';\nset search_path = '';\n"
        "set synchronous_commit = off;\nselect 1;\n"
        "reset session authorization; drop role nobody_here;\n"
    );
    world.migrations.write(
        "001_x.up.sql",
        world.migrations.read("001_x.up.sql") + "set default_transaction_read_only = off;\n"
    );
    const auto failure = error_of([&] { world.runner().up(); });
    // DROP ROLE runs read only: the file has said so.
    CHECK(failure.kind() == ErrorKind::partial);
    CHECK(failure.server()->sqlstate == "25006");
    CHECK(
        world.database.value("select count(*) from runner.journal where outcome = 'done'") == "2"
    );
    CHECK(
        world.database.value("select sqlstate from runner.event where kind = 'failed'") == "25006"
    );
    world.database.execute("drop role nobody_here");
}

TEST_CASE("A failed statement of a file without a transaction is kept with its text") {
    World world;
    world.migrations.write(
        "001_x.up.sql", "-- @transaction: none\ncreate table one ();\nselect 1 / 0;\n"
    );
    CHECK(error_of([&] { world.runner().up(); }).kind() == ErrorKind::partial);
    const auto failure = world.runner().status().failure;
    REQUIRE(failure);
    CHECK(failure->subject == "001_x");
    CHECK(failure->sqlstate == "22012");
    CHECK(failure->message == "division by zero");
    CHECK(
        world.database.value("select statement from runner.event where kind = 'failed'") ==
        "select 1 / 0"
    );
}

TEST_CASE("A procedure that fails behind its own COMMIT has not left nothing") {
    World world;
    world.migrations.write(
        "001_x.up.sql",
        "-- @transaction: none\ndo $$ begin create table one (); commit; perform 1 / 0; end $$;\n"
    );
    const auto failure = error_of([&] { world.runner().up(); });
    CHECK(failure.kind() == ErrorKind::partial);
    CHECK(failure.state().find("what it had committed itself stays") != std::string::npos);
}

TEST_CASE("What a server refuses in a transaction at the last moment runs without one") {
    World world;
    world.migrations.write(
        "001_x.up.sql",
        "-- @transaction: none\ncreate table p (a int primary key) partition by range (a);\n"
        "create table p1 partition of p for values from (1) to (9);\n"
        "reindex table p;\ncluster p1 using p1_pkey;\n"
    );
    world.runner().up();
    CHECK(world.applied() == "1");
}

TEST_CASE("A file must not lose a statement that has run") {
    World world;
    world.migrations.write(
        "001_x.up.sql",
        "-- @transaction: none\ncreate table one ();\ncreate table two ();\nselect oops;\n"
    );
    error_of([&] { world.runner().up(); });
    world.migrations.write("001_x.up.sql", "-- @transaction: none\ncreate table one ();\n");
    const auto failure = error_of([&] { world.runner().up(); });
    CHECK(failure.kind() == ErrorKind::partial);
    CHECK(std::string(failure.what()).find("statement 2 of 001_x has run") == 0);
}

TEST_CASE("There is nothing to resolve where nothing is in doubt") {
    World world;
    world.write_table("001", "t");
    world.runner().up();
    CHECK(error_of([&] { world.runner().resolve(Version{"1"}, true); }).kind() == ErrorKind::usage);
}

namespace {

/// 002 waits for a transaction that `Blocker` keeps open.
struct BlockedIndex {
    explicit BlockedIndex(World& with)
        : world(with),
          blocker([this] {
              value_from(
                  world.database.conninfo(),
                  "begin; insert into t values (1); select pg_sleep(2); commit"
              );
          }),
          holder([this] {
              while (world.database.value("select count(*) from pg_stat_activity where query like "
                                          "'begin; insert%' and state = 'active'") == "0") {
              }
              world.runner().up();
          }) {
        while (world.database.value("select count(*) from runner.journal") != "1") {
        }
    }

    World& world;
    Process blocker;
    Process holder;
};

} // namespace

TEST_CASE("A runner that comes while another one builds an index waits for it") {
    World world;
    world.migrations.write("001_t.up.sql", "create table t (a int);");
    world.runner().up();
    world.migrations.write("002_index.up.sql", "create index concurrently t_a on t (a);");
    const BlockedIndex busy(world);
    CHECK(world.runner().status().migrations[1].state == MigrationStatus::State::running);

    CHECK(world.runner().up().done.empty());

    CHECK(busy.holder.wait());
    CHECK(busy.blocker.wait());
    CHECK(world.applied() == "1 2");
}

TEST_CASE("resolve asks again once it has the lock") {
    World world;
    world.migrations.write("001_t.up.sql", "create table t (a int);");
    world.runner().up();
    world.migrations.write("002_index.up.sql", "create index concurrently t_a on t (a);");
    const BlockedIndex busy(world);

    CHECK(error_of([&] {
              world.runner().resolve(Version{"2"}, false);
          }).kind() == ErrorKind::usage);

    CHECK(busy.holder.wait());
    CHECK(busy.blocker.wait());
    CHECK(world.database.value("select count(*) from runner.event where kind = 'resolved'") == "0");
}
