#!/usr/bin/env python3
"""Many `runner up` at once through PgBouncer, in each of its three modes.

usage: pooler.py RUNNER [ROUNDS] [RACERS]

Session and transaction mode apply everything once. Refused with advice, and nothing done: a file outside a
transaction in transaction mode, anything in statement mode. What is refused is said, too, while others are busy.
"""
import argparse
import os
import re
import shutil
import socket
import time

import checker
import place
import race
import scenario as scenarios

REFUSED = 2                     # exit status
ADVICE = r"(?i)\bdirect"         # the URL that the refusal has to ask for
WORDS = ("up", "--lock-wait", "20s")  # a lock that stays in the pool is waited for in vain
FILES = [scenarios.table(1), scenarios.table(2), scenarios.copy(3, 50), scenarios.table(4)]
WITH_INDEX = [scenarios.table(1), scenarios.table(2), scenarios.indexes(3, on=2)]


def pgbouncer():
    found = shutil.which("pgbouncer", path=os.environ.get("PATH", "") + ":/usr/sbin")
    return found or place.skip("no pgbouncer on this machine")


class Pooler:
    """PgBouncer before a server, in one mode."""

    def __init__(self, cluster, mode):
        spot = cluster.place
        self.port = place.free_port()
        settings = spot.folder / f"{mode}.ini"
        settings.write_text(f"""\
[databases]
* = host=127.0.0.1 port={cluster.port} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {self.port}
unix_socket_dir =
auth_type = any
pool_mode = {mode}
max_client_conn = 500
default_pool_size = 12
ignore_startup_parameters = extra_float_digits
logfile = {spot.folder}/{mode}.log
""")
        (spot.folder / f"{mode}.log").touch()
        if place.owner():
            os.chown(spot.folder / f"{mode}.log", place.owner()["user"], place.owner()["group"])
        self.process = spot.start([pgbouncer(), "-q", settings], **place.owner())
        for _ in range(500):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("pgbouncer: " + (spot.folder / f"{mode}.log").read_text())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        place.end(self.process)


def locks_left(world):
    """Advisory locks of sessions that no runner has any more, but the pool."""
    return world.cluster.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'", "postgres") != "0"


def races(cluster, given, mode, tally):
    """Rounds in which everything has to be applied once."""
    files = scenarios.Scenario(mode, WORDS, race.FILES if mode == "session" else FILES)
    world = checker.World(cluster, given.runner, f"pooled_{mode}", files)
    started = time.monotonic()
    with Pooler(cluster, mode) as pooler:
        for number in range(1, given.rounds + 1):
            world.restore()
            results = race.race(world, given.racers, [cluster.url(world.database, pooler.port)])
            detail = race.judge_round(world, results)
            if locks_left(world):
                detail.append("a lock is left in the pool")
            place.judge(tally, f"{mode} mode, round {number}", detail)
    print(f"{mode} mode: {given.rounds} rounds of {given.racers}, {time.monotonic() - started:.0f} s", flush=True)


def refusals(cluster, given, mode, files, tally):
    """Runs that have to be refused before anything is done."""
    world = checker.World(cluster, given.runner, f"refused_{mode}", scenarios.Scenario(mode, WORDS, files))
    with Pooler(cluster, mode) as pooler:
        url = cluster.url(world.database, pooler.port)
        for number, racers in enumerate((1, given.racers)):
            world.restore()
            for status, output in race.race(world, racers, [url]):
                state = world.state()
                detail = []
                if status != REFUSED or not re.search(ADVICE, output):
                    detail.append(f"{mode} mode: exit {status}, expected {REFUSED} and advice")
                if state.applied or state.tables != {"ledger"}:
                    detail.append(f"{mode} mode: something was done: {state}")
                place.judge(tally, f"refused in {mode} mode, {racers} at once", detail and [*detail, output])
            with world.session() as session:
                if session.value("SELECT to_regnamespace('runner') IS NOT NULL") == "t":
                    place.judge(tally, f"refused in {mode} mode", [f"{mode} mode: there is a history now"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("runner", metavar="RUNNER", type=os.path.abspath)
    parser.add_argument("rounds", metavar="ROUNDS", type=int, nargs="?", default=50)
    parser.add_argument("racers", metavar="RACERS", type=int, nargs="?", default=8)
    given = parser.parse_args()
    tally = place.Tally()
    pgbouncer()
    with place.Place() as spot:
        cluster = place.Cluster(spot)
        races(cluster, given, "session", tally)
        races(cluster, given, "transaction", tally)
        refusals(cluster, given, "transaction", WITH_INDEX, tally)
        refusals(cluster, given, "statement", FILES, tally)
    place.print_known(tally)
    tally.finish()


if __name__ == "__main__":
    main()
