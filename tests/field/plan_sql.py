#!/usr/bin/env python3
"""plan --sql of N pairs, run by plain psql: the same catalog, data and history as up; run again: nothing.

usage: plan_sql.py RUNNER [N]
"""
import pathlib
import re

import corpus
import server

# What psql could take for something else: variables it sets itself, rows that look like SQL and like psql, bodies
# with semicolons, transactions of the file's own, statements that stand alone.
SPECIAL = {
    "90001_copy": (
        "create table copied (id int primary key, words text);\n"
        "copy copied (id, words) from stdin;\n"
        "1\tit's $runner_0$ \\\\endif :USER\n"
        "2\t\\N\n"
        "3\t/* 'open \"quote $$ -- ;\n"
        "\\.\n"
        "copy copied from stdin with (format csv);\n"
        "4,\"a, b\"\n"
        "\\.\n"
        "insert into copied values (5, 'behind the rows');\n", "drop table copied;\n"),
    "90002_variables": (
        "create table colon as select (a)[1:HOST] as x, (a)[ : HOST] as y, 1::int as z, ':USER' as u,\n"
        "  $$:'DBNAME' :PORT$$ as d /* :HOST */ -- :HOST\n"
        "from (select array[1,2,3] as a, 2 as HOST) s;\n"
        "create function colons(a int, USER_ int default 3) returns int language plpgsql as $f$\n"
        "declare PORT int := 1; begin PORT := PORT + a; return (array[1,2,3,4])[PORT:PORT][1]; end $f$;\n",
        "drop function colons; drop table colon;\n"),
    "90003_crlf": (
        "create function crlf() returns text language sql\r\nas $$\r\n  select 'a;b';\r\n$$;\r\n"
        "comment on function crlf() is 'back\\slash, it''s \r\n on two lines';\r\n", "drop function crlf();\n"),
    "90004_wrapped": (
        "begin isolation level serializable;\ncreate table wrapped (id int);\ninsert into wrapped values (1);\ncommit;",
        "begin; drop table wrapped; commit;\n"),
    "90005_bodies": (
        "create table bodies (id int);\n"
        "create function atomic() returns int language sql begin atomic\n"
        "  select 1; select case when true then 2 end; end;\n"
        "create rule twice as on delete to bodies do also (select 1; select 2);\n"
        "set search_path = pg_catalog;\nset work_mem = '1MB';\n-- the end, without a newline",
        "drop table bodies; drop function atomic();\n"),
    "90006_concurrently": (
        "create index concurrently copied_words on copied (words);\n", "drop index concurrently copied_words;\n"),
    "90007_alone": (
        "-- @transaction: none\n-- @description: one by one, it's said\n"
        "set search_path = public, pg_catalog;\n"
        "create table alone (id int, done bool default false);\n"
        "insert into alone select generate_series(1, 25);\n"
        "copy alone (id) from stdin;\n100\n101\n\\.\n"
        "-- @batch: 10\nupdate alone set done = true where id in (select id from alone where not done limit :batch);\n"
        "create unique index concurrently if not exists alone_id on alone (id);\n"
        "do $$ begin update alone set id = -1 where id = 101; commit; end $$;\n"
        "vacuum alone;\n", "drop table alone;\n"),
    "90008_role": ("set role pg_monitor;\nreset role;\nset session authorization default;\nselect 1;\n", None),
    "90009_empty": ("-- nothing\n", None),
}
SEEDS = {
    "001_words": "insert into copied values (6, 'seeded') on conflict (id) do update set words = excluded.words;\n",
    "002_again": "-- @always: true\nselect ':USER';\n",
}
HISTORY = {
    "migration": "version, sequence, name, checksum, fingerprint, up_sql, down_sql, directives, applied_by, "
                 "runner_version, origin",
    "event": "id, kind, version, subject, by_role, from_host, runner_version, sqlstate, message, location, statement, "
             "blocker, before",
    "seed": "name, checksum, fingerprint, applied_by, runner_version",
    "journal": "version, direction, statement",
    "layout": "version, created_by",
}


def write(folder, count):
    corpus.write(folder, count)
    for name, (up, down) in SPECIAL.items():
        for direction, text in (("up", up), ("down", down)):
            if text is not None:
                (folder / "migrations" / f"{name}.{direction}.sql").write_bytes(text.encode())
    (folder / "seeds").mkdir()
    for name, text in SEEDS.items():
        (folder / "seeds" / f"{name}.sql").write_text(text)


def dump(private, database, *options):
    done = server.run(server.program("pg_dump"), *options, private.url(database))
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return re.sub(r"\\(un)?restrict .*", "", done.stdout)


def history(private, database, names=HISTORY):
    return {table: private.sql(f"SELECT {columns} FROM runner.{table} ORDER BY 1, 2" if ", " in columns else
                               f"SELECT {columns} FROM runner.{table} ORDER BY 1", database)
            for table, columns in HISTORY.items() if table in names}


def main():
    given = server.arguments(__doc__, ("count", 1000))
    tally = server.Tally()
    with server.Server(given.runner) as private:
        folder = pathlib.Path(private.folder)
        write(folder, given.count)
        for database in ("by_up", "by_psql", "offline"):
            private.create(database)

        def script(database, name, *words):
            made = private.runner_on(database, folder, "plan", "--sql", *words)
            tally.check(made.returncode == 0, f"plan --sql {' '.join(words)} exits 0", made.stderr)
            path = folder / name
            path.write_bytes(made.stdout.encode())
            return path

        def psql(database, path):
            # Without -X, ON_ERROR_STOP or anything else: the script sets what it needs.
            return server.run(server.program("psql"), "-f", path, private.url(database), cwd=folder)

        def same(one, other):
            for options, what in ((("--schema-only", "-N", "runner"), "catalog"),
                                  (("--schema-only", "-n", "runner"), "catalog of the history"),
                                  (("--data-only", "--inserts", "-N", "runner"), "data")):
                left, right = dump(private, one, *options), dump(private, other, *options)
                tally.check(left == right, f"{one} and {other} have the same {what}",
                            "\n".join(sorted(set(left.splitlines()) ^ set(right.splitlines()))))
            left, right = history(private, one), history(private, other)
            for table in HISTORY:
                tally.check(left[table] == right[table], f"{one} and {other} have the same rows in runner.{table}",
                            "\n".join(map(str, [pair for pair in zip(left[table], right[table]) if pair[0] != pair[1]][:5])))

        up_script = script("by_psql", "up.sql", "--seed")
        done = private.runner_on("by_up", folder, "up", "--seed")
        tally.check(done.returncode == 0, "up exits 0", done.stderr)
        done = psql("by_psql", up_script)
        tally.check(done.returncode == 0 and not done.stderr, "psql exits 0 and complains about nothing", done.stderr)
        same("by_up", "by_psql")

        before = history(private, "by_psql")
        done = psql("by_psql", up_script)
        tally.check(done.returncode == 0, "run again psql exits 0", done.stderr)
        skipped = done.stdout.count("is already done")
        tally.check(skipped == given.count + len(SPECIAL) + len(SEEDS) - 1, "and skips every file but the seed that is "
                    f"always run: {skipped}", done.stdout)
        after = history(private, "by_psql")
        after["event"] = [row for row in after["event"] if row[3] != "002_again"]
        before["event"] = [row for row in before["event"] if row[3] != "002_again"]
        tally.check(before == after, "the history is as it was")
        status = private.status("by_psql", folder)
        others = [each for each in status["migrations"] if each["state"] != "applied"]
        tally.check(not others, "status calls all of them applied", others[:3])

        made = server.run(given.runner, "plan", "--sql", "--from", "base", "-d", folder / "migrations",
                          "--seeds-dir", folder / "seeds", cwd=folder)
        tally.check(made.returncode == 0, "plan --sql --from base needs no database", made.stderr)
        (folder / "offline.sql").write_bytes(made.stdout.encode())
        done = psql("offline", folder / "offline.sql")
        tally.check(done.returncode == 0 and not done.stderr, "its script runs as well", done.stderr)
        options = ("--schema-only",)
        tally.check(dump(private, "by_up", *options) == dump(private, "offline", *options), "and makes the same catalog")

        (folder / "migrations" / "90008_role.down.sql").write_text("select 1;\n")
        (folder / "migrations" / "90009_empty.down.sql").write_text("select 1;\n")
        down_script = script("by_psql", "down.sql", "--down", "base")
        done = private.runner_on("by_up", folder, "down", "base", "--yes")
        tally.check(done.returncode == 0, "down base exits 0", done.stderr)
        done = psql("by_psql", down_script)
        tally.check(done.returncode == 0 and not done.stderr, "the script of down exits 0", done.stderr)
        tally.check(dump(private, "by_up", "--schema-only") == dump(private, "by_psql", "--schema-only"),
                    "and leaves the same catalog")
        done = psql("by_psql", down_script)
        tally.check(done.returncode == 0 and done.stdout.count("is not applied") == given.count + len(SPECIAL),
                    "run again it does nothing", done.stdout + done.stderr)
    tally.finish()


if __name__ == "__main__":
    main()
