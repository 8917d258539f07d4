#!/usr/bin/env python3
"""A streaming standby: refused as a target, waited for by batches, and promoted while `up` is at work.

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


def lagging(given, spot, primary, tally):
    """A batch with @max-lag: it stands still while the standby replays nothing, and goes on with it."""
    rows = 400
    fill = scenarios.File(
        "002_fill",
        "-- @transaction: none\n-- @batch: 10\n-- @max-lag: 200ms\n"
        "UPDATE wide SET filled = true WHERE id IN (SELECT id FROM wide WHERE NOT filled ORDER BY id LIMIT :batch)\n"
        "    AND (SELECT pg_sleep(0.05)) IS NOT NULL;\n")
    wide = scenarios.File(
        "001_wide", "CREATE TABLE wide (id int PRIMARY KEY, filled bool NOT NULL DEFAULT false);\n"
        f"INSERT INTO wide SELECT generate_series(1, {rows});\n", tables=("wide",))
    world = checker.World(primary, given.runner, "lagging", scenarios.Scenario("", ("up",), [wide, fill], applied=1))
    world.restore()
    standby = place.Cluster(spot, "lagging", copy_of=primary)
    primary.wait_until("EXISTS (SELECT FROM pg_stat_replication WHERE state = 'streaming')", "postgres")
    standby.rows("SELECT pg_wal_replay_pause()")
    process = world.start("up")
    filled = "(SELECT count(*) FROM wide WHERE filled)"
    primary.wait_until(f"{filled} > 0", "lagging")
    time.sleep(2)  # more than the lag that is allowed
    then = primary.value(f"SELECT {filled}", "lagging")
    time.sleep(1)
    tally.check(primary.value(f"SELECT {filled}", "lagging") == then and int(then) < rows,
                "a batch stands still while the standby is too far behind", f"{then} of {rows} rows")
    standby.rows("SELECT pg_wal_replay_resume()")
    # The lag that the primary tells is repeated until wal_receiver_status_interval has passed, 10 s.
    went_on = primary.wait_until(f"{filled} > {then}", "lagging", patience=5)
    status, output = checker.outcome(process)
    tally.check(went_on, "it goes on as soon as the standby has caught up", output)
    tally.check(status == 0 and primary.value(f"SELECT {filled}", "lagging") == str(rows), "to its end", output)
    tally.check(re.search(r"002_fill, statement 1: waits for a standby that is \d+ ms behind", output),
                "and has said what it waited for", output)
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
        lagging(given, spot, primary, tally)
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
