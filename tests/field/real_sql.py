#!/usr/bin/env python3
"""SQL of other people: runner's statements are those of PostgreSQL's own grammar, byte for byte.

usage: real_sql.py RUNNER JUDGE [--keep FOLDER]

JUDGE is build/.../tests/fuzz/split_by_server_parser. The files are the scripts that come with PostgreSQL (those of
postgresql-contrib among them) and every PostgreSQL file of the packages in real_input.py, which are fetched with
`apt-get download` into a temporary folder, or into FOLDER, where they stay for the next time.

A file that the judge refuses is named with its reason and does not count as passed.
"""
import argparse
import gzip
import json
import os
import pathlib
import re
import tempfile

import real_input
import server

INSTALLED = pathlib.Path("/usr/share/postgresql")
# Files for other databases lie beside those for PostgreSQL.
OTHER_DATABASE = re.compile(r"mysql|mssql|lite|oracle", re.IGNORECASE)
# An extension's script refuses to run in psql with such a line. runner refuses it by design and the grammar has never
# heard of it, so both get a blank line.
PSQL_LINE = re.compile(rb"^\\(?:echo .*\\quit|quit)[ \t\r]*$", re.MULTILINE)
# The server writes a name there before it reads an extension's script.
SCHEMA_MARK = re.compile(rb"@(extschema(?::\w+)?|extowner)@")
PLACES = ("start", "end", "data_start", "data_end")


def packages(folder):
    for package in real_input.PACKAGES:
        # A package may link one file from another place.
        root = real_input.fetch(package, folder).parents[1]
        for path in sorted(root.rglob("*.sql*")):
            if path.is_file() and not path.is_symlink():
                yield package, path.relative_to(root), path


def installed():
    newest = max(INSTALLED.glob("[0-9]*"), key=lambda path: int(path.name))
    for path in sorted(newest.rglob("*.sql")):
        yield f"postgresql-{newest.name}", path.relative_to(newest), path


def text_of(path):
    """What both sides read; every byte keeps its place."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = PSQL_LINE.sub(lambda found: b" " * len(found[0]), text)
    return SCHEMA_MARK.sub(lambda found: b"_" + found[1].replace(b":", b"_") + b"_", text)


def places(done):
    return [tuple(json.loads(line).get(key) for key in PLACES) for line in done.stdout.splitlines()]


def difference(text, ours, theirs):
    """The first statement that differs, as both sides have it."""
    for number in range(max(len(ours), len(theirs))):
        pair = [side[number] if number < len(side) else None for side in (ours, theirs)]
        if pair[0] != pair[1]:
            shown = [f"{place} {text[place[0]:place[1]][:200]!r}" if place else "none" for place in pair]
            return f"statement {number + 1}\nrunner: {shown[0]}\njudge:  {shown[1]}"
    return ""


def compare(tally, given, copy, name, path):
    """The number of statements; none when the judge refuses the file."""
    text = text_of(path)
    copy.write_bytes(text)
    judged = server.run(given.judge, copy)
    ours = server.run(given.runner, "split", "--format", "json", copy)
    if judged.returncode == 1:
        print(f"not judged: {name}: {judged.stderr.strip()}")
        return None
    found, expected = places(ours), places(judged)
    tally.check(ours.returncode == 0 and judged.returncode == 0 and found == expected,
                f"{name}: {len(expected)} statements",
                ours.stderr + judged.stderr + difference(text, found, expected), quiet=True)
    return len(expected)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runner", metavar="RUNNER", type=os.path.abspath)
    parser.add_argument("judge", metavar="JUDGE", type=os.path.abspath)
    parser.add_argument("--keep", metavar="FOLDER", type=pathlib.Path, help="for the packages; else they are fetched anew")
    given = parser.parse_args()
    tally = server.Tally()
    sums = {}
    with tempfile.TemporaryDirectory() as folder:
        kept = given.keep or pathlib.Path(folder) / "packages"
        kept.mkdir(parents=True, exist_ok=True)
        for package, name, path in [*installed(), *packages(kept)]:
            entry = sums.setdefault(package, {"files": 0, "statements": 0, "not judged": 0, "for other databases": 0})
            if package in real_input.PACKAGES and OTHER_DATABASE.search(str(name)):
                entry["for other databases"] += 1
                continue
            statements = compare(tally, given, pathlib.Path(folder) / "file.sql", f"{package}: {name}", path)
            entry["files"] += 1
            entry["statements"] += statements or 0
            entry["not judged"] += statements is None
    for package, entry in sums.items():
        print(f"{package}: " + ", ".join(f"{count} {what}" for what, count in entry.items()))
    tally.check(all(entry["files"] > entry["not judged"] for entry in sums.values()), "files of every package are judged")
    tally.finish()


if __name__ == "__main__":
    main()
