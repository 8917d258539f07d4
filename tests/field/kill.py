#!/usr/bin/env python3
"""`runner up` over a thousand pairs, killed at random moments: history and schema agree each time.

usage: kill.py [--backend] [--seed N] RUNNER [KILLS] [PAIRS]

The program gets SIGKILL; with --backend its server process gets pg_terminate_backend instead. Each run goes on
where the one before was killed; when all pairs are applied the next starts on a fresh database.
"""
import collections
import pathlib
import random
import subprocess
import sys
import time

import corpus
import server

TERMINATE = ("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
             " WHERE datname = 'kill' AND pid <> pg_backend_pid()")


class Victim:
    """One `runner up` with a moment to die at."""

    def __init__(self, private, folder, moment):
        with (folder / "words").open("w") as words:
            self.process = subprocess.Popen(private.command("kill", folder, "up"), cwd=folder, stdout=words,
                                            stderr=subprocess.STDOUT, env=server.clean_environment())
        time.sleep(moment)
        self.was_alive = self.process.poll() is None

    def kill(self):
        self.process.kill()
        return self.process.wait()


def agree(tally, private, name):
    """The history, its log and the catalog in one snapshot; how many are applied."""
    if private.value("SELECT to_regclass('runner.event')", "kill") == "":
        left = private.value(f"SELECT count(*) FROM ({corpus.FIRST_OBJECTS} UNION ALL {corpus.LAST_OBJECTS}) found",
                             "kill")
        tally.check(left == "0", name + "without a history there are no objects", left, quiet=True)
        return 0
    apart = private.sql(corpus.DISAGREEMENTS, "kill")
    tally.check(not apart, name + "history and schema agree",
                f"version, in history, first, last object: {apart}", quiet=True)
    apart = private.sql("SELECT version, count(e.id) FROM runner.migration m FULL JOIN"
                        " (SELECT * FROM runner.event WHERE kind = 'applied') e USING (version)"
                        " GROUP BY version, m.version HAVING count(e.id) <> 1 OR m.version IS NULL", "kill")
    tally.check(not apart, name + "the log has each applied migration once", apart, quiet=True)
    count, last = private.sql("SELECT count(*), coalesce(max(version), 0) FROM runner.migration", "kill")[0]
    tally.check(count == last, name + "without a gap", f"{count} applied, the last is {last}", quiet=True)
    return int(count)


def finish(tally, private, folder, pairs, name):
    """An `up` that nobody disturbs."""
    done = private.runner_on("kill", folder, "up")
    tally.check(done.returncode == 0, name + "the next up finishes", done.stderr, quiet=True)
    tally.check(agree(tally, private, name) == pairs, name + "everything is there", quiet=True)


def main():
    with_backend = "--backend" in sys.argv
    if with_backend:
        sys.argv.remove("--backend")
    given = server.arguments(__doc__, ("kills", 100), ("pairs", 1000), seed=True)
    chance = random.Random(given.seed)
    tally = server.Tally()
    statuses, depths, examples, databases = collections.Counter(), [], {}, 1
    with server.Server(given.runner, fsync="off") as private:
        folder = pathlib.Path(private.folder)
        corpus.write(folder, given.pairs)

        private.create("kill")
        started = time.monotonic()
        finish(tally, private, folder, given.pairs, "undisturbed: ")
        whole = time.monotonic() - started
        print(f"undisturbed: {whole:.2f} s")

        private.create("kill")
        kills = 0
        while kills < given.kills:
            victim = Victim(private, folder, chance.uniform(0, whole))
            name = f"kill {kills + 1}: "
            if not victim.was_alive:
                finish(tally, private, folder, given.pairs, name + "came too late: ")
                private.create("kill")
                databases += 1
                continue
            if with_backend:
                if private.value(TERMINATE, "postgres") == "0":  # it has not connected yet, or not any more
                    victim.kill()
                    continue
                try:
                    status = victim.process.wait(60)
                except subprocess.TimeoutExpired:
                    status = "hangs"
                    victim.kill()
                words = (folder / "words").read_text()
                examples.setdefault(status, words.splitlines()[-6:])
                tally.check(status in (0, 1, 3, 7), name + f"it ends in an orderly way ({status})", words, quiet=True)
                statuses[status] += 1
            else:
                statuses[victim.kill()] += 1
            kills += 1
            depths.append(agree(tally, private, name))
        finish(tally, private, folder, given.pairs, "after the last: ")
    quarters = collections.Counter(min(3, depth * 4 // given.pairs) for depth in depths)
    print(f"{kills} kills on {databases} databases; applied when killed: "
          + ", ".join(f"{quarters[quarter]} in quarter {quarter + 1}" for quarter in range(4)))
    print("exit statuses: " + ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items(), key=str)))
    for status, words in examples.items():
        print("\n      ".join([f"exit {status}, for example:", *words]))
    tally.finish()


if __name__ == "__main__":
    main()
