"""What the tests of the surface share: a server, a prepared project, and counting."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "sessions"))
from run import Server  # noqa: E402

TABLES = ["users", "orders", "prices", "notes", "tags", "carts", "items", "stock", "rates", "audit", "jobs", "mail"]
ROOT = pathlib.Path(__file__).parent.parent.parent
APPLIED = "010"
# Programs of others that examples mention: where one is not installed, `cat` stands in for it.
STAND_INS = ["less", "dot", "my-application"]

SETTINGS = """\
[env.development]
log_level = "info"

[env.production]
protected = true
"""


class Tally:
    """Says what failed as it happens; the last line is what tests/tally.py reads."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, holds, what):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED:", what)
        return holds

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0


def help_of(runner):
    """The command table as data."""
    return json.loads(subprocess.run([runner, "help", "--format", "json"], check=True, capture_output=True).stdout)


def environment_for(runner, folder, url):
    environment = {
        "PATH": f"{folder}/.bin:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder), "LANG": "C.UTF-8", "TZ": "UTC", "DATABASE_URL": url,
        "GIT_AUTHOR_NAME": "ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
    }
    for name, value in os.environ.items():
        if name.startswith(("ASAN_", "UBSAN_", "LSAN_")) or name == "RUNNER_PG_BIN":
            environment[name] = value
    (folder / ".bin").mkdir(exist_ok=True)
    for name in STAND_INS:
        if shutil.which(name) is None:
            program = folder / ".bin" / name
            program.write_text("#!/bin/sh\nexec cat\n")
            program.chmod(0o755)
    link = folder / ".bin" / "runner"
    if not link.exists():
        link.symlink_to(runner)
    return environment


def write_project(folder):
    """Twelve pairs, three seeds, settings with two environments, a dump, and all of it in git's main."""
    for name in ("migrations", "seeds"):
        (folder / name).mkdir()
    for number, table in enumerate(TABLES, 1):
        pair = folder / "migrations" / f"{number:03}_{table}"
        pair.with_suffix(".up.sql").write_text(
            f"-- @description: the table {table}\ncreate table {table} (id int primary key, name text);\n")
        pair.with_suffix(".down.sql").write_text(f"drop table {table};\n")
    for number, (name, table) in enumerate((("users", "users"), ("orders", "orders"), ("countries", "tags")), 1):
        (folder / "seeds" / f"{number:03}_{name}.sql").write_text(
            f"insert into {table} values (1, 'a') on conflict (id) do update set name = excluded.name;\n")
    (folder / "runner.toml").write_text(SETTINGS)
    (folder / "dump.sql").write_text("create table copied (id int);\nselect 1;\n")


def commit_all(folder, environment):
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "all"],
                    ["update-ref", "refs/remotes/origin/main", "HEAD"]):
        subprocess.run(["git", *command], cwd=folder, env=environment, check=True)


class World:
    """Projects with databases of their own, on one server that is gone at the end."""

    def __init__(self, runner):
        self.runner = os.path.abspath(runner)
        self.count = 0

    def __enter__(self):
        self.server = Server(self.runner).__enter__()
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="runner-surface-", dir="/tmp"))
        os.chmod(self.root, 0o755)
        return self

    def __exit__(self, *_):
        self.server.__exit__()
        shutil.rmtree(self.root, ignore_errors=True)

    def project(self, up_to=APPLIED):
        """A folder and the environment of its commands; migrations are applied up to `up_to`."""
        self.count += 1
        folder = self.root / f"p{self.count}"
        folder.mkdir()
        os.chmod(folder, 0o755)
        url = self.server.database(f"p{self.count}")
        environment = environment_for(self.runner, folder, url)
        environment |= self.server_variables(url) | {"OTHER_URL": self.server.database("other"), "SOURCE": str(ROOT)}
        write_project(folder)
        commit_all(folder, environment)
        self.run("runner db create -q" + (f" && runner up -q {up_to}" if up_to else ""), folder, environment, check=True)
        return folder, environment

    @staticmethod
    def server_variables(url):
        """Where psql without a URL finds the server: examples pipe into it."""
        found = re.search(r"host=([^&]+)", url)
        user = re.search(r"(?:user=|//)([^&@/?]+)(?:@|&|$)", url)
        return {"PGHOST": found[1].replace("%2F", "/")} | ({"PGUSER": user[1]} if user else {"PGUSER": "postgres"})

    def run(self, line, folder, environment, check=False):
        ran = subprocess.run(["sh", "-c", line], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        if check and ran.returncode != 0:
            raise RuntimeError(f"{line}: {ran.returncode}\n{ran.stderr.decode()}")
        return ran
