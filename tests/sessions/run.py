#!/usr/bin/env python3
"""Sessions: what a person types and sees, against the built program and a real server.

usage: run.py RUNNER FOLDER [NAME...]

A .session file is a shell session: `$ command` runs in sh, in a fresh folder with a fresh database in
DATABASE_URL; the lines below it are what it must print (stdout and stderr as they come, `…` stands for
anything within a line), and `[N]` its exit status when that is not 0. Lines that start with # are prose.
With RUNNER_UPDATE_GOLDEN=1 what is printed becomes what is expected; review that diff like code.
"""
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MASKS = [
    (re.compile(r" *\b\d+ ms\b"), " … ms"),
    (re.compile(r"/tmp/runner-sessions-\w+"), "<server>"),
    (re.compile(r"\bby +took"), "by took"),  # as wide as the longest time
    (re.compile(r"\b(PostgreSQL|libpq) \d[\w.]*"), r"\1 <version>"),
    (re.compile(r"\b(GCC|Clang) \d[\w.]*"), "<compiler>"),
    (re.compile(r'"version": "\d+\.\d+"'), '"version": "<version>"'),
    (re.compile(r"\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?Z?"), "<time>"),
    (re.compile(r'"duration_ms": ?\d+'), '"duration_ms":…'),
]


class Server:
    """One embedded server for all sessions, kept running by `runner db start`."""

    def __init__(self, runner):
        self.runner = runner
        self.folder = tempfile.mkdtemp(prefix="runner-sessions-", dir="/tmp")
        os.chmod(self.folder, 0o755)
        self.url = "embedded:" + self.folder + "/db"

    def __enter__(self):
        started = subprocess.run([self.runner, "-u", self.url, "db", "start"],
                                 capture_output=True, text=True, cwd=self.folder)
        if started.returncode != 0:
            sys.exit("no server for the sessions:\n" + started.stderr)
        self.template = started.stdout.strip()
        return self

    def __exit__(self, *_):
        subprocess.run([self.runner, "-u", self.url, "db", "stop"], capture_output=True, cwd=self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)

    def database(self, name):
        return self.template.replace("/app?", f"/{name}?")


def steps_of(text):
    """Yields [prose lines], command, [expected lines]; the command is None behind the last one."""
    prose, command, expected = [], None, []
    for line in text.splitlines():
        if line.startswith("$ ") or line.startswith("#") or (command is None and not line):
            if command is not None:
                yield prose, command, expected
                prose, command, expected = [], None, []
            if line.startswith("$ "):
                command = line[2:]
            else:
                prose.append(line)
        else:
            expected.append(line)
    yield prose, command, expected


def matches(expected, got):
    pattern = "".join(re.escape(part) if part != "…" else ".*?" for part in re.split("(…)", expected))
    return re.fullmatch(pattern, got) is not None


def masked(line):
    for pattern, words in MASKS:
        line = pattern.sub(words, line)
    return line.rstrip()


def run(command, folder, environment):
    ran = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    lines = ran.stdout.decode("utf-8", "backslashreplace").splitlines()
    while lines and not lines[-1]:
        lines.pop()
    if ran.returncode != 0:
        lines.append(f"[{ran.returncode}]")
    return [masked(line) for line in lines]


def agree(expected, got):
    while expected and not expected[-1]:
        expected = expected[:-1]
    return len(expected) == len(got) and all(map(matches, expected, got))


def play(path, runner, server, update):
    """True when everything was as expected."""
    with tempfile.TemporaryDirectory(prefix="runner-session-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        environment = {
            "PATH": f"{pathlib.Path(runner).parent}:/usr/local/bin:/usr/bin:/bin",
            "HOME": folder, "LANG": "C.UTF-8", "TZ": "UTC",
            "SOURCE": os.environ.get("RUNNER_SOURCE_ROOT", ""),
            "DATABASE_URL": server.database("s_" + path.stem.replace("-", "_")),
        }
        for name, value in os.environ.items():
            if name.startswith(("ASAN_", "UBSAN_", "LSAN_")) or name == "RUNNER_PG_BIN":
                environment[name] = value
        created = subprocess.run([runner, "db", "create", "-q"], env=environment, cwd=folder, capture_output=True, text=True)
        if created.returncode != 0:
            print(f"{path.name}: {created.stderr}")
            return False
        good, lines = True, []
        for prose, command, expected in steps_of(path.read_text()):
            lines += prose
            if command is None:
                continue
            got = run(command, folder, environment)
            lines.append("$ " + command)
            same = agree(expected, got)
            lines += expected if same else got + ([""] if expected and not expected[-1] else [])
            if not same and not update:
                good = False
                print(f"{path.name}: $ {command}")
                print("\n".join(difflib.unified_diff(expected, got, "expected", "got", lineterm="")))
        if update:
            path.write_text("\n".join(lines).rstrip("\n") + "\n")
        return good


def main():
    runner, folder, names = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
    update = os.environ.get("RUNNER_UPDATE_GOLDEN") == "1"
    paths = [path for path in sorted(folder.glob("*.session")) if not names or path.stem in names]
    with Server(runner) as server:
        failed = [path.stem for path in paths if not play(path, runner, server, update)]
    print(f"{len(paths) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
