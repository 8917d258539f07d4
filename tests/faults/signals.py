#!/usr/bin/env python3
"""SIGTERM and SIGINT at whatever the program is doing, and how long it takes to end; closed outputs.

usage: signals.py RUNNER [TRIES] [--seed N]

Each situation takes TRIES signals, the two in turn. It ends with 143 or 130, in less than a second at worst, has
released its session, and what it leaves is what the invariants allow.
"""
import argparse
import os
import pathlib
import random
import signal
import statistics
import subprocess
import time

import checker
import place
import scenario as scenarios

LIMIT = 1.0  # seconds from signal to exit, on a machine that is not busy
STATUS = {signal.SIGTERM: 143, signal.SIGINT: 130}
HERE = "FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'runner/%'"
SLEEPING = f"EXISTS (SELECT {HERE} AND wait_event = 'PgSleep')"
BLOCKED = f"EXISTS (SELECT {HERE} AND wait_event_type = 'Lock')"
IN_COMMIT = f"EXISTS (SELECT {HERE} AND wait_event = 'PgSleep' AND query = 'COMMIT')"
TWO = f"(SELECT count(*) > 1 {HERE})"


SLOW_COMMIT = """\
CREATE TABLE late (id int);
CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.3); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON late DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait();
"""


def slow(number):
    return scenarios.File(f"{number:03d}_slow", scenarios.mark(str(number), "first") + "SELECT pg_sleep(60);\n")


class Situation:
    """What the program is doing when the signal comes; enter() waits until it does."""

    may_finish = False  # whether the signal may come when there is nothing left to do
    fresh = True        # nobody else has been at work
    survives = ()       # versions that have to be applied all the same

    def __init__(self, given, cluster, name, files):
        self.given, self.cluster, self.name = given, cluster, name
        self.scenario = scenarios.Scenario(name, ("up",), files)
        self.world = checker.World(cluster, given.runner, name.replace(" ", "_").replace(",", ""), self.scenario)

    def start(self, chance):
        process = self.world.start()
        self.enter(chance)
        return process

    def enter(self, chance):
        self.await_(SLEEPING)
        time.sleep(chance.uniform(0, 0.05))

    def await_(self, condition):
        if not self.cluster.wait_until(condition, self.world.database):
            raise RuntimeError(f"{self.name}: it does not come to that")

    def process_to_signal(self, process):
        return process.pid

    def signal(self, process, which):
        os.kill(self.process_to_signal(process), which)

    def leave(self):
        pass


class LongStatement(Situation):
    """In a file of its own."""


class NoTransaction(Situation):
    """An index that is built concurrently waits for an older snapshot."""

    def start(self, chance):
        self.holder = self.world.session()
        self.holder.rows("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1")
        process = self.world.start()
        self.await_(BLOCKED)
        return process

    def leave(self):
        self.holder.close()


class TableLock(NoTransaction):
    """ALTER TABLE behind a reader."""

    def start(self, chance):
        self.holder = self.world.session()
        self.holder.rows("CREATE TABLE held ()")
        self.holder.rows("BEGIN; LOCK TABLE held IN ACCESS SHARE MODE")
        process = self.world.start("up", "--lock-timeout", "30s")
        self.await_(BLOCKED)
        return process


class RunnerLock(Situation):
    """Another runner holds the lock."""

    fresh = False

    def start(self, chance):
        self.holder = self.world.start()
        self.await_(SLEEPING)
        process = self.world.start()
        self.await_(TWO)
        time.sleep(chance.uniform(0.05, 0.4))
        return process

    def leave(self):
        self.holder.kill()
        self.holder.communicate()


class ManyFiles(Situation):
    """Anywhere in a run of many small files."""

    may_finish = True

    def enter(self, chance):
        self.cluster.wait_until("to_regclass('runner.migration') IS NOT NULL", self.world.database)
        time.sleep(chance.uniform(0, 0.05))


class Commit(Situation):
    """A trigger makes COMMIT take a while: it must not be cancelled."""

    may_finish = True
    survives = (1, 2)

    def enter(self, chance):
        self.await_(SLEEPING)


class StoppedCommit(Commit):
    """The program was held up: the signal, and the word that COMMIT has begun, are both there when it goes on."""

    def start(self, chance):
        process = self.world.start()
        self.await_(SLEEPING)  # in the statement; what is behind it is sent without waiting
        time.sleep(0.05)
        process.send_signal(signal.SIGSTOP)
        self.await_(IN_COMMIT)
        return process

    def signal(self, process, which):
        super().signal(process, which)
        process.send_signal(signal.SIGCONT)


class FirstProcess(LongStatement):
    """In a container: the kernel gives process 1 no handler of its own."""

    def start(self, chance):
        command = ["unshare", "--pid", "--fork", "--kill-child", *self.world.command("up")]
        process = self.cluster.place.start(command, cwd=self.world.folder, stdout=subprocess.PIPE,
                                           stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True)
        self.enter(chance)
        return process

    def process_to_signal(self, process):
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        return int(children[0])


def tries(situation, tally, chance):
    """Sends the signals; the times from signal to exit."""
    times = []
    for number in range(situation.given.tries):
        situation.world.restore()
        which = (signal.SIGTERM, signal.SIGINT)[number % 2]
        process = situation.start(chance)
        if process.poll() is not None:  # many files: it was quicker
            process.communicate()
            continue
        began = time.monotonic()
        situation.signal(process, which)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            pass
        took = time.monotonic() - began
        status, output = checker.outcome(process, 1)
        situation.leave()
        detail = judge(situation, which, status, output)
        if status != 0 or not situation.may_finish:
            times.append(took)
        place.judge(tally, f"{situation.name}, {which.name} {number + 1}", detail)
    return times


def judge(situation, which, status, output):
    wrong = []
    if not situation.cluster.is_quiet(situation.world.database, 3):
        wrong.append("I6: its session is still there after 3 s")
    state = situation.world.state()
    done = checker.is_done(situation.scenario, state)
    if not set(situation.survives) <= set(state.applied):
        wrong.append("a COMMIT was cancelled")
    if status != STATUS[which] and not (status == 0 and done and situation.may_finish):
        wrong.append(f"exit {status}, expected {STATUS[which]}")
    wrong += checker.disagreements(situation.scenario, state)
    wrong += checker.false_words(situation.scenario, state, status, output, fresh=situation.fresh)
    return wrong and [*wrong, f"exit {status}", str(state), output]


def report(situation, times, tally):
    if not times:
        print(f"{situation.name}: it finished each time, as it may")
        return
    times.sort()
    p99 = times[max(0, -(-99 * len(times) // 100) - 1)]
    figures = (f"{situation.name}: {len(times)} signals, p50 {1000 * statistics.median(times):.0f} ms,"
               f" p99 {1000 * p99:.0f} ms, max {1000 * times[-1]:.0f} ms")
    tally.check(p99 < LIMIT, figures)


def outputs(given, cluster, tally):
    """Nobody reads what it says, or there is nowhere to say it."""
    for name, redirection in (("a pipe that nobody reads", None), ("no standard output", "1>&-"),
                              ("no standard error", "2>&-"), ("neither", "1>&- 2>&-"),
                              ("no standard input either", "0<&- 1>&- 2>&-")):
        world = checker.World(cluster, given.runner, "outputs", scenarios.many(12))
        if redirection is None:
            reader, writer = os.pipe()
            os.close(reader)
            process = world.start("up", "-v", stdout=writer, stderr=writer)
            os.close(writer)
        else:
            command = ["sh", "-c", f'exec "$@" {redirection}', "sh", *world.command("up")]
            process = cluster.place.start(command, cwd=world.folder, stdout=subprocess.DEVNULL,
                                          stderr=subprocess.DEVNULL)
        status = process.wait(60)
        state = world.state()
        wrong = checker.disagreements(world.scenario, state)
        if not checker.is_done(world.scenario, state) or status != 0:
            wrong.append(f"exit {status}, {len(state.applied)} of 12 applied")
        place.judge(tally, name, [f"{name}: {sentence}" for sentence in wrong])


def may_unshare():
    return subprocess.run(["unshare", "--pid", "--fork", "true"], capture_output=True, check=False).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("runner", metavar="RUNNER", type=os.path.abspath)
    parser.add_argument("tries", metavar="TRIES", type=int, nargs="?", default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    given = parser.parse_args()
    print(f"seed {given.seed}")
    chance, tally = random.Random(given.seed), place.Tally()
    first = scenarios.table(1)
    after_held = scenarios.File("002_alter", scenarios.mark("2", "first") + "ALTER TABLE held ADD COLUMN a int;\n",
                                marks=("first",))
    kinds = [(LongStatement, "a long statement", [first, slow(2)]),
             (NoTransaction, "an index built concurrently", [first, scenarios.indexes(2, on=1)]),
             (TableLock, "a lock on a table", [first, after_held]),
             (RunnerLock, "the lock of another runner", [first, slow(2)]),
             (Commit, "COMMIT", [scenarios.File("001_late", SLOW_COMMIT, tables=("late",)),
                                 scenarios.File("002_row", "INSERT INTO late VALUES (1);\n")]),
             (StoppedCommit, "COMMIT, held up", [
                 scenarios.File("001_late", SLOW_COMMIT, tables=("late",)),
                 scenarios.File("002_row", "SELECT pg_sleep(0.2);\nINSERT INTO late VALUES (1);\n")]),
             (ManyFiles, "many small files", scenarios.many(400, with_indexes=False).files)]
    if may_unshare():
        kinds.append((FirstProcess, "process 1", [first, slow(2)]))
    else:
        print("process 1: left out, unshare is not permitted here")
    with place.Place() as spot:
        cluster = place.Cluster(spot)
        for kind, name, files in kinds:
            situation = kind(given, cluster, name, files)
            report(situation, tries(situation, tally, chance), tally)
        outputs(given, cluster, tally)
    place.print_known(tally)
    tally.finish()


if __name__ == "__main__":
    main()
