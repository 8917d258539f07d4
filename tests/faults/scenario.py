"""Folders of migrations, and what each file leaves behind when it has run: once, wholly, or not at all.

Every file writes into a table without any key, so that what has run twice is there twice.
"""
import dataclasses
import pathlib

LEDGER = "CREATE TABLE ledger (file text, place text);\n"


def mark(file, place):
    return f"INSERT INTO ledger VALUES ('{file}', '{place}');\n"


@dataclasses.dataclass
class File:
    """A migration (name without a number: a seed), its text, and what is there when it is applied."""

    name: str
    up: str
    down: str = ""
    marks: tuple = ()
    undone: tuple = ()    # marks of its down file
    tables: tuple = ()
    indexes: tuple = ()   # built outside a transaction, one statement each
    works: bool = True    # False: it fails, always

    @property
    def version(self):
        return int(self.name.split("_")[0])


def table(number, *more, works=True):
    """Creates a table between two marks; its down file drops it between two others."""
    name, own = f"{number:03d}_table", str(number)
    text = mark(own, "first") + f"CREATE TABLE t{number} (id int PRIMARY KEY, a int, b text);\n" + "".join(more)
    text += f"INSERT INTO t{number} SELECT i, i % 7, 'row ' || i FROM generate_series(1, 20) i;\n" + mark(own, "last")
    down = mark(own, "down first") + f"DROP TABLE t{number};\n" + mark(own, "down last")
    return File(name, text, down, ("first", "last"), ("down first", "down last"), (f"t{number}",), works=works)


def copy(number, rows):
    """The rows of a COPY are marks themselves."""
    own = str(number)
    data = "".join(f"{own}\trow {row}; it's $1 -- no comment\n" for row in range(rows))
    text = mark(own, "first") + "COPY ledger (file, place) FROM stdin;\n" + data + "\\.\n" + mark(own, "last")
    marks = ("first", "last", *(f"row {row}; it's $1 -- no comment" for row in range(rows)))
    return File(f"{number:03d}_copy", text, f"DELETE FROM ledger WHERE file = '{own}';\n", marks)


def indexes(number, on):
    """Two indexes built concurrently on t<on>."""
    names = (f"t{on}_a_{number}", f"t{on}_b_{number}")
    text = (f"CREATE INDEX CONCURRENTLY {names[0]} ON t{on} (a);\n"
            f"CREATE UNIQUE INDEX CONCURRENTLY {names[1]} ON t{on} (b);\n")
    down = "".join(f"DROP INDEX CONCURRENTLY {name};\n" for name in names)
    return File(f"{number:03d}_indexes", text, down, indexes=names)


def seed(number):
    own = f"seed {number}"
    return File(f"{number:03d}_rows", mark(own, "first") + mark(own, "last"), marks=("first", "last"))


@dataclasses.dataclass
class Scenario:
    name: str
    words: tuple                      # of the command line
    files: list
    applied: int = 0                  # so many files are applied before it begins
    seeds: list = dataclasses.field(default_factory=list)
    ends_with: int = 0                # exit status of an undisturbed run

    @property
    def goes_down(self):
        return self.words[0] == "down"

    @property
    def in_transactions(self):
        return not any(file.indexes for file in self.files)

    def target(self):
        """The versions that are applied when it is done."""
        if self.goes_down:
            return []
        reached = []
        for file in self.files:
            if not file.works:
                break
            reached.append(file.version)
        return reached

    def write(self, folder):
        folder = pathlib.Path(folder)
        for kind in ("migrations", "seeds"):
            (folder / kind).mkdir(parents=True, exist_ok=True)
        for file in self.files:
            (folder / f"migrations/{file.name}.up.sql").write_text(file.up)
            (folder / f"migrations/{file.name}.down.sql").write_text(file.down)
        for file in self.seeds:
            (folder / f"seeds/{file.name}.sql").write_text(file.up)
        return folder


BROKEN = "INSERT INTO t2 VALUES (1 / 0);\n"


def byte_sweep():
    """Small, so that there are few bytes to cut at."""
    return [
        Scenario("one", ("up",), [table(1)]),  # on a database that has no history
        Scenario("several", ("up",), [table(1), table(2), table(3), table(4)], applied=1),
        Scenario("copy", ("up",), [table(1), copy(2, 25), table(3)], applied=1),
        Scenario("index", ("up",), [table(1), table(2), indexes(3, on=2), table(4)], applied=1),
        Scenario("failing", ("up",), [table(1), table(2, BROKEN, works=False), table(3)], ends_with=1),
        Scenario("down", ("down", "base", "--yes"), [table(1), table(2), table(3)], applied=3),
        Scenario("seeds", ("seed",), [table(1)], applied=1, seeds=[seed(1), seed(2), seed(3)]),
    ]


def many(count, with_indexes=True):
    """Mostly tables; a COPY now and then, and indexes built concurrently."""
    files = []
    for number in range(1, count + 1):
        if number % 10 == 5:
            files.append(copy(number, 200))
        elif with_indexes and number % 20 == 9:
            files.append(indexes(number, on=number - 1))
        else:
            files.append(table(number))
    return Scenario("many", ("up",), files)
