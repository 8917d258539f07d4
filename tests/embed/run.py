#!/usr/bin/env python3
"""Runs the embedding program twice on a private server. usage: run.py EMBED RUNNER"""
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
    (folder / "m").mkdir()
    (folder / "m" / "001_t.up.sql").write_text("create table t ();\n")
    failed = 0
    try:
        subprocess.run([runner, "-q", "-u", url, "db", "start"], check=True, stdout=subprocess.DEVNULL)
        for expected in ("1 applied\n", "0 applied\n"):
            ran = subprocess.run([embed, url, folder / "m"], capture_output=True, text=True)
            if ran.returncode != 0 or ran.stdout != expected:
                failed += 1
                print(f"expected {expected!r}, got {ran.stdout!r} {ran.stderr!r}")
    finally:
        subprocess.run([runner, "-q", "-u", url, "db", "stop"])
        shutil.rmtree(folder)
    print(f"{2 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
