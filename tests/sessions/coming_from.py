#!/usr/bin/env python3
"""Every line that docs/coming-from.md puts beside another tool's command is run.

usage: coming_from.py RUNNER PAGE

A row of a table is `| theirs | ours | … |`. Ours is run in a project of four migrations, of which two are
applied, with a seed, in a fresh database, and must exit with 0. A row without a command of ours has to say why
(`—` and a remark). A tool without a table, or a table without commands, is an error.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import run

TOOLS = ["Alembic", "golang-migrate", "dbmate", "goose", "Flyway"]

PROJECT = """mkdir migrations seeds
for i in 1 2 3 4; do
  printf -- '-- @description: table %s\\ncreate table t%s (id int);\\n' $i $i > migrations/00${i}_t$i.up.sql
  echo "drop table t$i;" > migrations/00${i}_t$i.down.sql
done
echo 'insert into t1 values (1);' > seeds/001_one.sql
runner up 2 -q
"""


def rows_of(page):
    """Yields tool, their cell, our cell, remark."""
    tool = None
    for line in page.splitlines():
        if line.startswith("## "):
            tool = line[3:].strip()
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if line.startswith("| `") and len(cells) == 3:
            yield tool, *cells


def environment_for(runner, server, folder, name):
    return {
        "PATH": f"{pathlib.Path(runner).parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": folder, "LANG": "C.UTF-8", "TZ": "UTC", "DATABASE_URL": server.database(name),
    }


def shell(line, folder, environment):
    return subprocess.run(["sh", "-c", line], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)


def try_row(runner, server, project, number, line):
    """What went wrong; None when nothing did."""
    with tempfile.TemporaryDirectory(prefix="runner-coming-", dir="/tmp") as folder:
        shutil.copytree(project, folder, dirs_exist_ok=True)
        os.chmod(folder, 0o755)
        environment = environment_for(runner, server, folder, f"coming_{number}")
        made = shell('runner db shell -u "$MAINTENANCE" -- -qXc "create database $NAME template coming_from"',
                     folder, environment | {"MAINTENANCE": server.database("postgres"), "NAME": f"coming_{number}"})
        if made.returncode != 0:
            return made.stdout
        ran = shell(line, folder, environment)
        shell("runner db drop -q --yes --force", folder, environment)
        return None if ran.returncode == 0 else f"exit status {ran.returncode}\n{ran.stdout}"


def main():
    runner, page = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).read_text()
    rows = list(rows_of(page))
    problems = [f"{tool}: no rows" for tool in TOOLS if not any(row[0] == tool for row in rows)]
    ran = 0
    with run.Server(runner) as server, tempfile.TemporaryDirectory(prefix="runner-coming-", dir="/tmp") as project:
        os.chmod(project, 0o755)
        prepared = shell("runner db create -q\n" + PROJECT, project,
                         environment_for(runner, server, project, "coming_from"))
        if prepared.returncode != 0:
            sys.exit("the project: " + prepared.stdout)
        for number, (tool, theirs, ours, remark) in enumerate(rows):
            lines = re.findall(r"`([^`]+)`", ours)
            if not lines and (ours != "—" or not remark):
                problems.append(f"{tool}: {theirs}: neither a command nor a reason")
            for line in lines:
                if "runner " not in line:
                    problems.append(f"{tool}: {theirs}: no command of ours: {line}")
                    continue
                ran += 1
                wrong = try_row(runner, server, project, number, line)
                if wrong:
                    problems.append(f"{tool}: {theirs}: {line}: {wrong}")
    for problem in problems:
        print(problem)
    print(f"{ran - min(len(problems), ran)} passed, {len(problems)} failed")
    return 1 if problems or ran == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
