#!/usr/bin/env python3
"""Starts the embedding program as a supervisor would, on a private server. usage: run.py EMBED RUNNER"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def main():
    embed, runner = map(os.path.abspath, sys.argv[1:3])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="runner-embed-", dir="/tmp"))
    os.chmod(folder, 0o755)
    url = f"embedded:{folder}/db"
    migrations = folder / "m"
    migrations.mkdir()
    passed = failed = 0

    def check(holds, what):
        nonlocal passed, failed
        passed, failed = passed + bool(holds), failed + (not holds)
        if not holds:
            print("FAILED:", what)

    def start(url):
        return subprocess.Popen([embed], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env=os.environ | {"DATABASE_URL": url, "MIGRATIONS_DIR": str(migrations)})

    def end(process):
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    try:
        started = subprocess.run([runner, "-q", "-u", url, "db", "start"], check=True, capture_output=True, text=True)
        server = started.stdout.strip()
        (migrations / "001_t.up.sql").write_text("create table t ();\n")
        replicas = [end(process) for process in [start(server) for _ in range(3)]]
        check(all(status == 0 for status, _, _ in replicas), f"three start at once: {replicas}")
        check(sorted(out for _, out, _ in replicas) == ["applied 001_t\nready; 1 applied\n"] + ["ready; 0 applied\n"] * 2,
              f"one of them applies: {replicas}")
        (migrations / "002_bad.up.sql").write_text("select 1;\nselect oops;\n")
        status, out, err = end(start(server))
        check(status == 78 and not out, f"a bad file is for a person: {status} {out}")
        check(f"{migrations}/002_bad.up.sql:2: " in err and "001_t is the current version" in err, err)
        (migrations / "002_bad.up.sql").write_text("-- @nonsense: 1\nselect 1;\n")
        (migrations / "003_no_migration.sql").write_text("select 1;\n")
        status, out, err = end(start(server))
        check(status == 78 and "002_bad.up.sql:1: " in err and "003_no_migration.sql" in err, f"both are named: {err}")
        (migrations / "002_bad.up.sql").unlink()
        (migrations / "003_no_migration.sql").unlink()
        status, out, err = end(start("postgres://somebody:secret@127.0.0.1:1/none"))
        check(status == 75 and "secret" not in out + err, f"no server is worth another try: {status} {err}")
    finally:
        subprocess.run([runner, "-q", "-u", url, "db", "stop"])
        shutil.rmtree(folder)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
