#!/usr/bin/env python3
"""What every command writes with --format json and jsonl fits docs/json-schema.json.

usage: schema.py RUNNER [COMMAND...]

The lines are the examples of the help, once in a prepared project and once in one where nothing works, with
--format json behind them. A command without a schema fails. The published schema lets fields be added; here
every field has to be in it, and every event of it has to be seen.
"""
import json
import pathlib
import re
import sys

import jsonschema

from examples import EVERYWHERE, SCENES
from world import Tally, World, help_of

ROOT = pathlib.Path(__file__).parent.parent.parent
SCHEMA = json.loads((ROOT / "docs" / "json-schema.json").read_text())

# What is typed besides the examples. {psql}: connects to the project's database.
MORE = {
    "up": ["runner up --seed", "runner up head --atomic --seed --dry-run"],
    "down": ["runner down --dry-run", "runner down 004 --yes"],
    "current": ["runner current"],
    "status": ["runner status"],
    "verify": ["rm migrations/001* && runner verify", "echo '-- late' >> migrations/002_orders.up.sql && runner verify",
               "echo 'select 2;' >> migrations/003_prices.up.sql && runner verify"],
    "version": ["runner version"],
    "split": ["runner split dump.sql", "printf 'copy t from stdin;\\n1\\n\\\\.\\nset a = b; vacuum; commit;' | runner split -"],
    "completion": ["runner completion zsh", "runner completion --list -- up --env ''"],
    "help": ["runner help"],
    "dump": ["runner dump"],
    "erd": ["runner erd"],
    "plan": ["runner plan --down 004"],
    "sum": ["runner sum -q >&2; echo >> migrations/012_mail.up.sql; runner sum"],
    "repair": ["echo 'select 2;' >> migrations/003_prices.up.sql && runner repair --yes"],
    "renumber": ["mv migrations/012_mail.up.sql migrations/004_mail.up.sql && mv migrations/012_mail.down.sql "
                 "migrations/004_mail.down.sql && runner renumber"],
    "history": ["runner history"],
    "show": ["runner show 012"],
    "seed": ["echo 'insert into notes values (1);' > seeds/004_notes.sql && runner seed --prove"],
    "goto": ["runner goto 009 --yes"],
}
# Exit statuses of what is no failure: done, pending, the files disagree, a finding.
OUTCOMES = (0, 5, 6, 8)
# What these write is no document, or goes elsewhere.
NO_DOCUMENT_WITH = ("--man", "--svg", "--dot", "--output", "--split", "plan --sql")
# What it writes is psql's.
NO_DOCUMENT = ("db shell",)
# What fails, besides everything in the broken project.
FAILING = [
    "echo 'select oops;' >> migrations/011_jobs.up.sql && runner up",
    "runner up --nonsense", "runner nonsense", "runner up --lock-wait nonsense",
    "runner resolve 3 --applied", "runner db drop", "runner down base",
]
EVENTS = [
    "runner up --seed",
    "runner redo",
    "runner up --dry-run",
    "echo 'select oops;' > seeds/001_users.sql && runner seed",
    "echo 'do $$ begin raise notice $n$hello$n$; perform pg_sleep(2.5); end $$;' > migrations/011_jobs.up.sql && runner up",
    # Somebody holds a table, and somebody the lock.
    "(echo 'begin; lock table users;'; sleep 6) | {psql} & sleep 1; echo 'alter table users add x int;' > migrations/011_jobs.up.sql; "
    "runner up --lock-timeout 2s; wait",
    "echo 'select pg_sleep(4);' > migrations/011_jobs.up.sql; RUNNER_FORMAT=text runner up -q & sleep 1; runner up; wait",
    "runner up --wait 1s --database-url postgres://nobody@127.0.0.1:1/none",
    "echo 'set work_mem = 4096;' > migrations/011_jobs.up.sql; echo 'set statement_timeout = 0;' > migrations/012_mail.up.sql; runner up",
]


def strict(schema):
    """The same schema, in which an object has no other fields than those it names."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: strict(value) for key, value in schema.items()}
    if "properties" in schema and "required" in schema:
        result["additionalProperties"] = False
    return result


class Judge:
    def __init__(self, tally):
        self.tally = tally
        self.definitions = strict(SCHEMA["$defs"])
        self.seen = set()

    def check(self, name, document, what):
        if not self.tally.check(name in self.definitions, f"docs/json-schema.json has $defs/{name}, for: {what}"):
            return
        self.seen.add(name)
        validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": self.definitions})
        complaint = jsonschema.exceptions.best_match(validator.iter_errors(document))
        self.tally.check(complaint is None, f"{what}: {name}: " + (
            f"{complaint.json_path}: {complaint.message[:600]}" if complaint else ""))

    def check_output(self, command, text, what):
        """The one document of a command; `split` writes lines."""
        documents = []
        try:
            documents = [json.loads(text)]
        except json.JSONDecodeError:
            try:
                documents = [json.loads(line) for line in text.splitlines()]
            except json.JSONDecodeError as error:
                self.tally.check(False, f"{what}: no JSON: {error}: {text[:300]!r}")
                return
        if not self.tally.check(documents, f"{what}: writes a document"):
            return
        for document in documents:
            if "error" in document and "steps" in document:
                name = "failure"
            elif "kind" in document and "start" in document:
                name = "document.split"
            else:
                name = "document." + command.replace(" ", "_")
            self.check(name, document, what)
        self.tally.check(len(documents) == 1 or name == "document.split", f"{what}: one document")


def json_line(example, command):
    """The example with --format json behind the command, everything behind it cut off."""
    found = re.search(rf"runner {command}\b[^|&;)]*", example)
    if found is None:
        return None
    text = re.sub(r"\s*[<>]\s*\S+", "", found[0]).rstrip().rstrip('"')
    redirect = re.search(r"<\s*\S+", found[0])
    head, dashes, rest = text.partition(" -- ")
    return f"{head} --format json{dashes}{rest}" + (" " + redirect[0] if redirect else "")


def psql_of(environment):
    return f"psql -qX '{environment['DATABASE_URL']}'"


def check_documents(judge, world, commands, only):
    # Nothing works here: no server, and a file that is no migration.
    broken, nowhere = world.project("001")
    (broken / "migrations" / "013_broken.up.sql").write_text("-- @transactoin: none\nselect 1;\n")
    nowhere = nowhere | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "RUNNER_WAIT": "1s"}
    for command in commands:
        name = command["name"]
        if name in NO_DOCUMENT or (only and name not in only):
            continue
        scenes = {json_line(example, name): SCENES.get(example, SCENES.get(name, EVERYWHERE))
                  for example in command["examples"] if not any(option in example for option in NO_DOCUMENT_WITH)}
        lines = [line for line in scenes if line]
        more = [line + " --format json" if " -- " not in line else line.replace(" -- ", " --format json -- ")
                for line in MORE.get(name, [])]
        judge.tally.check(lines or more, f"{name}: an example that can be asked for JSON")
        for line in dict.fromkeys(lines + more):
            up_to, before = scenes.get(line, SCENES.get(name, EVERYWHERE))
            folder, environment = world.project(up_to)
            ran = world.run(f"{before} && {line}" if before else line, folder, environment)
            judge.check_output(name, ran.stdout.decode(), line)
            world.run("runner db stop -u embedded:.database -q", folder, environment)
            judge.tally.check(ran.returncode in OUTCOMES,
                              f"{line}: exit status {ran.returncode}: {ran.stderr.decode()[-500:]}")
            if "embedded:" not in line and line in lines:
                ran = world.run(re.sub(r"--wait \S+", "--wait 1s", line), broken, nowhere)
                judge.check_output(name, ran.stdout.decode(), "nothing works: " + line)
        document = "document." + name.replace(" ", "_")
        judge.tally.check(document in judge.seen, f"{document} was seen")


def check_failures(judge, world):
    for line in FAILING:
        folder, environment = world.project()
        ran = world.run(line + " --format json", folder, environment)
        judge.tally.check(ran.returncode != 0, f"{line} fails")
        judge.check_output("nothing", ran.stdout.decode(), line)


def check_events(judge, world):
    for line in EVENTS:
        folder, environment = world.project()
        psql = psql_of(environment)
        ran = world.run(line.replace("{psql}", psql + " >/dev/null"), folder,
                        environment | {"RUNNER_FORMAT": "jsonl", "RUNNER_LOG_FORMAT": "json"})
        for text in ran.stdout.decode().splitlines():
            event = json.loads(text)
            judge.check("event." + event["event"], event, line)
        for text in ran.stderr.decode().splitlines():
            judge.check("log.line", json.loads(text), line)
    for name in judge.definitions:
        if name.startswith("event."):
            judge.tally.check(name in judge.seen, f"{name} was seen")


def check_schema(tally, commands):
    """The schema itself: valid, complete, and without a field that may be missing."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    listed = {entry["$ref"].split("/")[-1] for entry in SCHEMA["anyOf"]}
    for name, schema in SCHEMA["$defs"].items():
        if name.startswith(("document.", "event.")):
            tally.check(name in listed, f"{name} is one of anyOf")
            if "properties" in schema and name != "document.split":
                tally.check(set(schema["required"]) == set(schema["properties"]), f"{name} requires all its fields")
    for command in commands:
        if command["name"] in NO_DOCUMENT:
            continue
        name = "document." + command["name"].replace(" ", "_")
        tally.check(name in SCHEMA["$defs"], f"docs/json-schema.json has $defs/{name}")


def main():
    runner, only = sys.argv[1], sys.argv[2:]
    tally = Tally()
    judge = Judge(tally)
    commands = help_of(runner)["commands"]
    check_schema(tally, commands)
    with World(runner) as world:
        check_documents(judge, world, commands, only)
        if not only or "events" in only:
            check_failures(judge, world)
            check_events(judge, world)
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
