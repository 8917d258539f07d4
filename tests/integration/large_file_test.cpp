// Files that are mapped: they are not copied, and show what somebody writes into them meanwhile.
#include "support/world.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <functional>
#include <string>

using namespace runner;
using namespace runner::test;

namespace {

const std::string file = "001_rows.up.sql";
const std::string head = "create table t (id int, name text);\ncopy t from stdin;\n";

/// 200,000 lines, more than two mebibytes.
std::string rows() {
    std::string result;
    for (int id = 0; id < 200000; ++id) {
        result += std::to_string(id) + "\tsom\u00e9\n";
    }
    return result;
}

/// Does something when the first rows are sent, or the last.
struct Meddler : Recorder {
    void progressed(const Step& step, const Progress& progress) override {
        Recorder::progressed(step, progress);
        if (progress.bytes > 0 && progress.bytes_done == 0 && before_rows) {
            before_rows();
        }
        if (progress.bytes > 0 && progress.bytes_done == progress.bytes && behind_rows) {
            behind_rows();
        }
    }

    std::function<void()> before_rows;
    std::function<void()> behind_rows;
};

struct LargeFile : World {
    LargeFile() {
        migrations.write(file, head + rows() + "\\.\nselect 1;\n");
        migrations.write("001_rows.down.sql", "drop table t;\n");
    }

    /// In place, without cutting it.
    void write_into(std::size_t offset, const std::string& bytes) const {
        std::fstream stream(migrations.path() / file, std::ios::in | std::ios::out);
        stream.seekp(static_cast<std::streamoff>(offset));
        stream << bytes;
    }

    [[nodiscard]] Runner runner() { return Runner(options(), meddler); }

    Meddler meddler;
};

} // namespace

TEST_CASE("Long rows arrive whole, and what stands behind them runs") {
    LargeFile world;
    world.migrations.write(
        file, head + rows() + "\\.\n  insert into t values (-1, 'behind');\n" + "select 1;\n"
    );
    world.runner().up();
    CHECK(
        world.database.value("select count(*) || ' ' || sum(id) || ' ' || min(name) from t") ==
        "200001 19999899999 behind"
    );
}

TEST_CASE("An error in long rows, or behind them, has its line") {
    LargeFile world;
    world.migrations.write(file, head + rows() + "x\ty\n\\.\nselect 1;\n");
    auto failure = error_of([&] { world.runner().up(); });
    REQUIRE(failure.location());
    CHECK(failure.location()->position == Position{200003, 1});
    CHECK_FALSE(world.has_table("t"));

    world.migrations.write(file, head + rows() + "\\.\n  select nothing;\n");
    failure = error_of([&] { world.runner().up(); });
    REQUIRE(failure.location());
    CHECK(failure.location()->position == Position{200004, 10});
    CHECK_FALSE(world.has_table("t"));
}

TEST_CASE("A file that is written into before it has been sent is not applied") {
    LargeFile world;
    world.meddler.before_rows = [&] { world.write_into(head.size() + 1000000, "7"); };
    CHECK_THAT(
        error_of([&] { world.runner().up(); }).what(),
        Catch::Contains("the file was changed while it was running")
    );
    CHECK_FALSE(world.has_table("t"));
}

TEST_CASE("A file that gets another end of its rows while it runs is not applied") {
    LargeFile world;
    world.meddler.before_rows = [&] { world.write_into(head.size() + rows().size(), "x"); };
    CHECK_THROWS_AS(world.runner().up(), Error);
    CHECK_FALSE(world.has_table("t"));
}

TEST_CASE("What is written into a file behind the place where it runs is an edit of what ran") {
    LargeFile world;
    world.meddler.behind_rows = [&] { world.write_into(head.size(), "7"); };
    world.runner().up();
    CHECK(world.database.value("select min(id) from t") == "0");
    CHECK(world.runner().verify().size() == 1);
}
