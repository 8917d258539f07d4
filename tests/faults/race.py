#!/usr/bin/env python3
"""Many `runner up` at once on a fresh database, indexes built concurrently among the files, round after round.

usage: race.py RUNNER [ROUNDS] [RACERS]
"""
import argparse
import os

import checker
import place
import scenario as scenarios

FILES = [scenarios.table(1), scenarios.table(2), scenarios.indexes(3, on=2), scenarios.copy(4, 50),
         scenarios.indexes(5, on=1), scenarios.table(6), scenarios.table(7), scenarios.indexes(8, on=7)]


def race(world, racers, urls=(None,)):
    """(exit status, output) of each."""
    running = [world.start(url=urls[number % len(urls)]) for number in range(racers)]
    return [checker.outcome(process, patience=120) for process in running]


def judge_round(world, results):
    """What is wrong with a round, as sentences."""
    state = world.state()
    wrong = checker.disagreements(world.scenario, state)
    for status, output in results:
        if status != 0:
            wrong.append(f"exit {status}: {output}")
    if not checker.is_done(world.scenario, state):
        wrong.append("not everything is applied")
    invalid = [name for name, valid in state.indexes.items() if not valid]
    if invalid:
        wrong.append(f"INVALID: {invalid}")
    return wrong and [*wrong, str(state)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("runner", metavar="RUNNER", type=os.path.abspath)
    parser.add_argument("rounds", metavar="ROUNDS", type=int, nargs="?", default=50)
    parser.add_argument("racers", metavar="RACERS", type=int, nargs="?", default=64)
    given = parser.parse_args()
    tally, idle = place.Tally(), 0
    with place.Place() as spot:
        cluster = place.Cluster(spot, max_connections=3 * given.racers + 20)
        world = checker.World(cluster, given.runner, "race", scenarios.Scenario("race", ("up",), FILES))
        for number in range(1, given.rounds + 1):
            world.restore()
            results = race(world, given.racers)
            idle += sum("nothing to do" in output for _, output in results)
            place.judge(tally, f"round {number}", judge_round(world, results))
        deadlocks = [line for line in cluster.log.read_text(errors="replace").splitlines() if " 40P01 " in line]
        tally.check(not deadlocks, "no deadlock in the server's log", "\n".join(deadlocks))
    print(f"{given.rounds} rounds of {given.racers}: {given.rounds * given.racers - idle} did work,"
          f" {idle} had nothing to do")
    place.print_known(tally)
    tally.finish()


if __name__ == "__main__":
    main()
