"""What the field scripts share: a private server, databases on it, and a tally of what held."""
import argparse
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time


class Tally:
    """Counts what held; the last line a script prints."""

    def __init__(self):
        self.passed = self.failed = 0
        self.started = time.monotonic()

    def check(self, holds, sentence, detail="", quiet=False):
        """`quiet` prints the sentence only when it does not hold: for the same check many times over."""
        if holds:
            self.passed += 1
        else:
            self.failed += 1
        if not holds or not quiet:
            print(f"{'ok  ' if holds else 'FAIL'}  {sentence}", flush=True)
        if not holds and detail:
            print("\n".join("      " + line for line in str(detail).rstrip().splitlines()[:40]), flush=True)
        return bool(holds)

    def finish(self):
        print(f"{time.monotonic() - self.started:.0f} s")
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)


def arguments(description, *numbers, seed=False):
    """The command line of a field script: RUNNER, then whole numbers as (name, default)."""
    parser = argparse.ArgumentParser(description=description.strip().splitlines()[0])
    parser.add_argument("runner", metavar="RUNNER", help="the built program")
    for name, default in numbers:
        parser.add_argument(name, metavar=name.upper(), nargs="?", type=int, default=default,
                            help=f"default: {default}")
    if seed:
        parser.add_argument("--seed", type=int, default=random.randrange(2**32), help="of an earlier run, to repeat it")
    given = parser.parse_args()
    given.runner = os.path.abspath(given.runner)
    if seed:
        print(f"seed {given.seed}")
    return given


def program(name):
    """A PostgreSQL program itself: on Debian the one in PATH is a slow wrapper."""
    installed = sorted(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return str(installed[-1]) if installed else name


def clean_environment(**more):
    """The environment without anything that could choose a database or a setting for the program."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("PG", "RUNNER_", "DATABASE_URL", "NO_COLOR", "CLICOLOR"))}
    return kept | more


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, errors="replace",
                          env=options.pop("env", clean_environment()), **options)


class Server:
    """`runner db start` in a temporary folder that goes away with it. `settings` are those of postgresql.conf."""

    def __init__(self, runner, **settings):
        if not os.access(runner, os.X_OK):
            sys.exit(f"{runner} is no program; build it first")
        self.runner = runner
        self.settings = settings

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="runner-field-", dir="/tmp"))
        self.folder.chmod(0o755)  # as root the server runs as another user
        try:
            self.start()
            for name, value in self.settings.items():
                self.sql(f"ALTER SYSTEM SET {name} = '{value}'", "postgres")
            if self.settings:
                self.stop()
                self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        started = run(self.runner, "-u", self.embedded, "db", "start", cwd=self.folder)
        if started.returncode != 0:
            raise RuntimeError("no server: " + started.stderr)
        self.template = started.stdout.strip()

    def stop(self):
        run(self.runner, "-u", self.embedded, "db", "stop", cwd=self.folder)

    @property
    def embedded(self):
        return f"embedded:{self.folder}/server"

    def url(self, database):
        return self.template.replace("/app?", f"/{database}?")

    def sql(self, statement, database="app"):
        """The rows of one statement, as lists of text."""
        done = run(program("psql"), "-X", "-At", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", "-c", statement,
                   self.url(database))
        if done.returncode != 0:
            raise RuntimeError(f"{statement}: {done.stderr}")
        return [line.split("\x1f") for line in done.stdout.splitlines()]

    def value(self, statement, database="app"):
        return self.sql(statement, database)[0][0]

    def create(self, database):
        """A fresh database of that name."""
        self.sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)', "postgres")
        self.sql(f'CREATE DATABASE "{database}"', "postgres")
        return self.url(database)

    def runner_on(self, database, folder, *words, **options):
        """Runs the program on that database with the files of that folder."""
        return run(*self.command(database, folder, *words), cwd=folder, **options)

    def command(self, database, folder, *words):
        return [self.runner, "-u", self.url(database), "-d", f"{folder}/migrations", "--seeds-dir", f"{folder}/seeds",
                *words]

    def status(self, database, folder):
        done = self.runner_on(database, folder, "status", "--format", "json")
        if done.returncode != 0:
            raise RuntimeError("status: " + done.stderr)
        return json.loads(done.stdout)
