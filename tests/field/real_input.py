#!/usr/bin/env python3
"""Schemas of Debian packages: what runner makes of them equals what psql makes of them.

usage: real_input.py RUNNER [--keep FOLDER]

Fetches the packages with `apt-get download` into a temporary folder, or into FOLDER, where they stay for the
next time. Nothing is installed.
"""
import argparse
import difflib
import gzip
import os
import pathlib
import re
import subprocess

import server

# Package: its schema, then the files with data, as they are loaded into a fresh installation.
PACKAGES = {
    "zabbix-server-pgsql": ["zabbix-server-pgsql/schema.sql.gz", "zabbix-server-pgsql/images.sql.gz",
                            "zabbix-server-pgsql/data.sql.gz"],
    "ejabberd": ["ejabberd/sql/pg.sql"],
    "icinga2-ido-pgsql": ["icinga2-ido-pgsql/schema/pgsql.sql"],
    "roundcube-core": ["roundcube/SQL/postgres.initial.sql"],
    "pdns-backend-pgsql": ["pdns-backend-pgsql/schema/schema.pgsql.sql"],
    "tt-rss": ["tt-rss/schema/ttrss_schema_pgsql.sql"],
}
# The other layout of a package that ships two.
ALTERNATIVES = {"ejabberd": [["ejabberd/sql/pg.new.sql"]]}

TIMESTAMP = re.compile(r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+")


def fetch(package, folder):
    """The unpacked package."""
    if not list(folder.glob(f"{package}_*.deb")):
        subprocess.run(["apt-get", "download", "-q", "-o", "APT::Sandbox::User=root", package], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)
    unpacked = folder / "unpacked" / package
    if not unpacked.exists():
        unpacked.parent.mkdir(exist_ok=True)
        subprocess.run(["dpkg-deb", "-x", next(folder.glob(f"{package}_*.deb")), unpacked], check=True)
    return unpacked / "usr/share"


def lay_out(sources, folder):
    """The first file as a migration, the others as seeds; the files in order."""
    places = [folder / "migrations/001_schema.up.sql"]
    places += [folder / f"seeds/{number:03d}_{source.name.split('.')[0]}.sql"
               for number, source in enumerate(sources[1:], 1)]
    for source, place in zip(sources, places):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(gzip.decompress(source.read_bytes()) if source.suffix == ".gz" else source.read_bytes())
    (folder / "seeds").mkdir(exist_ok=True)
    return places


def dump(url, began, ended):
    """Schema and data of a database as pg_dump writes it, without what differs from one call to the next: the
    token of \\restrict, and the time of loading where a file writes now() into a table."""
    done = server.run(server.program("pg_dump"), "--no-owner", "--exclude-schema=runner", "-d", url)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    text = TIMESTAMP.sub(lambda found: "<now>" if began <= found[0] <= ended else found[0], done.stdout)
    return [line for line in text.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]


def compare(tally, private, name, sources):
    folder = pathlib.Path(private.folder) / name
    files = lay_out(sources, folder)
    size = sum(file.stat().st_size for file in files)
    print(f"{name}: {', '.join(source.name for source in sources)}, {size / 1e6:.1f} MB")
    by_runner, by_psql = f"{name}-runner", f"{name}-psql"
    private.create(by_runner)
    private.create(by_psql)
    began = private.value("SELECT localtimestamp")

    done = private.runner_on(by_runner, folder, "up", "--seed")
    applied = tally.check(done.returncode == 0, f"{name}: up --seed exits 0", f"exit {done.returncode}\n{done.stderr}")
    for file in files:
        done = server.run(server.program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file, private.url(by_psql))
        tally.check(done.returncode == 0, f"{name}: psql takes {file.name}", done.stderr)
    if not applied:
        return
    ended = private.value("SELECT localtimestamp")
    expected, found = (dump(private.url(database), began, ended) for database in (by_psql, by_runner))
    tally.check(expected == found, f"{name}: both dumps are the same {len(expected)} lines",
                "\n".join(line[:160] for line in difflib.unified_diff(expected, found, "psql", "runner", lineterm="", n=1)))

    runs = "SELECT name, applied_at, run_id FROM runner.seed ORDER BY name"
    before = private.sql(runs, by_runner)
    done = private.runner_on(by_runner, folder, "seed")
    tally.check(done.returncode == 0, f"{name}: a second seed exits 0", done.stderr)
    tally.check(len(before) == len(sources) - 1 and private.sql(runs, by_runner) == before,
                f"{name}: it runs none of {len(before)} seeds", before)
    status = private.status(by_runner, folder)
    entries = status["migrations"] + status["seeds"]
    others = [entry for entry in entries if entry["state"] != "applied"]
    tally.check(len(entries) == len(sources) and not others, f"{name}: status calls everything applied", others)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runner", metavar="RUNNER")
    parser.add_argument("--keep", metavar="FOLDER", type=pathlib.Path, help="for the packages; else they are fetched anew")
    given = parser.parse_args()
    tally = server.Tally()
    with server.Server(os.path.abspath(given.runner), fsync="off") as private:
        packages = given.keep or private.folder / "packages"
        packages.mkdir(parents=True, exist_ok=True)
        for package, files in PACKAGES.items():
            share = fetch(package, packages)
            compare(tally, private, package, [share / file for file in files])
            for other in ALTERNATIVES.get(package, []):
                compare(tally, private, package + "-" + other[0].split("/")[-1], [share / file for file in other])
    tally.finish()


if __name__ == "__main__":
    main()
