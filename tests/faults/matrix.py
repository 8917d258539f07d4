#!/usr/bin/env python3
"""The integration tests and the sessions against several versions of the server.

usage: matrix.py RUNNER INTEGRATION [FOLDER]... [--races N]

RUNNER and INTEGRATION are built programs. Each FOLDER holds `initdb`, `pg_ctl` and `postgres` of one version, or,
below it, such folders; RUNNER_MATRIX names them when the command line does not, separated by colons. With --races
each version has that many rounds of race.py, too.
"""
import argparse
import os
import pathlib
import re
import signal
import subprocess
import sys

import place

TESTS = pathlib.Path(__file__).resolve().parent.parent
ALL_PASSED = re.compile(r"All tests passed \(\d+ assertions? in (\d+) test cases?\)")
SOME_FAILED = re.compile(r"test cases:\s*(\d+)\s*\|(?:\s*(\d+) passed\s*\|)?\s*(\d+) failed")
PLAIN = re.compile(r"^(\d+) passed, (\d+) failed$", re.MULTILINE)


def server_folders(named):
    """(major version, folder), oldest first."""
    found = {}
    for name in named:
        for initdb in [*pathlib.Path(name).glob("initdb"), *pathlib.Path(name).glob("**/bin/initdb")]:
            done = subprocess.run([initdb.parent / "postgres", "--version"], capture_output=True, text=True, check=True)
            found[int(re.search(r"\d+", done.stdout)[0])] = initdb.parent.resolve()
    return sorted(found.items())


def run(version, what, command, tally):
    """Adds up what a test program says of itself."""
    environment = place.clean_environment(RUNNER_PG_BIN=str(version[1]), RUNNER_REQUIRE_POSTGRES="1",
                                          RUNNER_SOURCE_ROOT=str(TESTS.parent))
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, errors="replace",
                          env=environment, check=False)
    output = done.stdout + done.stderr
    if found := ALL_PASSED.search(output):
        passed, failed = int(found[1]), 0
    elif found := SOME_FAILED.search(output):
        passed, failed = int(found[2] or 0), int(found[3])
    elif found := list(PLAIN.finditer(output)):
        passed, failed = int(found[-1][1]), int(found[-1][2])
    else:
        passed, failed = 0, 1
    failed = failed or int(done.returncode != 0)
    tally.passed, tally.failed = tally.passed + passed, tally.failed + failed
    print(f"PostgreSQL {version[0]}: {what}: {passed} passed, {failed} failed", flush=True)
    if failed:
        print("\n".join("      " + line for line in output.splitlines()[-60:]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("runner", metavar="RUNNER", type=os.path.abspath)
    parser.add_argument("integration", metavar="INTEGRATION", type=os.path.abspath)
    parser.add_argument("folders", metavar="FOLDER", nargs="*")
    parser.add_argument("--races", type=int, default=0)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends what it runs, too
    versions = server_folders(given.folders or filter(None, os.environ.get("RUNNER_MATRIX", "").split(":")))
    if not versions:
        place.skip("no servers: name the folders of their programs")
    tally = place.Tally()
    for version in versions:
        run(version, "integration", [given.integration], tally)
        run(version, "sessions", [sys.executable, TESTS / "sessions/run.py", given.runner, TESTS / "sessions"], tally)
        if given.races:
            run(version, "race", [sys.executable, TESTS / "faults/race.py", given.runner, given.races, 16], tally)
    tally.finish()


if __name__ == "__main__":
    main()
