#!/usr/bin/env python3
"""Cuts the connection behind every byte or message, either way, and checks what is there and what was said.

usage: sweep.py RUNNER PROXY [--messages] [--cuts N] [--scenario NAME]... [--fault KIND] [--away] [--twice] [--seed N]
                [--jobs N] [--below FOLDER]

--messages cuts behind every message instead. Server and libpq act on whole messages only, so that a cut within one
leaves them where a cut in front of it does: there are a hundred times fewer places, and every state between them.
--cuts takes N positions of each scenario at random instead of all, --away keeps the server out of reach after the
fault, --twice breaks the second connection at the same byte, too. --below says where the server's folder is made: in
memory (/dev/shm) it is quicker.
"""
import argparse
import collections
import concurrent.futures
import contextlib
import json
import os
import random
import subprocess

import checker
import place
import scenario as scenarios

ORDERLY = (0, 3, 7)  # what a run whose connection broke may end with, and what it ends with without a fault


class Broken:
    """A proxy with a fault set. Its counts are those of the connection the fault is for."""

    def __init__(self, spot, program, server, *faults, away=False):
        words = [word for fault in faults for word in ("--fault", fault)]
        self.process = spot.start([program, server, "--guarded", *words, *(["--away"] if away else [])],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def end(self):
        self.process.terminate()
        words = self.process.communicate(timeout=20)[0]
        return json.loads(words)


class Figures:
    def __init__(self):
        self.trials = self.reached = self.unaware = self.resolved = self.by_hand = self.speechless = 0
        self.statuses = collections.Counter()

    def line(self):
        statuses = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items(), key=str))
        return (f"{self.trials} cuts, {self.reached} with everything committed at the cut: {self.resolved} of them"
                f" exit 0, {self.unaware} unaware; exit {statuses}; {self.speechless} did not say what is true;"
                f" {self.by_hand} resolved by hand")


class Watched(checker.World):
    """Looks at its database through one session: opening one costs the server more than what is asked."""

    kept = None

    def session(self):
        self.kept = self.kept or super().session()
        return contextlib.nullcontext(self.kept)

    def is_quiet(self):
        with self.session() as session:
            return place.wait_until(session, place.QUIET)


class Sweep:
    def __init__(self, given, cluster, scenario, number):
        self.given, self.cluster = given, cluster
        self.world = Watched(cluster, given.runner, f"{scenario.name}_{number}", scenario)

    def lengths(self):
        """How many bytes, or messages, each side says when nothing happens."""
        self.world.restore()
        proxy = Broken(self.cluster.place, self.given.proxy, self.cluster.socket)
        status, output = self.world.run(port=proxy.port)
        counts = proxy.end()
        if status != self.world.scenario.ends_with:
            raise RuntimeError(f"without a fault it ends with {status}: {output}")
        return ({side: counts["watched"][side][f"{self.given.unit}s"] for side in ("client", "server")},
                counts["turnarounds"])

    def trial(self, side, position, figures, tally):
        """Breaks it there, then looks, then lets it finish."""
        faults = [f"{self.given.fault}:{side}:{self.given.unit}:{position}"]
        if self.given.twice:
            faults.append(f"{self.given.fault}:{side}:{self.given.unit}:{position}:2")
        self.world.restore()
        proxy = Broken(self.cluster.place, self.given.proxy, self.cluster.socket, *faults, away=self.given.away)
        status, output = self.world.run(port=proxy.port)
        happened = proxy.end()["faults"] > 0
        wrong = [] if self.world.is_quiet() else ["I6: its session is still there after 10 s"]
        scenario, state = self.world.scenario, self.world.state()
        wrong += checker.disagreements(scenario, state)
        wrong += checker.false_words(scenario, state, status, output)
        if status is None:
            wrong.append("I6: it did not end in 60 s")
        elif status not in (*ORDERLY, scenario.ends_with):
            wrong.append(f"I3: exit {status} for a broken connection")
        if happened:
            figures.trials += 1
            figures.statuses[status] += 1
            figures.speechless += not checker.says_what_is_true(output)
            if checker.is_done(scenario, state) and scenario.ends_with == 0:
                figures.reached += 1
                figures.resolved += status == 0
                figures.unaware += status != 0
        detail = [*wrong, f"exit {status}", str(state), output] if wrong else []
        detail += self.world.undisturbed()
        place.judge(tally, f"{scenario.name} {faults[0]}", detail)


def sweep(given, cluster, scenario, tally, chance):
    """All positions of one scenario, shared out among the workers."""
    workers = [Sweep(given, cluster, scenario, number) for number in range(given.jobs)]
    lengths, turnarounds = workers[0].lengths()
    positions = [(side, position) for side, length in lengths.items()
                 for position in range(length + 1)]
    if given.cuts and given.cuts < len(positions):
        positions = chance.sample(positions, given.cuts)
    figures = Figures()

    def work(number):
        for side, position in positions[number::given.jobs]:
            workers[number].trial(side, position, figures, tally)

    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        for done in [pool.submit(work, number) for number in range(given.jobs)]:
            done.result()
    figures.by_hand = sum(worker.world.by_hand for worker in workers)
    print(f"{scenario.name}: {lengths['client']} + {lengths['server']} {given.unit}s, {turnarounds} round trips;"
          f" {figures.line()}", flush=True)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("runner", metavar="RUNNER", type=os.path.abspath)
    parser.add_argument("proxy", metavar="PROXY", type=os.path.abspath)
    parser.add_argument("--messages", dest="unit", action="store_const", const="message", default="byte")
    parser.add_argument("--cuts", type=int)
    parser.add_argument("--scenario", action="append")
    parser.add_argument("--fault", choices=("cut", "reset", "half-close"), default="cut")
    parser.add_argument("--away", action="store_true")
    parser.add_argument("--twice", action="store_true")
    parser.add_argument("--jobs", type=int, default=3 * os.cpu_count())  # much of a trial is waiting
    parser.add_argument("--below", default="/tmp", metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    given = parser.parse_args()
    print(f"seed {given.seed}")
    chance, tally, total = random.Random(given.seed), place.Tally(), Figures()
    with place.Place(given.below) as spot:
        cluster = place.Cluster(spot)
        for scenario in scenarios.byte_sweep():
            if not given.scenario or scenario.name in given.scenario:
                figures = sweep(given, cluster, scenario, tally, chance)
                for name in ("trials", "reached", "unaware", "resolved", "by_hand", "speechless"):
                    setattr(total, name, getattr(total, name) + getattr(figures, name))
                total.statuses += figures.statuses
    print(f"in all: {total.line()}")
    place.print_known(tally)
    tally.finish()


if __name__ == "__main__":
    main()
