#!/usr/bin/env python3
"""A thousand pairs: up, status, up again without a write, down to the base.

usage: thousand.py RUNNER [N]
"""
import pathlib
import time

import corpus
import server

# What is left in the database beside the history.
LEFT = """
SELECT relname FROM pg_class WHERE relnamespace IN (TABLE own) UNION ALL
SELECT typname FROM pg_type WHERE typnamespace IN (TABLE own) UNION ALL
SELECT proname FROM pg_proc WHERE pronamespace IN (TABLE own) UNION ALL
SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION ALL
SELECT nspname FROM pg_namespace WHERE oid IN (TABLE own) AND nspname <> 'public'
"""
OWN = """WITH own AS (SELECT oid FROM pg_namespace
    WHERE nspname NOT IN ('runner', 'information_schema') AND nspname !~ '^pg_')"""


def timed(call, *words):
    started = time.monotonic()
    done = call(*words)
    print(f"      {' '.join(words[2:])}: {time.monotonic() - started:.2f} s")
    return done


def main():
    given = server.arguments(__doc__, ("count", 1000))
    tally = server.Tally()
    with server.Server(given.runner, autovacuum="off", checkpoint_timeout="1d") as private:
        folder = pathlib.Path(private.folder)
        corpus.write(folder, given.count)
        on = ("app", folder)

        done = timed(private.runner_on, *on, "up")
        tally.check(done.returncode == 0, "up exits 0", done.stderr)
        tally.check(int(private.value("SELECT count(*) FROM runner.migration")) == given.count,
                    f"the history has {given.count} migrations")
        apart = private.sql(corpus.DISAGREEMENTS)
        tally.check(not apart, "every migration's objects are there", apart)

        migrations = private.status(*on)["migrations"]
        others = [entry for entry in migrations if entry["state"] != "applied"]
        tally.check(len(migrations) == given.count and not others, "status calls all of them applied", others[:5])

        private.sql("CHECKPOINT")
        before = private.value("SELECT pg_current_wal_insert_lsn()")
        done = timed(private.runner_on, *on, "up")
        after = private.value("SELECT pg_current_wal_insert_lsn()")
        tally.check(done.returncode == 0 and "nothing to do" in done.stdout + done.stderr,
                    "a second up has nothing to do", done.stdout + done.stderr)
        tally.check(before == after, f"it writes nothing: WAL at {before} before and {after} after")

        done = timed(private.runner_on, *on, "down", "base", "--yes")
        tally.check(done.returncode == 0, "down base exits 0", done.stderr)
        left = private.sql(OWN + LEFT)
        tally.check(not left, "nothing is left but the history", left)
        tally.check(private.value("SELECT count(*) FROM runner.migration") == "0", "the history has no migration left")
        tally.check(private.value("SELECT count(*) FROM runner.event WHERE kind = 'reverted'") == str(given.count),
                    f"and {given.count} events say so")
    tally.finish()


if __name__ == "__main__":
    main()
