#!/usr/bin/env python3
"""Schemas that are dumped and built again, against a real server.

usage: round_trip.py RUNNER [NAME...]

Each file of schemas/ is loaded into a database, dumped by RUNNER, and the dump loaded into an empty
one. The second dump must be the same bytes, the catalogs must have the same fingerprint, and pg_dump,
which knows nothing of us, must say the same of both. RUNNER_PG_BIN names the server's programs; a pg_dump older than the server is left out.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
ROLES = ["app_owner", "app_reader", "app_writer", '"Mixed Role"']


def program(name):
    own = pathlib.Path(os.environ.get("RUNNER_PG_BIN", "/nowhere")) / name
    if own.exists():
        return str(own)
    installed = sorted(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
                       key=lambda path: float(path.parts[4]))
    found = str(installed[-1]) if installed else shutil.which(name)
    if not found:
        print(f"no {name} on this machine")
        sys.exit(1 if os.environ.get("RUNNER_REQUIRE_POSTGRES") == "1" else 77)
    return found


class Failure(Exception):
    pass


def run(command, **options):
    """What it prints, with its carriage returns."""
    if "input" in options:
        options["input"] = options["input"].encode()
    done = subprocess.run(command, capture_output=True, **options)
    if done.returncode != 0:
        raise Failure(f"{' '.join(map(str, command[:3]))}: exit {done.returncode}\n{done.stderr.decode()[-2000:]}")
    return done.stdout.decode()


class Server:
    """A private one, gone at the end."""

    def __init__(self, runner):
        self.runner = str(pathlib.Path(runner).resolve())
        self.folder = tempfile.mkdtemp(prefix="runner-catalog-", dir="/tmp")
        os.chmod(self.folder, 0o755)
        self.url = "embedded:" + self.folder + "/db"
        self.psql = program("psql")
        self.pg_dump = program("pg_dump")

    def __enter__(self):
        self.template = run([self.runner, "-u", self.url, "db", "start"], cwd=self.folder).strip()
        for role in ROLES:
            self.sql("app", f"create role {role}")
        return self

    def __exit__(self, *_):
        subprocess.run([self.runner, "-u", self.url, "db", "stop"], capture_output=True, cwd=self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)

    def database(self, name):
        return self.template.replace("/app?", f"/{name}?")

    def sql(self, database, text):
        return run([self.psql, "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", self.database(database)], input=text)

    def create(self, name):
        self.sql("app", f"drop database if exists {name} with (force);\ncreate database {name} template template0")

    def dump(self, database, *options):
        return run([self.runner, "dump", "-q", "-u", self.database(database), *options], cwd=self.folder)

    def observe(self, database):
        """What pg_dump says, without what it says of itself; None when it is too old for the server."""
        done = subprocess.run([self.pg_dump, "--schema-only", "-d", self.database(database)],
                              capture_output=True, text=True)
        if "server version mismatch" in done.stderr:
            return None
        if done.returncode != 0:
            raise Failure("pg_dump: " + done.stderr)
        # The key is random, and passwords are what we leave out.
        lines = [line for line in done.stdout.splitlines()
                 if not re.match(r"\\(un)?restrict |    password '", line)]
        # A column list ends where it ends; which column is the last one is another question.
        return sorted(line.rstrip(",") for line in lines)


def fingerprint(document):
    return json.loads(document)["fingerprint"]


def compare(what, first, second):
    if first == second:
        return
    first = first if isinstance(first, list) else first.splitlines()
    second = second if isinstance(second, list) else second.splitlines()
    gone = [line for line in first if line not in second]
    come = [line for line in second if line not in first]
    raise Failure(f"{what}: " + "\n".join(["", *("- " + line for line in gone[:12]),
                                           *("+ " + line for line in come[:12])]))


def check(server, path):
    server.create("one")
    server.create("two")
    server.sql("one", path.read_text())
    first = server.dump("one")
    server.sql("two", first)
    if "secret" in first:
        raise Failure("a password is in the dump")
    compare("the dump of the copy", first, server.dump("two"))
    documents = [server.dump(name, "--format", "json") for name in ("one", "two")]
    compare("the fingerprint", fingerprint(documents[0]), fingerprint(documents[1]))
    observed = [server.observe(name) for name in ("one", "two")]
    if observed[0] is not None:
        compare("pg_dump", *observed)
    return observed[0] is not None


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))  # the server has to go, too
    wanted = sys.argv[2:]
    paths = [path for path in sorted((HERE / "schemas").glob("*.sql")) if not wanted or path.stem in wanted]
    if not paths:
        sys.exit("no such schema: " + " ".join(wanted))
    failed, observed, skipped = 0, 0, 0
    with Server(sys.argv[1]) as server:
        version = int(server.sql("app", "show server_version_num")) // 10000
        for path in paths:
            needed = re.match(r"-- since (\d+)", path.read_text())
            if needed and int(needed[1]) > version:
                skipped += 1
                continue
            try:
                observed += check(server, path)
            except Failure as failure:
                failed += 1
                print(f"{path.stem}: {failure}")
    print(f"PostgreSQL {version}: {skipped} for later versions, {observed} seen by pg_dump")
    print(f"{len(paths) - failed - skipped} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
