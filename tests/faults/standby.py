#!/usr/bin/env python3
"""A streaming standby: refused as a target, and promoted while `up` is at work.

usage: standby.py RUNNER [ROUNDS] [--seed N]

In each round the primary is stopped as in a crash at a random moment, the standby becomes the primary, and the
program, which knows both hosts, has to say what is so. In every second round commits wait for the standby: what was
acknowledged then is there. In the others the end of it may be lost, each file together with its row.
"""
import argparse
import collections
import os
import random
import re
import shutil
import time

import checker
import place
import scenario as scenarios

READ_ONLY = (2, 3)  # exit status for a server that cannot be written to
ORDERLY = (0, 3, 7)
FILES = 100


def refused(given, spot, primary, tally):
    """`up` on the standby: said so, before a lock is asked for."""
    standby = place.Cluster(spot, "refusing", copy_of=primary, log_statement="all", log_min_duration_statement="0")
    for what, files in (("with work", scenarios.many(3)), ("without a file", scenarios.Scenario("", ("up",), []))):
        world = checker.World(primary, given.runner, "refused", files)
        synced = f"(SELECT pg_last_wal_replay_lsn() >= '{primary.value('SELECT pg_current_wal_lsn()')}')"
        standby.wait_until(synced, "postgres")
        seen = standby.log.stat().st_size
        status, output = world.run("up", url=standby.url("refused"))
        if files.files:
            tally.check(status in READ_ONLY and re.search(r"(?i)standby|recovery|read-only", output),
                        f"up on a standby, {what}: refused with exit {status}", output)
            logged = standby.log.read_text(errors="replace")[seen:]
            # The lock may stand in the same statement, behind the question whether this is a standby.
            asked = [line for line in logged.splitlines() if "advisory" in line]
            guarded = re.compile(r"case when not pg_catalog\.pg_is_in_recovery\(\).* then pg_catalog\.pg_try_advisory")
            tally.check(all(guarded.search(line) for line in asked), "no lock was asked for", logged)
        else:
            tally.check(status in (0, *READ_ONLY), f"up on a standby, {what}: exit {status}", output)
        status, output = world.run("status", url=standby.url("refused"))
        tally.check(status == 0, "status reads a standby", output)
    standby.crash()


def multi_host(first, second, database):
    return (f"postgresql://postgres@127.0.0.1:{first.port},127.0.0.1:{second.port}/{database}"
            "?target_session_attrs=read-write&connect_timeout=5")


def promotion(given, spot, primary, number, chance, figures):
    """(the new primary, what is wrong)"""
    standby = place.Cluster(spot, f"standby{number}", copy_of=primary)
    waits = number % 2 == 0
    world = checker.World(primary, given.runner, f"promoted{number}", scenarios.many(FILES, with_indexes=False))
    world.restore()
    primary.wait_until("EXISTS (SELECT FROM pg_stat_replication WHERE state = 'streaming')", "postgres")
    with primary.session() as session:
        session.rows(f"ALTER SYSTEM SET synchronous_standby_names = '{'*' if waits else ''}'")
        session.rows("SELECT pg_reload_conf()")
    target = primary.value("SELECT pg_current_wal_lsn()")
    standby.wait_until(f"(SELECT pg_last_wal_replay_lsn() >= '{target}')", "postgres")
    url = multi_host(primary, standby, world.database)
    process = world.start(url=url)
    time.sleep(chance.uniform(0, given.moment))
    primary.crash()
    standby.promote()
    status, output = checker.outcome(process, patience=120)
    # A new primary that nobody stands by.
    with standby.session() as session:
        session.rows("ALTER SYSTEM SET synchronous_standby_names = ''")
        session.rows("SELECT pg_reload_conf()")
    world.cluster = standby
    wrong = [] if standby.is_quiet(world.database) else ["I6: a session is still there after 10 s"]
    state = world.state()
    figures["statuses"][status] += 1
    figures["depths"].append(len(state.applied))
    wrong += checker.disagreements(world.scenario, state)
    wrong += checker.false_words(world.scenario, state, status, output, live_lines=False) if waits else []
    if status not in ORDERLY:
        wrong.append(f"I3: exit {status} for a server that went away")
    detail = [*wrong, f"exit {status}, commits wait for the standby: {waits}", str(state), output] if wrong else []
    detail += world.undisturbed(url=url)
    shutil.rmtree(primary.data)
    return standby, detail


def main():
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("runner", metavar="RUNNER", type=os.path.abspath)
    parser.add_argument("rounds", metavar="ROUNDS", type=int, nargs="?", default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    given = parser.parse_args()
    print(f"seed {given.seed}")
    if not os.access(f"{place.binaries()}/pg_basebackup", os.X_OK):
        place.skip("no pg_basebackup among the server's programs")
    chance, tally = random.Random(given.seed), place.Tally()
    figures = {"statuses": collections.Counter(), "depths": []}
    with place.Place() as spot:
        primary = place.Cluster(spot)
        refused(given, spot, primary, tally)
        world = checker.World(primary, given.runner, "undisturbed", scenarios.many(FILES, with_indexes=False))
        started = time.monotonic()
        place.judge(tally, "undisturbed", world.undisturbed())
        given.moment = time.monotonic() - started
        for number in range(1, given.rounds + 1):
            primary, detail = promotion(given, spot, primary, number, chance, figures)
            place.judge(tally, f"promotion {number}", detail)
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(figures["statuses"].items(), key=str))
    print(f"{given.rounds} promotions; {figures['depths']} of {FILES} files were there; exit {statuses}")
    place.print_known(tally)
    tally.finish()


if __name__ == "__main__":
    main()
