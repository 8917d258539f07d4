#!/usr/bin/env python3
"""Kills the program, its backend and the whole server at random moments of an `up`, and checks what is left.

usage: kill.py RUNNER [--client N] [--backend N] [--server N] [--files N] [--seed N]

Every second backend is terminated in an orderly way, the others get SIGKILL, after which the server starts anew
with all its sessions gone. The server is stopped at once, as in a crash, and started again.
"""
import argparse
import collections
import os
import random
import signal
import time

import checker
import place
import scenario as scenarios
import wire

ORDERLY = (0, 3, 7)  # of a program that was not killed itself
VICTIM = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'runner/%'"


class Victim:
    """A run that something happens to."""

    def __init__(self, world, moment):
        self.world = world
        self.process = world.start()
        time.sleep(moment)
        self.came_too_late = self.process.poll() is not None

    def client(self):
        self.process.kill()
        return True

    def terminated_backend(self):
        return self._with_backend("SELECT count(pg_terminate_backend(pid)) FROM (" + VICTIM + ") AS victim", None)

    def killed_backend(self):
        return self._with_backend(VICTIM, signal.SIGKILL)

    def _with_backend(self, sql, signal_):
        """False when there is none: it has not connected yet, or not any more."""
        with self.world.session() as session:
            found = session.value(sql)
            if signal_ and found:
                os.kill(int(found), signal_)
                wait_for_end(session)  # the server throws everybody out, and then starts anew
        return found not in (None, "0")

    def server(self):
        self.world.cluster.crash()
        self.world.cluster.start()
        return True

    def end(self):
        return checker.outcome(self.process)


def wait_for_end(session):
    try:
        while True:
            session.rows("SELECT pg_sleep(0.01)")
    except wire.SqlError:
        pass


def wait_for_server(cluster, patience=60):
    """It starts again by itself after a backend was killed."""
    deadline = time.monotonic() + patience
    while True:
        try:
            cluster.session().close()
            return
        except (OSError, wire.SqlError) as error:
            if time.monotonic() > deadline:
                log = "\n".join(cluster.log.read_text(errors="replace").splitlines()[-40:])
                raise RuntimeError(f"the server does not come back: {log}") from error
            time.sleep(0.02)


def trial(world, kind, moment, figures):
    """What is wrong afterwards, as sentences; None when nothing happened to it."""
    world.restore()
    victim = Victim(world, moment)
    if victim.came_too_late or not getattr(victim, kind)():
        victim.end()
        return None
    status, output = victim.end()
    wait_for_server(world.cluster)
    wrong = [] if world.cluster.is_quiet(world.database) else ["I6: its session is still there after 10 s"]
    state = world.state()
    figures["depths"].append(len(state.applied))
    figures["statuses"][status] += 1
    wrong += checker.disagreements(world.scenario, state)
    if kind != "client":
        # Lines about single files may be ahead of the disk when the server crashes; the end may not.
        live_lines = kind == "terminated_backend"
        wrong += checker.false_words(world.scenario, state, status, output, live_lines)
        if status is None:
            wrong.append("I6: it did not end in 60 s")
        elif status not in ORDERLY:
            wrong.append(f"I3: exit {status} for a broken connection")
    detail = [*wrong, f"exit {status}", str(state), output] if wrong else []
    return detail + world.undisturbed()


def main():
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("runner", metavar="RUNNER", type=os.path.abspath)
    parser.add_argument("--client", type=int, default=1000)
    parser.add_argument("--backend", type=int, default=300)
    parser.add_argument("--server", type=int, default=50)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    given = parser.parse_args()
    print(f"seed {given.seed}")
    chance, tally = random.Random(given.seed), place.Tally()
    with place.Place() as spot:
        cluster = place.Cluster(spot, wal_writer_delay="10s", restart_after_crash="on")
        world = checker.World(cluster, given.runner, "killed", scenarios.many(given.files))
        world.restore()
        started = time.monotonic()
        place.judge(tally, "undisturbed", world.undisturbed())
        whole = time.monotonic() - started
        print(f"undisturbed: {whole:.2f} s")
        backend = ["terminated_backend", "killed_backend"] * given.backend
        for what, kinds in (("client", ["client"] * given.client), ("backend", backend[:given.backend]),
                            ("server", ["server"] * given.server)):
            cluster.rows("CHECKPOINT")  # or the first crash would replay all the trials before it
            figures = {"depths": [], "statuses": collections.Counter()}
            done = 0
            while done < len(kinds):
                detail = trial(world, kinds[done], chance.uniform(0, whole), figures)
                if detail is not None:
                    done += 1
                    place.judge(tally, f"{kinds[done - 1]} kill {done}", detail)
            quarters = collections.Counter(min(3, depth * 4 // given.files) for depth in figures["depths"])
            statuses = ", ".join(f"{status}: {count}" for status, count in sorted(figures["statuses"].items(), key=str))
            print(f"{what}: {done} kills; files applied when killed, by quarter: "
                  + ", ".join(str(quarters[number]) for number in range(4)) + f"; exit {statuses}", flush=True)
    print(f"{world.by_hand} statements in doubt resolved by hand")
    place.print_known(tally)
    tally.finish()


if __name__ == "__main__":
    main()
