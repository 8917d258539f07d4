#!/usr/bin/env python3
"""Many `runner up` at once on one fresh database, round after round.

usage: race.py RUNNER [ROUNDS] [RACERS]
"""
import pathlib
import subprocess

import corpus
import server

PAIRS = 10
INDEXES = {"shop_amount": "shop_00001 (amount)", "item_quantity": "item_00003 (quantity)"}


def write(folder):
    """Ten pairs, then two indexes built concurrently, then one more that can only follow them."""
    corpus.write(folder, PAIRS)
    for number, (index, on) in enumerate(INDEXES.items(), PAIRS + 1):
        (folder / f"migrations/{number:05d}_{index}.up.sql").write_text(f"CREATE INDEX CONCURRENTLY {index} ON {on};\n")
    (folder / f"migrations/{PAIRS + len(INDEXES) + 1:05d}_last.up.sql").write_text(
        "".join(f"ALTER INDEX {index} RENAME TO {index}_built;\n" for index in INDEXES))
    return PAIRS + len(INDEXES) + 1


def race(command, racers, folder):
    """Starts that many at once; gives the exit status and the words of each."""
    running = []
    for _ in range(racers):
        words = (folder / f"words-{len(running)}").open("w+")
        running.append((subprocess.Popen(command, stdout=words, stderr=subprocess.STDOUT, cwd=folder,
                                         env=server.clean_environment()), words))
    results = []
    for process, words in running:
        status = process.wait()
        words.seek(0)
        results.append((status, words.read()))
        words.close()
    return results


def main():
    given = server.arguments(__doc__, ("rounds", 50), ("racers", 16))
    tally = server.Tally()
    workers = waiters = 0
    with server.Server(given.runner, max_connections=str(given.racers + 20)) as private:
        folder = pathlib.Path(private.folder)
        count = write(folder)
        every = [[str(number)] for number in range(1, count + 1)]
        for number in range(1, given.rounds + 1):
            private.create("race")
            results = race(private.command("race", folder, "up"), given.racers, folder)
            lost = [f"exit {status}:\n{words}" for status, words in results if status != 0]
            idle = sum("nothing to do" in words for _, words in results)
            workers, waiters = workers + len(results) - idle, waiters + idle
            round_name = f"round {number}: "
            tally.check(not lost, round_name + "all exit 0", "\n".join(lost), quiet=True)
            rows = private.sql("SELECT version FROM runner.migration ORDER BY sequence", "race")
            tally.check(rows == every, round_name + "the history has each migration once, in order", rows, quiet=True)
            rows = private.sql("SELECT version FROM runner.event WHERE kind = 'applied' ORDER BY id", "race")
            tally.check(rows == every, round_name + "the log says so, too", rows, quiet=True)
            rows = private.sql("SELECT DISTINCT kind FROM runner.event", "race")
            tally.check(rows == [["applied"]], round_name + "and nothing else", rows, quiet=True)
            rows = private.sql("SELECT indexrelid::regclass FROM pg_index WHERE NOT (indisvalid AND indisready) UNION ALL"
                               " SELECT name::regclass FROM unnest(ARRAY"
                               f"{[index + '_built' for index in INDEXES]}) name WHERE to_regclass(name) IS NULL", "race")
            tally.check(not rows, round_name + "every index is there and valid", rows, quiet=True)
    print(f"{given.rounds} rounds of {given.racers}: {workers} did the work, {waiters} had nothing to do")
    tally.finish()


if __name__ == "__main__":
    main()
