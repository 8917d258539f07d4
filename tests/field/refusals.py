#!/usr/bin/env python3
"""Which statements refuse a transaction block, and since which version: what the servers say and what `split` says.

usage: refusals.py RUNNER BINARIES...

BINARIES are folders with initdb and postgres, one for each version to ask. Each statement is sent in a BEGIN …
ROLLBACK of its own. Where a server does not know the words there is nothing to compare.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import server

CONNECTION = "connection 'dbname=nosuch host=/nonexistent' publication p"
SETUP = f"""
CREATE TABLE t (a int PRIMARY KEY, b int); CREATE INDEX i ON t (b); CLUSTER t USING i;
CREATE TABLE parts (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF parts FOR VALUES IN (1);
CREATE SCHEMA s; CREATE MATERIALIZED VIEW mv AS SELECT 1 AS a; CREATE UNIQUE INDEX ON mv (a);
CREATE TYPE e AS ENUM ('a'); CREATE PUBLICATION p FOR TABLE t; CREATE DATABASE other;
CREATE SUBSCRIPTION enabled {CONNECTION} WITH (connect = false, slot_name = 'x');
CREATE SUBSCRIPTION disabled {CONNECTION} WITH (connect = false, slot_name = 'y');
ALTER SUBSCRIPTION enabled ENABLE;
BEGIN; CREATE TABLE prepared (); PREPARE TRANSACTION 'x';
"""
STATEMENTS = f"""
alter database other connection limit 5
alter database other rename to another
alter database other set tablespace pg_default
alter database other set work_mem = '1MB'
alter database other tablespace pg_default
alter database other with "tablespace" = pg_default
alter database other with tablespace pg_default
alter subscription disabled enable
alter subscription disabled set ("failover" = true)
alter subscription disabled set (failover = false)
alter subscription disabled set (failover)
alter subscription disabled set (slot_name = none)
alter subscription disabled set (streaming = on, two_phase = 'OFF')
alter subscription disabled set (synchronous_commit = off, failover = true)
alter subscription disabled set (two_phase = 0)
alter subscription disabled set (two_phase = false)
alter subscription disabled set (two_phase = false, failover = false)
alter subscription disabled set (two_phase = true)
alter subscription disabled set (two_phase)
alter subscription enabled add publication q
alter subscription enabled add publication q with (copy_data = false, refresh = false)
alter subscription enabled add publication q with (refresh = true)
alter subscription enabled connection 'dbname=other host=/nonexistent'
alter subscription enabled disable
alter subscription enabled owner to postgres
alter subscription enabled refresh publication
alter subscription enabled refresh publication with (copy_data = false)
alter subscription enabled rename to refresh
alter subscription enabled set (synchronous_commit = off)
alter subscription enabled set publication p
alter subscription enabled set publication p with ("refresh" = 'off')
alter subscription enabled set publication p with (copy_data = false)
alter subscription enabled set publication p with (refresh = 0)
alter subscription enabled set publication p with (refresh = false)
alter subscription enabled set publication p with (refresh)
alter system reset all
alter system set work_mem = '4MB'
alter table if exists only public.parts detach partition p1 concurrently
alter table only (parts) detach partition p1 concurrently
alter table parts * detach partition p1 concurrently
alter table parts detach partition p1
alter table parts detach partition p1 concurrently
alter table parts detach partition public.p1 concurrently
alter table t add detach int, add partition int
alter table t set logged
alter tablespace pg_default set (seq_page_cost = 1)
alter type e add value 'b'
alter type e rename value 'a' to 'b'
analyze
analyze verbose t
checkpoint
cluster
cluster (verbose off)
cluster (verbose)
cluster (verbose) t
cluster t
cluster t using i
cluster verbose
cluster verbose t
commit prepared 'x'
create database fresh
create database fresh template template0
create index "concurrently" on t (b)
create index concurrently if not exists fresh on t (b)
create index concurrently on t (b)
create index on t (b)
create subscription fresh {CONNECTION}
create subscription fresh {CONNECTION} with ("create_slot" = "off")
create subscription fresh {CONNECTION} with (connect = false)
create subscription fresh {CONNECTION} with (connect = false, slot_name = none)
create subscription fresh {CONNECTION} with (connect = true, create_slot = 'OFF')
create subscription fresh {CONNECTION} with (create_slot = 0)
create subscription fresh {CONNECTION} with (create_slot = true)
create subscription fresh {CONNECTION} with (create_slot)
create subscription fresh {CONNECTION} with (enabled = false)
create tablespace fresh location '/nonexistent'
create unique index concurrently on t (b)
discard all
discard plans
discard sequences
discard temp
drop database if exists nosuch
drop database other
drop database other with (force)
drop index concurrently i
drop index concurrently if exists nosuch
drop index i
drop subscription disabled
drop subscription enabled
drop tablespace fresh
drop tablespace if exists nosuch
explain analyze select 1
refresh materialized view concurrently mv
refresh materialized view mv
reindex ("concurrently") table t
reindex (concurrently "off") table t
reindex (concurrently 'OFF') table t
reindex (concurrently 0) table t
reindex (concurrently 1) table t
reindex (concurrently false) table t
reindex (concurrently off) table concurrently t
reindex (concurrently off, concurrently on) table t
reindex (concurrently on, concurrently off) table t
reindex (concurrently) schema s
reindex (concurrently) table t
reindex (concurrently, verbose, tablespace pg_default) table t
reindex (tablespace pg_default) table t
reindex (verbose) database postgres
reindex (verbose) table concurrently t
reindex database
reindex database postgres
reindex index concurrently i
reindex index i
reindex schema concurrently s
reindex schema s
reindex system
reindex system postgres
reindex table concurrently t
reindex table t
rollback prepared 'x'
vacuum
vacuum (analyze) t
vacuum analyze
vacuum full t
""".strip().splitlines()
REFUSED = "25001"
# Carried out, or stopped behind the question: no such publisher, or folder.
CARRIED_OUT = {"00000", "08006", "XX000", "58P01"}
UNKNOWN_WORDS = "42601"


class Version:
    """A server of these programs in a temporary folder."""

    def __init__(self, binaries):
        self.binaries = pathlib.Path(binaries).resolve()
        self.number = int(re.search(r"\) (\d+)", server.run(self.binaries / "postgres", "--version").stdout)[1])

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="runner-field-", dir="/tmp"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.start()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)

    def start(self):
        data = self.folder / "data"
        made = server.run(*self.as_owner(), self.binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust",
                          "--no-sync", "--locale=C", "--encoding=UTF8")
        if made.returncode != 0:
            raise RuntimeError("initdb: " + made.stderr)
        settings = {"listen_addresses": "", "unix_socket_directories": self.folder, "fsync": "off",
                    "max_prepared_transactions": 5}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("w") as log:
            self.process = subprocess.Popen([*self.as_owner(), self.binaries / "postgres", "-D", data, *options],
                                            stdout=log, stderr=log, env=server.clean_environment())

    @staticmethod
    def as_owner():
        """The server refuses to run as root."""
        return ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups", "--"] \
            if os.geteuid() == 0 else []

    def psql(self, script):
        return server.run(server.program("psql"), "-X", "-Atq", "-h", self.folder, "-U", "postgres", "postgres",
                          input=script)

    def answers(self):
        """The SQLSTATE of each statement inside a transaction block."""
        made = None
        for _ in range(100):
            made = self.psql("SELECT 1;")
            if made.returncode == 0:
                break
            time.sleep(0.1)
        made = self.psql("\\set ON_ERROR_STOP 1\n" + SETUP)
        if made.returncode != 0:
            raise RuntimeError("the server could not be prepared: " + made.stderr)
        script = "SET statement_timeout = '20s';\n"
        for number, statement in enumerate(STATEMENTS):
            script += f"BEGIN;\n{statement};\n\\echo answer {number} :SQLSTATE\nROLLBACK;\n"
        found = dict(re.findall(r"^answer (\d+) (\w+)$", self.psql(script).stdout, re.MULTILINE))
        return [found[str(number)] for number in range(len(STATEMENTS))]


def since(runner):
    """What `split` says of each statement."""
    done = server.run(runner, "split", "--format", "json", "-", input=";\n".join(STATEMENTS))
    if done.returncode != 0:
        raise RuntimeError("split: " + done.stderr)
    return [json.loads(line).get("refuses_transaction_since") or 0 for line in done.stdout.splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("runner", metavar="RUNNER", help="the built program")
    parser.add_argument("binaries", metavar="BINARIES", nargs="+", help="a folder with initdb and postgres")
    given = parser.parse_args()
    said = since(os.path.abspath(given.runner))
    tally = server.Tally()
    tally.check(len(said) == len(STATEMENTS), f"`split` finds {len(STATEMENTS)} statements")
    for version in sorted(map(Version, given.binaries), key=lambda each: each.number):
        with version:
            answers = version.answers()
        compared = 0
        for statement, answer, number in zip(STATEMENTS, answers, said):
            if answer == UNKNOWN_WORDS:
                continue
            compared += 1
            refuses = 0 < number <= version.number
            tally.check(answer == REFUSED if refuses else answer in CARRIED_OUT,
                        f"{version.number}: {statement}", f"the server says {answer}, we say {number}", quiet=True)
        print(f"PostgreSQL {version.number}: {compared} statements compared, {answers.count(REFUSED)} refused,"
              f" {answers.count(UNKNOWN_WORDS)} not known to it")
    tally.finish()


if __name__ == "__main__":
    main()
