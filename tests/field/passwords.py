#!/usr/bin/env python3
"""Database URLs with a password, well-formed and not: it shows up nowhere.

usage: passwords.py RUNNER

Nothing here leaves the machine: the hosts are sockets or 127.0.0.1, and what a malformed URL makes a host of
has a port that is none, so that libpq gives up before it looks the name up.
"""
import json
import pathlib
import subprocess
import time

import server

CANARY = "tr0ub4dor"

# {socket} is the folder of the server's socket; the role `canary` has the password CANARY.
WELL_FORMED = {
    "a URL": "postgresql://canary:tr0ub4dor@/app?host={socket}",
    "the short scheme": "postgres://canary:tr0ub4dor@/app?host={socket}",
    "a password in the query": "postgresql:///app?host={socket}&user=canary&password=tr0ub4dor",
    "keywords": "host={socket} user=canary password=tr0ub4dor dbname=app",
    "quoted keywords": "host={socket} user=canary password='tr0ub4dor it\\'s' dbname=app",
    "escapes": "postgresql://canary:%74r0ub4dor%40%2f@/app?host={socket}",
    "a percent-encoded key": "postgresql:///app?host={socket}&user=canary&p%61ssword=tr0ub4dor",
    "several hosts": "postgresql://canary:tr0ub4dor@127.0.0.1:1,127.0.0.1:2/app",
    "nobody listens": "postgresql://canary:tr0ub4dor@127.0.0.1:1/app",
    "no such socket": "host=/nowhere user=canary password=tr0ub4dor",
    "no such database": "postgresql://canary:tr0ub4dor@/nothing?host={socket}",
    "a password for a key": "host={socket} user=canary sslkey=/nowhere sslpassword=tr0ub4dor dbname=app",
}
MALFORMED = {
    "a slash in the password": "postgres://canary:tr0ub4dor/more@127.0.0.1/app",
    "a question mark in the password": "postgres://canary:tr0ub4dor?more@127.0.0.1/app",
    "a question mark before": "postgres://canary:more?tr0ub4dor@127.0.0.1/app",
    "an at sign in the password": "postgres://canary:tr0@ub4dor:tr0ub4dor@127.0.0.1:1/app",
    "a hash in the password": "postgres://canary:tr0ub4dor#more@127.0.0.1:1/app",
    "a colon in the password": "postgres://canary:more:tr0ub4dor@127.0.0.1:1/app",
    "a space in the password": "postgres://canary:more tr0ub4dor@127.0.0.1:1/app",
    "a broken escape": "postgres://canary:tr0ub4dor%zz@127.0.0.1/app",
    "an escape cut short": "postgres://canary:tr0ub4dor%4@127.0.0.1/app",
    "an escaped NUL": "postgres://canary:tr0ub4dor%00@127.0.0.1/app",
    "a port that is none": "postgres://canary:tr0ub4dor@127.0.0.1:port/app",
    "a port too large": "postgres://canary:tr0ub4dor@127.0.0.1:99999/app",
    "a bracket left open": "postgres://canary:tr0ub4dor@[::1/app",
    "a bracket in the password": "postgres://canary:[tr0ub4dor@127.0.0.1:1/app",
    "an unknown parameter": "postgres://canary:tr0ub4dor@127.0.0.1/app?pasword=tr0ub4dor",
    "a parameter without a value": "postgres://canary@127.0.0.1:1/app?password=tr0ub4dor&tr0ub4dor",
    "a parameter twice over": "postgres://canary@127.0.0.1:1/app?password=tr0ub4dor=tr0ub4dor",
    "another scheme": "mysql://canary:tr0ub4dor@127.0.0.1/app",
    "a jdbc URL": "jdbc:postgresql://127.0.0.1:1/app?user=canary&password=tr0ub4dor",
    "a scheme without a colon": "postgres//canary:tr0ub4dor@127.0.0.1/app",
    "a capital scheme": "Postgres://canary:tr0ub4dor@127.0.0.1/app",
    "one slash": "postgres:/canary:tr0ub4dor@127.0.0.1/app",
    "no scheme": "canary:tr0ub4dor@127.0.0.1/app",
    "a misspelt keyword": "host=127.0.0.1 port=1 pasword=tr0ub4dor",
    "a quote left open": "host=127.0.0.1 port=1 password='tr0ub4dor",
    "a space in a keyword's value": "host=127.0.0.1 port=1 password=more tr0ub4dor",
    "a keyword without a value": "host=127.0.0.1 port=1 password tr0ub4dor",
    "a wrong mode": "postgres://canary:tr0ub4dor@127.0.0.1:1/app?sslmode=sometimes",
    "a control character": "postgres://canary:tr0ub4dor\x1b[31m@127.0.0.1:1/app",
    "a blank before": " postgres://canary:tr0ub4dor@127.0.0.1:1/app",
    "quotes around": "\"postgres://canary:tr0ub4dor@127.0.0.1:1/app\"",
}
COMMANDS = [["up"], ["status"], ["db", "create"], ["db", "wait", "--wait", "1ms"], ["version"], ["verify"]]
MANNERS = [["-v", "-v"], ["--format", "json", "--log-format", "json", "-v"]]
SPREAD = "SELECT pg_sleep(20);\n"


def carriers(folder, url):
    """Each way to hand a URL over, as (its name, words on the command line, variables, file, its text)."""
    yield "--database-url", ["--database-url", url], {}, None, None
    yield "-u", ["-u" + url], {}, None, None
    yield "environment", [], {"DATABASE_URL": url}, None, None
    yield ".env", [], {}, ".env", f"DATABASE_URL={url}\n"
    yield ".env in quotes", [], {}, ".env", f'DATABASE_URL="{url}"\n'
    yield "runner.toml", [], {}, "runner.toml", f"database_url = {json.dumps(url)}\n"
    yield "runner.toml by name", [], {"CANARY_URL": url}, "runner.toml", 'database_url = "$CANARY_URL"\n'


def slips(url):
    """Each way to put a URL where it does not belong, likewise."""
    yield "as the target", ["up", url], {}, None, None
    yield "as the command", [url], {}, None, None
    yield "as a seed", ["seed", url], {}, None, None
    yield "behind a misspelt option", ["up", "--databse-url=" + url], {}, None, None
    yield "behind a misspelt option and a space", ["up", "--databse-url", url], {}, None, None
    yield "twice", ["up", "-u", url, url], {}, None, None
    yield "as a log level", ["up", "--log-level", url], {}, None, None
    yield "as an environment", ["up", "--env", url], {}, "runner.toml", "[env.production]\n"
    yield "in .env without a name", ["up"], {}, ".env", url + "\n"
    yield "in .env with a blank", ["up"], {}, ".env", f"DATABASE URL={url}\n"
    yield "in .env with a quote left open", ["up"], {}, ".env", f'DATABASE_URL="{url}\n'
    yield "in runner.toml without quotes", ["up"], {}, "runner.toml", f"database_url = {url}\n"
    yield "in runner.toml with a quote left open", ["up"], {}, "runner.toml", f'database_url = "{url}\n'
    yield "in runner.toml under a wrong key", ["up"], {}, "runner.toml", f"databaseurl = {json.dumps(url)}\n"
    yield "in runner.toml as the key", ["up"], {}, "runner.toml", f'{json.dumps(url)} = "database_url"\n'
    yield "in runner.toml as a list", ["up"], {}, "runner.toml", f"database_url = [{json.dumps(url)}]\n"
    yield "in runner.toml in another place", ["up"], {}, "runner.toml", f"lock_wait = {json.dumps(url)}\n"
    yield "in runner.toml by the name itself", ["up"], {}, "runner.toml", f"database_url = {json.dumps('$' + url)}\n"


class Watch:
    """Runs the program and looks for the password in everything it says."""

    def __init__(self, tally, runner, folder):
        self.tally, self.runner, self.folder = tally, runner, folder
        self.runs = 0

    def run(self, name, words, variables, file, text):
        if file:
            (self.folder / file).write_text(text)
        # A server that takes long to answer would be one that this test must not reach.
        done = server.run(self.runner, *words, cwd=self.folder, env=server.clean_environment(**variables), timeout=20)
        if file:
            (self.folder / file).unlink()
        self.runs += 1
        said = done.stdout + done.stderr
        self.tally.check(CANARY not in said and "ub4dor" not in said and done.returncode >= 0, name,
                         f"exit {done.returncode}\n{said}", quiet=True)
        return done


def command_line_hides(tally, private, folder, url):
    """While it works, /proc does not show the password, nor does ps."""
    (folder / "migrations/002_sleep.up.sql").write_text(SPREAD)
    process = subprocess.Popen([private.runner, "up", "--database-url", url], cwd=folder, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, env=server.clean_environment())
    until = time.monotonic() + 10
    while private.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "0":
        if time.monotonic() > until:
            break
        time.sleep(0.02)
    shown = pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    activity = str(private.sql("SELECT * FROM pg_stat_activity"))
    process.terminate()
    process.wait()
    (folder / "migrations/002_sleep.up.sql").unlink()
    tally.check("up" in shown and CANARY not in shown, f"the command line of a process at work: {shown}", shown)
    tally.check(CANARY not in activity, "nor does the server's list of sessions show it")


def main():
    given = server.arguments(__doc__)
    tally = server.Tally()
    with server.Server(given.runner) as private:
        private.sql(f"CREATE ROLE canary LOGIN SUPERUSER PASSWORD '{CANARY}'")
        socket = private.value("SHOW unix_socket_directories")
        socket = socket if socket.startswith("/") else str(private.folder / "server/socket")
        folder = private.folder / "work"
        (folder / "migrations").mkdir(parents=True)
        (folder / "migrations/001_table.up.sql").write_text("CREATE TABLE shop (id int);\n")
        watch = Watch(tally, given.runner, folder)

        urls = [(name, url.format(socket=socket), True) for name, url in WELL_FORMED.items()]
        urls += [(name, url, False) for name, url in MALFORMED.items()]
        for name, url, _ in urls:
            for carrier, words, variables, file, text in carriers(folder, url):
                for command in COMMANDS:
                    for manner in MANNERS:
                        watch.run(f"{name}, {carrier}: {' '.join(command + manner)}", words + command + manner,
                                  variables, file, text)
        working = urls[0][1]
        for name, url in (("well-formed", working), ("malformed", MALFORMED["a slash in the password"])):
            for place, words, variables, file, text in slips(url):
                watch.run(f"{name} URL {place}", words, variables, file, text)

        (folder / "migrations/002_fails.up.sql").write_text("SELECT nowhere;\n")
        failed = watch.run("a failing statement", ["up", "-u", working, "-v", "-v"], {}, None, None)
        tally.check(failed.returncode == 1, "a migration that fails is in the history", failed.stderr)
        (folder / "migrations/002_fails.up.sql").unlink()

        command_line_hides(tally, private, folder, working)
        tables = [table for [table] in private.sql("SELECT oid::regclass FROM pg_class"
                                                   " WHERE relnamespace = 'runner'::regnamespace AND relkind = 'r'")]
        count = sum(int(private.value(f"SELECT count(*) FROM {table}")) for table in tables)
        found = [table for table in tables
                 if private.value(f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%ub4dor%'") != "0"]
        tally.check(count > 2 and not found, f"none of the {count} rows in {len(tables)} history tables has it", found)
    print(f"{len(urls)} URLs, {watch.runs} runs")
    tally.finish()


if __name__ == "__main__":
    main()
