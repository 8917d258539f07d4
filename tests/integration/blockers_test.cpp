// Who is in the way of a session that waits for a lock.
#include "cluster/private_server.hpp"
#include "pg/blockers.hpp"
#include "support/folder.hpp"
#include "support/session.hpp"

#include <catch2/catch.hpp>

#include <memory>

using namespace runner;
using namespace runner::test;

namespace {

struct Scene {
    Scene() : looker(pg::Conninfo(database.conninfo()), nullptr) {
        database.execute("create table users (id int primary key); insert into users values (1)");
    }

    [[nodiscard]] std::unique_ptr<OtherSession> session(const std::string& name) const {
        return std::make_unique<OtherSession>(database.conninfo(), name);
    }

    /// Sends it and returns once it waits for a lock.
    void block(const OtherSession& session, const std::string& sql) const {
        session.start(sql);
        wait_for(database.conninfo(), waits(session.pid()));
    }

    [[nodiscard]] std::vector<Blocker> blockers(const OtherSession& session) {
        return pg::blockers_of(looker, session.pid());
    }

    Database database;
    pg::Connection looker;
};

} // namespace

TEST_CASE("A reader in an open transaction is named with its lock, its state and its last query") {
    Scene scene;
    const auto reader = scene.session("billing");
    reader->execute("begin; select id   from\n users");
    const auto waiter = scene.session("waiter");
    scene.block(*waiter, "alter table users add column note text");

    const auto found = scene.blockers(*waiter);

    REQUIRE(found.size() == 1);
    CHECK(found[0].pid == reader->pid());
    CHECK(found[0].blocks == waiter->pid());
    CHECK(found[0].application == "billing");
    CHECK_FALSE(found[0].user.empty());
    CHECK(found[0].client == "local");
    CHECK(found[0].state == "idle in transaction");
    CHECK(found[0].query == "begin; select id from users");
    CHECK(found[0].lock == "AccessShareLock on public.users");
    CHECK(found[0].since.has_value());
}

TEST_CASE("Who waits for nothing has no blockers, and whoever is not there neither") {
    Scene scene;
    const auto idle = scene.session("idle");
    CHECK(scene.blockers(*idle).empty());
    CHECK(pg::blockers_of(scene.looker, 999'999'999).empty());
}

TEST_CASE("The search goes on to the one who blocks and is not blocked, the nearest first") {
    Scene scene;
    scene.database.execute("create table orders ()");
    const auto root = scene.session("root");
    root->execute("begin; select from orders");
    const auto middle = scene.session("middle");
    middle->execute("begin; select from users");
    scene.block(*middle, "alter table orders add column n int");
    const auto waiter = scene.session("waiter");
    scene.block(*waiter, "alter table users add column n int");

    const auto found = scene.blockers(*waiter);

    REQUIRE(found.size() == 2);
    CHECK(found[0].application == "middle");
    CHECK(found[0].blocks == waiter->pid());
    CHECK(found[0].lock == "AccessShareLock on public.users");
    CHECK(found[1].application == "root");
    CHECK(found[1].blocks == middle->pid());
    CHECK(found[1].lock == "AccessShareLock on public.orders");
}

TEST_CASE("The strongest of several locks is shown, and one in a queue holds none") {
    Scene scene;
    const auto writer = scene.session("writer");
    writer->execute("begin; select from users; insert into users values (2)");
    const auto queued = scene.session("queued");
    scene.block(*queued, "begin; lock table users in share mode");
    const auto waiter = scene.session("waiter");
    scene.block(*waiter, "alter table users add column n int");

    const auto found = scene.blockers(*waiter);

    REQUIRE(found.size() == 2);
    for (const auto& blocker : found) {
        CHECK(
            blocker.lock ==
            (blocker.application == "writer" ? "RowExclusiveLock on public.users" : "")
        );
    }
}

TEST_CASE("A circle of waiting sessions comes to an end") {
    Scene scene;
    scene.database.execute("create table orders ()");
    const auto one = scene.session("one");
    const auto two = scene.session("two");
    for (const auto* session : {one.get(), two.get()}) {
        session->execute("set deadlock_timeout = '1min'"); // until the test is over
    }
    one->execute("begin; lock table users");
    two->execute("begin; lock table orders");
    scene.block(*one, "lock table orders");
    scene.block(*two, "lock table users");

    const auto found = scene.blockers(*one);

    REQUIRE(found.size() == 1);
    CHECK(found[0].application == "two");
    for (const auto* session : {one.get(), two.get()}) {
        scene.database.execute(
            "select pg_terminate_backend(" + std::to_string(session->pid()) + ")"
        );
    }
}

TEST_CASE("A row that somebody else changes is waited for as their transaction") {
    Scene scene;
    const auto writer = scene.session("writer");
    writer->execute("begin; update users set id = 2");
    const auto waiter = scene.session("waiter");
    scene.block(*waiter, "update users set id = 3");

    const auto found = scene.blockers(*waiter);

    REQUIRE(found.size() == 1);
    CHECK(found[0].application == "writer");
    CHECK(found[0].lock == "ExclusiveLock on its own transaction");
}

TEST_CASE("An old snapshot is named while CREATE INDEX CONCURRENTLY waits for it") {
    Scene scene;
    const auto reader = scene.session("report");
    reader->execute("begin isolation level repeatable read; select from users");
    const auto waiter = scene.session("waiter");
    scene.block(*waiter, "create index concurrently on users (id)");
    // It may have waited for whoever asked, for a moment.
    wait_for(
        scene.database.conninfo(),
        std::to_string(reader->pid()) + " = any (pg_blocking_pids(" +
            std::to_string(waiter->pid()) + "))"
    );

    const auto found = scene.blockers(*waiter);

    REQUIRE(found.size() == 1);
    CHECK(found[0].application == "report");
    CHECK(found[0].lock == "ExclusiveLock on its own transaction");
    reader->execute("commit");
}

TEST_CASE("Of a long queue the first sixteen are named") {
    Scene scene;
    std::vector<std::unique_ptr<OtherSession>> readers;
    for (int reader = 0; reader < 20; ++reader) {
        readers.push_back(scene.session("reader"));
        readers.back()->execute("begin; select from users");
    }
    const auto waiter = scene.session("waiter");
    scene.block(*waiter, "alter table users add column n int");
    CHECK(scene.blockers(*waiter).size() == 16);
}

TEST_CASE("A long query is cut, by characters") {
    Scene scene;
    const auto reader = scene.session("reader");
    std::string comment;
    for (int count = 0; count < 200; ++count) {
        comment += "é";
    }
    reader->execute("begin; select from users /* " + comment + " */");
    const auto waiter = scene.session("waiter");
    scene.block(*waiter, "alter table users add column n int");

    const auto query = scene.blockers(*waiter).at(0).query;

    CHECK(query.starts_with("begin; select from users /* éé"));
    CHECK(query.ends_with("éé…"));
    CHECK(query.size() < 240);
}

TEST_CASE("What others do is hidden from a role without rights, that they block is not") {
    Scene scene;
    const auto role = "watcher_" + scene.database.name();
    const auto as_role = scene.database.conninfo() + " user=" + role;
    scene.database.execute("create role " + role + " login; grant all on users to " + role);
    const auto reader = scene.session("reader");
    reader->execute("begin; lock table users");
    {
        const OtherSession waiter(as_role);
        scene.block(waiter, "select from users");
        pg::Connection looker(pg::Conninfo(as_role), nullptr);

        const auto found = pg::blockers_of(looker, waiter.pid());

        REQUIRE(found.size() == 1);
        CHECK(found[0].pid == reader->pid());
        CHECK(found[0].lock == "AccessExclusiveLock on public.users");
        CHECK(found[0].query.empty());
        CHECK(found[0].state.empty());
    }
    scene.database.execute("drop owned by " + role + "; drop role " + role);
}

TEST_CASE("A prepared transaction has no pid, but a name and an owner") {
    const Folder folder;
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
    const cluster::PrivateServer server(
        {.folder = folder.path() / "db",
         .settings = {"max_prepared_transactions=2"},
         .durable = false}
    );
    const auto conninfo = server.conninfo("postgres");
    const OtherSession preparer(conninfo);
    preparer.execute("create table users ()");
    preparer.execute("begin; select from users; prepare transaction 'left behind'");
    const OtherSession waiter(conninfo);
    waiter.start("drop table users");
    wait_for(conninfo, waits(waiter.pid()));
    pg::Connection looker(pg::Conninfo(conninfo), nullptr);

    const auto found = pg::blockers_of(looker, waiter.pid());

    REQUIRE(found.size() == 1);
    CHECK(found[0].pid == 0);
    CHECK(found[0].application == "left behind");
    CHECK_FALSE(found[0].user.empty());
    CHECK(found[0].lock == "AccessShareLock on public.users");
    CHECK(found[0].since.has_value());
}
