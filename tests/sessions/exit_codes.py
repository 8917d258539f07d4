#!/usr/bin/env python3
"""Every failure path of every command has its documented exit status.

usage: exit_codes.py RUNNER [COMMAND...]

Each row of exit_code_rows.py is one try: the command it belongs to, what is prepared in a fresh folder with a fresh database, the
line that is run, the exit status it must have, and words that must be in what it prints. A command of
`runner --help` without a row that succeeds or without one that fails is an error, so that nobody adds a
command and leaves it out here.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import run
from exit_code_rows import GENERAL, ROWS

def commands_of(runner):
    shown = subprocess.run([runner, "--help"], capture_output=True, text=True).stdout
    part = shown.partition("Usage:")[2].partition("Options,")[0]
    return {found.group(1) for found in re.finditer(r"^  ((?:db )?[a-z]+)\b(?= )", part, re.M)}


def missing(commands):
    """Commands without a row that succeeds, or without one that fails."""
    for command in sorted(commands):
        states = {row[4] for row in ROWS if row[0] == command}
        if 0 not in states:
            yield f"{command}: no row that succeeds"
        if not states - {0, None}:
            yield f"{command}: no row that fails"
    for command in sorted({row[0] for row in ROWS} - commands):
        yield f"{command}: no such command in the help"


def attempt(runner, server, number, preparation, line):
    with tempfile.TemporaryDirectory(prefix="runner-exit-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        environment = {
            "PATH": f"{pathlib.Path(runner).parent}:/usr/local/bin:/usr/bin:/bin",
            "HOME": folder, "LANG": "C.UTF-8", "TZ": "UTC",
            "SOURCE": os.environ.get("RUNNER_SOURCE_ROOT", ""),
            "DATABASE_URL": server.database(f"exit_{number}"),
        }
        if "RUNNER_PG_BIN" in os.environ:
            environment["RUNNER_PG_BIN"] = os.environ["RUNNER_PG_BIN"]
        subprocess.run([runner, "db", "create", "-q"], env=environment, cwd=folder, check=True)
        # Of what is prepared nothing is to be seen, whatever it says.
        script = f"{{ {preparation or ':'}\n}} > prepared.log 2>&1\n{line}\n"
        try:
            ran = subprocess.run(["sh", "-c", script], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        except subprocess.TimeoutExpired:
            return None, "nothing for two minutes", ""
        prepared = pathlib.Path(folder, "prepared.log").read_text(errors="replace")
        subprocess.run([runner, "db", "drop", "-q", "--yes", "--force"], env=environment, cwd="/", capture_output=True)
        return ran.returncode, ran.stdout.decode("utf-8", "replace"), prepared


def main():
    runner, wanted = os.path.abspath(sys.argv[1]), set(sys.argv[2:])
    tries = [row for row in ROWS if row[4] is not None] + [("", *row) for row in GENERAL]
    tries = [row for row in tries if not wanted or row[0] in wanted]
    at_once = min(4, os.cpu_count() or 1)
    problems = list(missing(commands_of(runner)))
    with run.Server(runner) as server, concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        results = pool.map(lambda each: attempt(runner, server, each[0], each[1][2], each[1][3]), enumerate(tries))
        for (command, name, _, _, status, words), (got, output, prepared) in zip(tries, results):
            if got != status or words not in output:
                problems.append(f"{command}: {name}: expected {status} and {words!r}, got {got}:\n{output}"
                                f"prepared:\n{prepared}")
    for problem in problems:
        print(problem)
    print(f"{len(tries) - min(len(problems), len(tries))} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
