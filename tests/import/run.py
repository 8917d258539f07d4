#!/usr/bin/env python3
"""Projects and histories that the real tools have made, taken over by the built program.

usage: run.py RUNNER [NAME...]

Each folder beside this file has the files of a project, `history.sql` with what the tool had left in
the database when it had applied all but the last of them, and what has to come out: `expected/`, the
files, and `expected.json`, what `import` said. With RUNNER_UPDATE_GOLDEN=1 the latter two are written;
review that diff like code. README.md says how the recordings were made.
"""
import difflib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "sessions"))
from run import Server  # noqa: E402

UPDATE = os.environ.get("RUNNER_UPDATE_GOLDEN") == "1"


class Failed(Exception):
    pass


def demand(condition, words):
    if not condition:
        raise Failed(words)


class Project:
    """A fresh folder and a fresh database with the recorded history."""

    def __init__(self, runner, server, folder, name, case):
        self.runner, self.folder, self.case = runner, folder, case
        self.environment = {
            "PATH": f"{HERE / name.removesuffix('_empty') / 'bin'}:/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", "TZ": "UTC", "PGTZ": "UTC",
            "DATABASE_URL": server.database("i_" + name.replace("-", "_")),
        }
        for key, value in os.environ.items():
            if key.startswith(("ASAN_", "UBSAN_", "LSAN_")) or key == "RUNNER_PG_BIN":
                self.environment[key] = value
        self.run("db", "create", "-q")

    def run(self, *words, status=0):
        ran = subprocess.run([self.runner, *words], cwd=self.folder, env=self.environment,
                             capture_output=True, text=True, timeout=120)
        demand(ran.returncode == status,
               f"runner {' '.join(words)} exited {ran.returncode}:\n{ran.stdout}{ran.stderr}")
        return ran.stdout

    def document(self, *words, status=0):
        return json.loads(self.run(*words, "--format", "json", status=status))

    def sql(self, text):
        ran = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", self.environment["DATABASE_URL"]],
                             input=text, env=self.environment, capture_output=True, text=True)
        demand(ran.returncode == 0, ran.stderr)
        return ran.stdout.strip()

    def bring_in(self, *more):
        return self.document("import", self.case["tool"], "--from", "theirs", *more)

    def write(self, names):
        """What a person writes into pairs that refuse to run."""
        for name in names:
            if name in self.case.get("written", {}):
                (self.folder / "migrations" / name).write_text(self.case["written"][name])

    def tables(self):
        """Everything but our own schema, as one value."""
        return self.sql("select md5(string_agg(query_to_xml(format('select * from %I.%I', n.nspname, "
                        "relname), true, false, '')::text, '' order by n.nspname, relname)) from pg_class c "
                        "join pg_namespace n on n.oid = relnamespace where relkind = 'r' and "
                        "n.nspname not in ('runner', 'pg_catalog', 'information_schema')")


def compare(words, expected, got):
    if expected != got:
        diff = difflib.unified_diff(expected.splitlines(), got.splitlines(), "expected", "got", lineterm="")
        raise Failed(words + "\n" + "\n".join(diff))


def check_golden(source, folder, document):
    files = {path.name: path.read_text() for path in sorted((folder / "migrations").iterdir())}
    told = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if UPDATE:
        shutil.rmtree(source / "expected", ignore_errors=True)
        (source / "expected").mkdir()
        for name, text in files.items():
            (source / "expected" / name).write_text(text)
        (source / "expected.json").write_text(told)
    compare("what import said", (source / "expected.json").read_text(), told)
    expected = {path.name: path.read_text() for path in (source / "expected").iterdir()}
    compare("the files", "\n".join(sorted(expected)), "\n".join(sorted(files)))
    for name, text in expected.items():
        compare(name, text, files[name])


def states(project):
    return {row["label"]: row["state"] for row in project.document("status")["migrations"]}


def check_takeover(project, source):
    project.sql((source / "history.sql").read_text())
    before = project.tables()

    planned = project.bring_in("--dry-run")
    demand(not (project.folder / "migrations").exists(), "a dry run wrote files")
    demand(project.sql("select to_regnamespace('runner')") == "", "a dry run wrote a history")

    document = project.bring_in()
    compare("a dry run told something else", *(json.dumps({**told, "dry_run": False}, indent=1) for told in (planned, document)))
    check_golden(source, project.folder, document)
    demand(project.tables() == before, "a table of somebody else has changed")
    demand(project.sql("select distinct origin from runner.migration") == "imported", "not imported")

    pending = document["pending"]
    demand(len(pending) == 1, f"pending: {pending}")
    applied = [row["label"] for row in document["migrations"]]
    demand(states(project) == {**dict.fromkeys(applied, "applied"), pending[0]: "pending"},
           f"status: {states(project)}")

    again = project.bring_in()
    demand(not any(item["new"] for item in again["files"] + again["migrations"]),
           "a second import found something to do")


def check_life(project):
    """What is pending goes in, then a new pair; that goes out again."""
    pending = [label for label, state in states(project).items() if state == "pending"]
    project.write([f"{label}.up.sql" for label in pending])
    done = project.document("up")["steps"]
    demand([step["label"] for step in done] == pending, f"up did {done}")
    demand(project.document("up")["steps"] == [], "up found something to do again")
    up, down = project.run("new", "something", "else").split()
    (project.folder / up).write_text("create table something_else ();\n")
    (project.folder / down).write_text("drop table something_else;\n")
    demand(len(project.document("up")["steps"]) == 1, "the new pair was not applied")
    demand(len(project.document("down")["steps"]) == 1, "the new pair was not reverted")
    (project.folder / up).unlink()
    (project.folder / down).unlink()
    demand(project.document("up")["steps"] == [], "up found something to do again")


def check_from_nothing(project, source, case):
    """The files alone build what the tool had built, and take it down again."""
    project.run("import", case["tool"], "--from", "theirs", "--files-only", "-q")
    if case.get("written"):
        refused = project.document("up", status=1)["error"]
        demand("was a" in refused["message"], f"not refused: {refused}")
        project.write(case["written"])
    project.run("up", "-q")
    demand(project.sql("select touch('you'), count(*), (select indisvalid from pg_index where indexrelid = "
                       "'account_email'::regclass) from account") == "hello; you|1|t", "not what was built")
    if case.get("reversible", True):
        project.run("down", "base", "--yes", "-q")
        demand(project.sql("select to_regclass('account')") == "", "down left something behind")


def play(runner, server, source):
    case = json.loads((source / "case.json").read_text())
    for name, check in (("", lambda p: (check_takeover(p, source), check_life(p))),
                        ("_empty", lambda p: check_from_nothing(p, source, case))):
        with tempfile.TemporaryDirectory(prefix="runner-import-", dir="/tmp") as folder:
            os.chmod(folder, 0o755)
            shutil.copytree(source / "project", pathlib.Path(folder) / "theirs")
            check(Project(runner, server, pathlib.Path(folder), source.name + name, case))


def main():
    runner, names = os.path.abspath(sys.argv[1]), sys.argv[2:]
    sources = [path.parent for path in sorted(HERE.glob("*/case.json")) if not names or path.parent.name in names]
    failed = 0
    with Server(runner) as server:
        for source in sources:
            try:
                play(runner, server, source)
            except Failed as failure:
                failed += 1
                print(f"{source.name}: {failure}")
    print(f"{len(sources) - failed} passed, {failed} failed")
    return 1 if failed or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
