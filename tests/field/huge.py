#!/usr/bin/env python3
"""A file of 2 GiB: every statement is found, from a file, standard input and a pipe, and memory does not grow with it.

usage: huge.py RUNNER [MEBIBYTES]     needs twice as much disk, in TMPDIR or /tmp
"""
import filecmp
import os
import pathlib
import resource
import subprocess
import tempfile

import server

MEBI = 2**20
PEAK = 32 * MEBI

# What repeats in the ordinary part: (command, statement), or (None, text between two statements).
PARTS = [
    (None, "-- orders; and what belongs to them\n"),
    ("CREATE TABLE", "create table if not exists orders (\n    id bigint primary key,\n    note text default ';'\n)"),
    (None, ";\n\n/* a comment /* in a comment; */ */ "),
    ("COMMENT", "COMMENT ON TABLE orders IS 'für; “alle” 🙂'"),
    (None, " ; ;\n"),
    ("CREATE FUNCTION", "create or replace function touch() returns trigger language plpgsql as $body$\nbegin\n"
                        "    -- never negative; never null\n    new.note := coalesce(new.note, '');\n    return new;\n"
                        "end;\n$body$"),
    (None, ";\n"),
    ("COPY", "copy orders (id, note) from stdin"),
    (None, ";\n1\tdata; 'data\n2\t$$\n\\.\n"),
    ("CREATE RULE", "create or replace rule r as on insert to orders do also (select 1; select 2)"),
    (None, ";\n"),
    ("UPDATE", "update orders set note = E'it\\'s; ' || \"note\" where id between 1 and 2"),
    (None, ";"),
]
INSERT = "insert into orders (id, note) values ({0}, 'größer als {0}; " + "und so weiter, " * 20 + "')"


class Position:
    """Where a text ends: byte, line and column of what would follow."""

    def __init__(self):
        self.byte, self.line, self.column = 0, 1, 1

    def move(self, text, times=1):
        encoded, lines, last = len(text.encode()), text.count("\n"), text.rfind("\n")
        self.byte += encoded * times
        self.line += lines * times
        self.column = len(text) - last if lines else self.column + len(text) * times


class Script:
    """Writes a file and, beside it, the lines that `split --format json` must print, up to the command."""

    def __init__(self, path):
        self.file, self.expected = open(path, "wb"), open(f"{path}.expected", "w")
        self.position, self.statements = Position(), 0

    def write(self, text, times=1):
        """What is no statement; not many bytes at once, for our own memory counts in the child's peak."""
        for _ in range(times):
            self.file.write(text.encode())
        self.position.move(text, times)

    def statement(self, command, pieces):
        """`pieces`: (text, times), which follow each other."""
        start, line, column = self.position.byte, self.position.line, self.position.column
        for text, times in pieces:
            self.write(text, times)
        self.expected.write(f'{{"start":{start},"end":{self.position.byte},"line":{line},"column":{column},'
                            f'"kind":"statement","command":"{command}"\n')
        self.statements += 1

    def ordinary(self, size):
        """At least that many bytes of ordinary statements."""
        end = self.position.byte + size
        while self.position.byte < end:
            for command, text in PARTS:
                if command:
                    self.statement(command, [(text, 1)])
                else:
                    self.write(text)
            for number in range(100):
                self.statement("INSERT", [(INSERT.format(number), 1)])
                self.write(";\n")

    def close(self):
        self.file.close()
        self.expected.close()


def write(path, size):
    """Half of it are the rows of one COPY, a 32nd is one literal. Returns the count and the place of the rows."""
    script = Script(path)
    rows, literal = "1\tsome; text that is 'data'\t\\\\.\t\\N\n" * 1000, "it''s -- no; comment /* \n" * 1000
    script.write("-- @irreversible: nobody runs it\n")
    script.ordinary(size * 15 // 64)
    script.statement("INSERT", [("insert into big values ('", 1), (literal, size // 32 // len(literal) + 1), ("')", 1)])
    script.write(";\n")
    script.statement("COPY", [("copy big from stdin", 1)])
    script.write(";\n")
    begin = script.position.byte
    script.write(rows, size // 2 // len(rows) + 1)
    end = script.position.byte
    script.write("\\.\n")
    script.ordinary(size - script.position.byte)
    script.statement("SELECT", [("select 'the end'", 1)])
    script.close()
    return script.statements, f'"data_start":{begin},"data_end":{end}'


def measure(command, folder, output, stdin=None):
    """Status, CPU seconds and peak bytes of a command that prints into a file."""
    with open(output, "wb") as stdout:
        running = subprocess.Popen(command, cwd=folder, stdin=stdin, stdout=stdout,
                                   env=os.environ | {"TMPDIR": str(folder)})
        _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    return running.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def differences(path, output, rows):
    """The first lines that are not as expected. The long COPY says besides where its rows are."""
    found, places = [], 0
    with open(f"{path}.expected") as expected, open(output) as got:
        for number, line in enumerate(expected, 1):
            printed = got.readline()
            places += rows in printed
            if not printed.startswith(line[:-1]) and len(found) < 5:
                found.append(f"line {number}: {printed.rstrip()}, expected {line.rstrip()}")
        rest = got.readline()
    return found + ([f"more than expected: {rest.rstrip()}"] if rest else []) + ([] if places == 1 else [f"no {rows}"])


def main():
    given = server.arguments(__doc__, ("mebibytes", 2048))
    tally = server.Tally()
    with tempfile.TemporaryDirectory(prefix="runner-huge-") as name:
        folder = pathlib.Path(name)
        path, first, other = folder / "migrations/001_huge.up.sql", folder / "first", folder / "other"
        path.parent.mkdir()
        statements, rows = write(path, given.mebibytes * MEBI)
        megabytes = path.stat().st_size / 1e6
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{megabytes:.0f} MB, {statements} statements; {own:.0f} MiB of every peak may be this script's")
        kept = sorted(folder.rglob("*")) + [first, other]

        def run(what, words, output, stdin=None):
            status, seconds, peak = measure([given.runner, *words], folder, output, stdin)
            print(f"{what}: {seconds:.2f} s, {megabytes / seconds:.0f} MB/s, peak {peak / MEBI:.1f} MiB")
            tally.check(status == 0, f"{what} succeeds", f"exit status {status}")
            tally.check(peak <= PEAK, f"{what} stays below {PEAK // MEBI} MiB")

        run("split of the file", ["split", "--format", "json", str(path)], first)
        found = differences(path, first, rows)
        tally.check(not found, "every statement is where it was written", "\n".join(found))
        with open(path, "rb") as stdin:
            run("split of standard input", ["split", "--format", "json", "-"], other, stdin)
        tally.check(filecmp.cmp(first, other, shallow=False), "the same statements on standard input")
        with subprocess.Popen(["cat", path], stdout=subprocess.PIPE) as cat:
            run("split of a pipe", ["split", "--format", "json", "-"], other, cat.stdout)
        tally.check(filecmp.cmp(first, other, shallow=False), "the same statements in a pipe")
        tally.check(sorted(folder.rglob("*")) == sorted(kept), "no temporary file is left")
        run("verify --offline", ["verify", "--offline", "--dir", str(path.parent)], other)
    tally.finish()


if __name__ == "__main__":
    main()
