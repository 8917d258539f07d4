// What the servers run in a transaction block, and what not.
#include "support/reading.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace runner;

TEST_CASE("What refuses a transaction block is known, and since when") {
    struct Refusal {
        std::string text;
        unsigned since;
    };

    const std::vector<Refusal> cases = {
        {"create index concurrently i on t (a)", 13},
        {"create unique index concurrently on t (a)", 13},
        {"drop index concurrently i", 13},
        {"reindex table concurrently t", 13},
        {"reindex (verbose) index concurrently i", 13},
        {"reindex (concurrently) table t", 14},
        {"reindex (verbose, concurrently true) index i", 14},
        {"reindex (\"concurrently\" 'ON', tablespace s) index i", 14},
        {"reindex (concurrently off, verbose true, concurrently 1) index i", 14},
        {"reindex (concurrently off) table concurrently t", 14},
        {"reindex schema s", 13},
        {"reindex schema concurrently s", 13},
        {"reindex (verbose) database d", 13},
        {"reindex system d", 13},
        {"reindex (concurrently) database d", 14},
        {"reindex database", 16},
        {"reindex system", 16},
        {"cluster", 13},
        {"cluster verbose", 13},
        {"cluster (verbose)", 17},
        {"vacuum", 13},
        {"vacuum (analyze) t", 13},
        {"vacuum full t", 13},
        {"create database d", 13},
        {"drop database if exists d", 13},
        {"create tablespace s location '/'", 13},
        {"drop tablespace s", 13},
        {"alter database d set tablespace s", 13},
        {"alter database d tablespace s", 13},
        {"alter database d with tablespace = s", 13},
        {"alter database d with \"tablespace\" s", 13},
        {"alter system set a = 1", 13},
        {"alter system reset all", 13},
        {"alter table t detach partition p concurrently", 14},
        {"alter table if exists only s.t detach partition s.p concurrently", 14},
        {"alter table only (s.t) detach partition \"concurrently\" concurrently", 14},
        {"alter table t * detach partition p concurrently", 14},
        {"alter table if detach partition p concurrently", 14},
        {"alter table if.only detach partition p concurrently", 14},
        {"alter table s.if detach partition p concurrently", 14},
        {"alter table s . only detach partition p concurrently", 14},
        {"alter table detach detach partition detach concurrently", 14},
        {"create subscription s connection 'x' publication p", 13},
        {"create subscription s connection 'x' publication p with (create_slot = true)", 13},
        {"create subscription s connection 'x' publication p with (create_slot)", 13},
        {"create subscription s connection 'x' publication p with (slot_name = off)", 13},
        {"alter subscription s refresh publication", 14},
        {"alter subscription s refresh publication with (copy_data = false)", 14},
        {"alter subscription s set publication p", 14},
        {"alter subscription s add publication p with (copy_data = false)", 14},
        {"alter subscription s drop publication p, q with (refresh = true)", 14},
        {"alter subscription s set publication refresh with (refresh)", 14},
        {"alter subscription s set (failover = true)", 17},
        {"alter subscription s set (failover = false)", 17},
        {"alter subscription s set (synchronous_commit = off, \"failover\")", 17},
        {"alter subscription s set (two_phase = false)", 18},
        {"alter subscription s set (streaming = on, two_phase = 'OFF')", 18},
        {"alter subscription s set (two_phase = 0, failover = 0)", 17},
        {"drop subscription s", 13},
        {"discard all", 13},
        {"commit prepared 'x'", 13},
        {"rollback prepared 'x'", 13},
    };
    for (const auto& [text, since] : cases) {
        CAPTURE(text);
        const auto found = statement(text);
        CHECK(found.refuses_transaction_since == since);
        CHECK(found.refuses_transaction(since));
        CHECK(found.refuses_transaction(since - 1) == (since == 13)); // and before
        CHECK_FALSE(found.controls_transaction);
    }
}

TEST_CASE("What looks like it but runs in a transaction block is known") {
    for (const auto* text : {
             "create index i on t (a)",
             "create index \"concurrently\" on t (a)",
             "drop index i",
             "alter index i set tablespace s",
             "reindex table t",
             "reindex table \"concurrently\"",
             "reindex (verbose) index i",
             "reindex (concurrently false) table t",
             "reindex (concurrently 'OFF', verbose) table t",
             "reindex (concurrently, concurrently off) table t",
             "reindex (tablespace concurrently) table t",
             "cluster t",
             "cluster t using i",
             "cluster verbose t",
             "cluster (verbose) t",
             "cluster \"verbose\"",
             "analyze t",
             "alter database d set work_mem = 1",
             "alter database d rename to e",
             "alter database tablespace connection limit 5",
             "alter tablespace s rename to t",
             "alter table t detach partition p",
             "alter table t detach partition p finalize",
             "alter table t detach partition \"concurrently\"",
             "alter table t detach partition s.concurrently",
             "alter table detach add concurrently int",
             "alter table t drop detach, add partition int, add concurrently int",
             "alter table t rename detach to partition",
             "alter table t set tablespace s",
             "alter table all in tablespace s set tablespace t",
             "refresh materialized view concurrently v",
             "create subscription s connection 'x' publication p with (create_slot = false)",
             "create subscription s connection 'x' publication p with (connect=off, enabled=off)",
             "create subscription s connection 'x' publication a, b, c with (create_slot='false')",
             "create subscription s connection 'x' publication p with (\"connect\" = \"off\")",
             "alter subscription s set publication p with (refresh = false)",
             "alter subscription s add publication p with (copy_data = false, refresh = 'Off')",
             "alter subscription s disable",
             "alter subscription s set (slot_name = none)",
             "alter subscription s set (two_phase = true)",
             "alter subscription s set (two_phase)",
             "alter subscription refresh rename to t",
             "alter subscription failover owner to two_phase",
             "discard plans",
             "select 'vacuum'",
             "explain select 1",
             "alter type t add value 'x'",
             "savepoint a",
         }) {
        CAPTURE(text);
        CHECK(statement(text).refuses_transaction_since == 0);
    }
}
