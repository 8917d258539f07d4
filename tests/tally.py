#!/usr/bin/env python3
"""Counts test cases over the logs of `meson test`: prints each one's line and, last, `N passed, M failed`.

usage: tally.py [--broken N] BUILD_FOLDER...     exit status 1 when anything failed or nothing ran

--broken: checks that failed and are no tests (format, tidy, a build); each counts as one failure.
"""
import argparse
import json
import pathlib
import re
import sys

CATCH_ALL = re.compile(r"All tests passed \(\d+ assertions? in (\d+) test cases?\)")
CATCH_SOME = re.compile(r"test cases:\s*(\d+)\s*\|(?:\s*(\d+) passed\s*\|)?\s*(\d+) failed")
PLAIN = re.compile(r"^(\d+) passed, (\d+) failed$", re.MULTILINE)


def counts(entry):
    """Passed and failed cases of one test program; a program that crashed is one failed case."""
    text = entry.get("stdout", "")
    if found := CATCH_SOME.search(text):
        return int(found[2] or 0), int(found[3])
    if entry["result"] not in ("OK", "FAIL"):  # SKIP, TIMEOUT, ERROR
        return 0, 1
    if found := CATCH_ALL.search(text):
        passed, failed = int(found[1]), 0
    elif found := list(PLAIN.finditer(text)):
        passed, failed = int(found[-1][1]), int(found[-1][2])
    else:
        passed, failed = 0, 1
    if entry["result"] != "OK" and failed == 0:
        failed = 1
    return passed, failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--broken", type=int, default=0)
    parser.add_argument("folders", nargs="+")
    arguments = parser.parse_args()
    passed, failed = 0, arguments.broken
    for folder in arguments.folders:
        log = pathlib.Path(folder) / "meson-logs" / "testlog.json"
        if not log.exists():
            failed += 1
            continue
        for line in log.read_text().splitlines():
            entry = json.loads(line)
            good, bad = counts(entry)
            print(f"{folder}: {entry['name']}: {good} passed, {bad} failed")
            passed += good
            failed += bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
