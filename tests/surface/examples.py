#!/usr/bin/env python3
"""Every example of every command's help is typed in a prepared project and does what it says.

usage: examples.py RUNNER [COMMAND...]

A command without an example fails, and so does an example that does not start with `runner`. What a
command needs besides the project of world.py stands in SCENES; an exit status other than 0 in STATUS.
"""
import shlex
import sys

from world import Tally, World, help_of

IN_DOUBT = ("rm migrations/0[01][789]_* migrations/01* && "
            "printf -- '-- @transaction: none\\nselect 1, pg_terminate_backend(pg_backend_pid());\\n' "
            "> migrations/007_end.up.sql && ! runner up -q")

LATER = ("for n in 040 042; do "
         "echo 'select 1;' | tee migrations/${n}_later.up.sql > migrations/${n}_later.down.sql; done")
RENAMED = "for s in up down; do mv migrations/007_items.$s.sql migrations/007_add_users.$s.sql; done"


def other_tool(tool, folder):
    """A project of another tool instead of ours, and the database it left behind."""
    return (f"rm -r migrations && mkdir -p db && cp -r $SOURCE/tests/import/{tool}/project {folder} && "
            f"psql -XAtq $DATABASE_URL < $SOURCE/tests/import/{tool}/history.sql > loaded")


LATER = ("for n in 040 042; do echo 'select 1;' | tee migrations/${n}_later.up.sql "
         "> migrations/${n}_later.down.sql; done")
ON_BRANCH = "git update-ref refs/remotes/origin/main HEAD"

# example or command -> what the last applied migration is, and what is typed before the example
SCENES = {
    "init": ("010", "mkdir new && cd new"),
    "resolve": ("006", IN_DOUBT),
    "dump": ("010", "runner db create -q -u $OTHER_URL"),
    "runner goto 007": ("005", ""),
    "runner goto 007_add_users --yes": ("006", RENAMED),
    "baseline": ("010", LATER),
    "runner baseline 040 --remove --yes": ("010", LATER + " && runner baseline 042 -q"),
    "runner verify --base origin/main --format github": ("010", ON_BRANCH),
    "runner renumber --base origin/main": ("010", ON_BRANCH),
    "runner db wait --for head && exec my-application": ("012", ""),
    "runner import goose --from db/goose --dry-run": (None, other_tool("goose", "db/goose")),
    "runner import flyway --from sql --schema shop --table flyway_schema_history": (
        None, other_tool("flyway", "sql") + " && psql -qX $DATABASE_URL -c 'create schema shop' "
        "-c 'alter table flyway_schema_history set schema shop'"),
    "runner import dbmate --files-only": (None, other_tool("dbmate", "db/migrations")),
}
EVERYWHERE = ("010", "")
# example -> its exit status, where the help says another one than 0
STATUS = {
    "runner status --exit-code --quiet": 5,
    "runner current --check-head": 5,
}


def commands_of_main_help(text):
    """The names as `runner --help` lists them: two spaces, the name, its arguments, two spaces."""
    names = []
    for line in text.split("\nOptions")[0].splitlines():
        if line.startswith("  ") and line[2:3].isalpha():
            names.append(line.strip())
    return names


def main():
    runner, only = sys.argv[1], sys.argv[2:]
    tally = Tally()
    commands = help_of(runner)["commands"]
    with World(runner) as world:
        listed = world.run(f"{shlex.quote(world.runner)} --help", world.root, None).stdout.decode()
        for line, command in zip(commands_of_main_help(listed), commands):
            tally.check(line.startswith(command["name"]), f"runner --help lists {line!r} for {command['name']}")
        tally.check(len(commands_of_main_help(listed)) == len(commands), "runner --help lists every command")
        for command in commands:
            name = command["name"]
            if only and name not in only:
                continue
            shown = world.run(f"{shlex.quote(world.runner)} {name} --help", world.root, None).stdout.decode()
            tally.check(command["examples"], f"{name} has an example")
            for example in command["examples"]:
                if not tally.check("runner " in example and f"  {example}\n" in shown,
                                   f"runner {name} --help shows: {example}"):
                    continue
                up_to, before = SCENES.get(example, SCENES.get(name, EVERYWHERE))
                folder, environment = world.project(up_to)
                ran = world.run(f"{before} && {example}" if before else example, folder, environment)
                expected = STATUS.get(example, 0)
                tally.check(
                    ran.returncode == expected,
                    f"{example}: exit status {ran.returncode} instead of {expected}\n"
                    + ran.stdout.decode(errors="replace")[-1500:] + ran.stderr.decode(errors="replace")[-1500:])
                world.run("runner db stop -u embedded:.database -q", folder, environment)
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
