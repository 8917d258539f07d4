#!/usr/bin/env python3
"""The arrows between the rooms of src/, enforced. The two tables are the architecture.

usage: layers.py [ROOT]     prints one line for every include that crosses a wall; last line is the count
"""
import pathlib
import re
import sys

# room -> other rooms it may include; <runner/...> is open to all. Files at the root of src/ know all rooms.
ALLOWED = {
    "parse": set(),
    "discover": {"parse"},
    "plan": set(),
    "pg": set(),
    "record": {"pg"},
    "prepare": {"parse", "plan", "record"},
    "changes": {"parse", "pg"},
    "execute": {"changes", "parse", "pg", "record"},
    "prove": {"execute", "parse", "pg"},
    "hooks": {"discover", "execute", "parse", "pg", "prepare", "program"},
    "program": set(),
    "git": {"program"},
    "review": {"discover", "git", "parse", "plan"},
    "import": {"discover", "parse", "pg"},
    "catalog": {"parse", "pg"},
    "cluster": {"program"},
    "scratch": {"cluster", "pg"},
    "check": {"pg"},
    "squash": {"pg"},
    "connect": {"cluster", "pg"},
    "work": {"connect", "discover", "execute", "hooks", "parse", "pg", "plan", "prepare", "record"},
    "psql": {"execute", "parse", "record"},
    "preview": {"execute", "parse", "pg", "record"},
    "cli": set(),
}
# start of a third-party include -> the one room that may know it
HOME = {
    "libpq-fe.h": "pg",
    "tao/": "parse",
    "xxhash.h": "parse",
    "spdlog/": "cli",
    "CLI/": "cli",
    "toml++/": "cli",
    "nlohmann/": "cli",
}
# what the build puts in front of every .cpp file; not a room, and nobody includes it
PRECOMPILED = "pch"
# for everybody, but in .cpp files only
FORMAT = ("spdlog/fmt/", "fmt/")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
THIRD_PARTY = tuple(HOME) + FORMAT


def complaints_of(path, room, in_header):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        quote, name = found.groups()
        where = f"{path}:{number}:"
        if name.startswith(FORMAT):
            if in_header:
                yield f"{where} {name} belongs in .cpp files"
        elif name.startswith(THIRD_PARTY):
            home = next(home for start, home in HOME.items() if name.startswith(start))
            if room != home:
                yield f"{where} {name} belongs to {home}/, not to {room or 'the root'}"
        elif quote == '"':
            other = name.split("/")[0] if "/" in name else ""
            if other not in ALLOWED:
                yield f"{where} {name} names no room"
            elif room is not None and other != room and other not in ALLOWED[room]:
                yield f"{where} {room}/ must not know {other}/"


def check(root):
    for path in sorted((root / "include").rglob("*.hpp")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = INCLUDE.match(line)
            if found and (found[1] == '"' or found[2].startswith(THIRD_PARTY)):
                yield f"{path}:{number}: a public header includes {found[2]}"
    for path in sorted((root / "src").rglob("*.[ch]pp")):
        inner = path.relative_to(root / "src").parts
        room = inner[0] if len(inner) > 1 else None
        if room == PRECOMPILED:
            continue
        if room is not None and room not in ALLOWED:
            yield f"{path}:1: {room}/ is not in tests/layers.py"
            continue
        yield from complaints_of(path, room, path.suffix == ".hpp")


def main():
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent
    found = list(check(root))
    for complaint in found:
        print(complaint)
    files = len(list((root / "src").rglob("*.[ch]pp")))
    print(f"{'0' if found or not files else '1'} passed, {'1' if found or not files else '0'} failed")
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
