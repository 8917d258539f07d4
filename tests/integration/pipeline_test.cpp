// Many files through one pipeline: what one of them does must not reach the others.
#include "support/process.hpp"
#include "support/world.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace runner;
using namespace runner::test;
using namespace std::chrono_literals;

namespace {

std::string number(int value) {
    auto text = std::to_string(value);
    return std::string(4 - text.size(), '0') + text;
}

/// Numbered from 1; each leaves a row in `trace`, which is there from the first one on.
void write_traces(const World& world, int count) {
    world.migrations.write("0001_trace.up.sql", "create table trace (id int);");
    for (int file = 2; file <= count; ++file) {
        world.migrations.write(
            number(file) + "_row.up.sql",
            "insert into trace values (" + std::to_string(file) + ");\n"
        );
    }
}

std::string rows(const World& world) {
    return world.database.value("select count(*) from trace");
}

} // namespace

TEST_CASE("Hundreds of files are applied in order, each in a transaction of its own") {
    World world;
    write_traces(world, 300);

    world.runner().up();

    CHECK(rows(world) == "299");
    CHECK(world.recorder.finished_steps.size() == 300);
    CHECK(world.recorder.finished_steps.back() == "0300_row");
    CHECK(world.database.value("select bool_and(version = sequence) from runner.migration") == "t");
    CHECK(world.database.value("select count(distinct xmin::text) from trace") == "299");
}

TEST_CASE("How long a file took is told as the history has it, however late its answer is read") {
    World world;
    write_traces(world, 60);
    world.migrations.write("0030_row.up.sql", "select pg_sleep(0.1);\n");

    world.runner().up();

    std::string told;
    for (const auto took : world.recorder.times_taken) {
        told += (told.empty() ? "" : ",") + std::to_string(took.count());
    }
    CHECK(
        told == world.database.value("select string_agg(duration_ms::text, ',' order by sequence) "
                                     "from runner.migration")
    );
    CHECK(world.recorder.times_taken.at(29) >= 100ms);
}

TEST_CASE("A statement that fails stops everything behind it, and keeps everything before it") {
    World world;
    write_traces(world, 40);
    world.migrations.write("0020_row.up.sql", "insert into trace values (20);\nselect 1/0;\n");

    const auto failure = error_of([&] { world.runner().up(); });

    CHECK(failure.kind() == ErrorKind::statement);
    REQUIRE(failure.location());
    CHECK(failure.location()->file.filename() == "0020_row.up.sql");
    CHECK(failure.location()->position.line == 2);
    CHECK(failure.state() == "nothing of 0020_row was applied; 0019_row is the current version");
    CHECK(rows(world) == "18");
    CHECK(world.database.value("select count(*) from runner.migration") == "19");
    CHECK(
        world.database.value("select subject from runner.event where kind = 'failed'") == "0020_row"
    );
}

TEST_CASE("A COMMIT that fails stops everything behind it, and keeps everything before it") {
    World world;
    write_traces(world, 40);
    world.migrations.write(
        "0001_trace.up.sql",
        "create table trace (id int);\n"
        "create table late (id int unique deferrable initially deferred);\n"
    );
    world.migrations.write(
        "0020_row.up.sql", "insert into trace values (20);\ninsert into late values (1), (1);\n"
    );

    const auto failure = error_of([&] { world.runner().up(); });

    CHECK(failure.kind() == ErrorKind::statement);
    REQUIRE(failure.server());
    CHECK(failure.server()->sqlstate == "23505");
    REQUIRE(failure.location());
    CHECK(failure.location()->file.filename() == "0020_row.up.sql");
    CHECK(rows(world) == "18");
    CHECK(world.database.value("select max(version) from runner.migration") == "19");
}

TEST_CASE("COPY, files without a transaction and CSV leave the pipeline and come back to it") {
    World world;
    write_traces(world, 12);
    world.migrations.write(
        "0003_row.up.sql",
        "insert into trace values (3);\ncopy trace from stdin;\n103\n\\.\ninsert into trace values "
        "(203);\n"
    );
    world.migrations.write("0006_row.up.sql", "create index concurrently on trace (id);");
    world.migrations.write("0007_row.up.sql", "-- @transaction: none\nvacuum trace;");
    world.seeds.write("001_copy.sql", "copy trace from stdin;\n501\n502\n\\.\n");

    world.runner().up_and_seed();

    CHECK(world.database.value("select count(*) from runner.migration") == "12");
    CHECK(rows(world) == "13");
    CHECK(
        world.database.value("select count(*) from pg_index where indrelid = "
                             "'trace'::regclass and indisvalid") == "1"
    );
}

TEST_CASE("A COPY tells how many of its bytes are on their way") {
    World world;
    write_traces(world, 1);
    std::string rows_of_copy;
    for (int row = 0; row < 50000; ++row) {
        rows_of_copy += std::to_string(row) + "\n";
    }
    world.migrations.write("0002_row.up.sql", "copy trace from stdin;\n" + rows_of_copy + "\\.\n");

    world.runner().up();

    CHECK(rows(world) == "50000");
    CHECK(world.recorder.last_progress.bytes == rows_of_copy.size());
    CHECK(world.recorder.last_progress.bytes_done == rows_of_copy.size());
    CHECK(world.recorder.last_progress.command == "COPY");
}

TEST_CASE("With --atomic a failing file takes all of them back") {
    World world;
    write_traces(world, 10);
    world.migrations.write("0007_row.up.sql", "copy trace from stdin;\n7\n\\.\n");
    world.migrations.write("0009_row.up.sql", "select 1/0;");
    auto options = world.options();
    options.atomic = true;

    const auto failure = error_of([&] { world.runner(options).up(); });

    CHECK(failure.kind() == ErrorKind::statement);
    CHECK(failure.state() == "nothing of 0009_row was applied; nothing is applied");
    CHECK_FALSE(world.has_table("trace"));
    CHECK(world.applied().empty());

    world.migrations.write("0009_row.up.sql", "insert into trace values (9);");
    world.runner(options).up();

    CHECK(rows(world) == "9");
    CHECK(world.database.value("select count(distinct xmin::text) from trace") == "1");
    CHECK(world.database.value("select count(*) from runner.migration") == "10");
}

TEST_CASE("With --atomic a file that cannot share a transaction is refused beforehand") {
    World world;
    write_traces(world, 3);
    world.migrations.write("0003_row.up.sql", "create index concurrently on trace (id);");
    auto options = world.options();
    options.atomic = true;

    const auto failure = error_of([&] { world.runner(options).up(); });

    CHECK(failure.kind() == ErrorKind::usage);
    CHECK(std::string(failure.what()) == "0003_row cannot run in a transaction");
    CHECK_FALSE(world.has_table("trace"));
}

TEST_CASE("What a file leaves behind in its session is named, and gone for the next one") {
    World world;
    world.migrations.write(
        "1_leaks.up.sql",
        "set search_path = pg_catalog;\nset work_mem = '1GB';\nset local enable_sort = off;\n"
        "set session characteristics as transaction read only;\n"
    );
    world.migrations.write(
        "2_clean.up.sql",
        "create table seen as select current_setting('search_path') as path, "
        "current_setting('work_mem') as memory;"
    );

    world.runner().up();

    CHECK(world.database.value("select path || memory from public.seen") == "\"$user\", public4MB");
    REQUIRE(world.recorder.remarks.size() == 1);
    CHECK(
        world.recorder.remarks.front() ==
        "1_leaks left its session with another default_transaction_read_only, search_path, "
        "work_mem; the next file does not see it"
    );
}

TEST_CASE("A file that deallocates every prepared statement takes none of ours with it") {
    World world;
    write_traces(world, 6);
    world.migrations.write("0003_row.up.sql", "insert into trace values (3);\ndeallocate all;\n");
    world.migrations.write(
        "0005_row.up.sql",
        "insert into trace values (5);\ndo $$ begin execute 'deallocate all'; end $$;\n"
    );

    world.runner().up();

    CHECK(world.database.value("select count(*) from runner.migration") == "6");
    CHECK(rows(world) == "5");
}

TEST_CASE("More than fits into what may be on its way is sent while it is answered") {
    World world;
    write_traces(world, 3);
    std::string large;
    for (int row = 0; row < 60000; ++row) {
        large += "insert into trace values (" + std::to_string(row) + "); -- " +
                 std::string(100, 'x') + "\n";
    }
    world.migrations.write("0002_row.up.sql", large);
    world.migrations.write(
        "0003_row.up.sql", "select repeat('x', 1000) from generate_series(1, 20000);"
    );

    world.runner().up();

    CHECK(rows(world) == "60000");
    CHECK(world.applied() == "1 2 3");
}

TEST_CASE("An interrupt in the middle of many files ends between two of them") {
    World world;
    write_traces(world, 400);
    for (int file = 2; file <= 400; ++file) {
        world.migrations.write(
            number(file) + "_row.up.sql",
            "insert into trace values (" + std::to_string(file) + ");\nselect pg_sleep(0.01);\n"
        );
    }
    Interrupt interrupt;
    auto options = world.options();
    options.interrupt = &interrupt;

    class Raiser : public Observer {
    public:
        explicit Raiser(Interrupt& interrupt) : interrupt_(interrupt) {}

        void finished(const Step& /*step*/, std::chrono::milliseconds /*took*/) override {
            if (++finished_ == 20) {
                interrupt_.raise(SIGTERM);
            }
        }

    private:
        Interrupt& interrupt_;
        int finished_ = 0;
    };

    Raiser raiser(interrupt);

    const auto failure = error_of([&] { Runner(options, raiser).up(); });

    CHECK(failure.kind() == ErrorKind::interrupted);
    const auto applied = world.database.value("select count(*) from runner.migration");
    CHECK(std::stoi(applied) >= 20);
    CHECK(std::stoi(applied) < 400);
    CHECK(std::to_string(std::stoi(rows(world)) + 1) == applied);
    CHECK(
        failure.state().find(number(std::stoi(applied)) + "_row is the current version") !=
        std::string::npos
    );
}

TEST_CASE("A lock that is not to be had keeps what was applied and tries the file again") {
    World world;
    write_traces(world, 5);
    world.database.execute("create table busy (id int)");
    world.migrations.write("0004_row.up.sql", "alter table busy add column name text;");
    auto options = world.options();
    options.lock_timeout = 50ms;
    options.lock_retries = 100;
    const Process reader([&] {
        world.database.execute("begin; select * from busy; select pg_sleep(1); commit");
    });
    while (world.database.value("select exists (select from pg_stat_activity where query like "
                                "'%pg_sleep(1)%' and pid <> pg_backend_pid())") != "t") {
    }

    world.runner(options).up();

    CHECK(world.recorder.retries > 0);
    CHECK(world.applied() == "1 2 3 4 5");
    CHECK(world.database.value("select count(*) from runner.event where kind = 'applied'") == "5");
    CHECK(reader.wait());
}

TEST_CASE("What a file leaves behind is told once, however often the next one is tried") {
    World world;
    world.database.execute("create table busy (id int)");
    world.migrations.write("1_leaks.up.sql", "set work_mem = '1GB';");
    world.migrations.write(
        "2_waits.up.sql", "do $$ begin end $$;\nalter table busy add column name text;"
    );
    auto options = world.options();
    options.lock_timeout = 50ms;
    options.lock_retries = 100;
    const Process reader([&] {
        world.database.execute("begin; select * from busy; select pg_sleep(1); commit");
    });
    while (world.database.value("select exists (select from pg_stat_activity where query like "
                                "'%pg_sleep(1)%' and pid <> pg_backend_pid())") != "t") {
    }

    world.runner(options).up();

    CHECK(world.recorder.retries > 0);
    CHECK(world.applied() == "1 2");
    CHECK(world.recorder.remarks.size() == 1);
    CHECK(reader.wait());
}

TEST_CASE("Only the last COMMIT of a run waits for the disk, unless each is to") {
    World world;
    write_traces(world, 4);
    for (int file = 2; file <= 4; ++file) {
        world.migrations.write(
            number(file) + "_row.up.sql",
            "create table t" + std::to_string(file) +
                " as select current_setting('synchronous_commit') as waits;"
        );
    }
    world.runner().up();
    CHECK(
        world.database.value("select a.waits || b.waits || c.waits from t2 a, t3 b, t4 c") ==
        "offoffon"
    );

    World each;
    auto options = each.options();
    options.durable = Options::Durable::each;
    for (int file = 1; file <= 2; ++file) {
        each.migrations.write(
            number(file) + "_row.up.sql",
            "create table t" + std::to_string(file) +
                " as select current_setting('synchronous_commit') as waits;"
        );
    }
    each.runner(options).up();
    CHECK(each.database.value("select a.waits || b.waits from t1 a, t2 b") == "onon");
}
