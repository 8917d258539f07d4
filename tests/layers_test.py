#!/usr/bin/env python3
"""tests/layers.py must notice a wrong include: one is planted for every rule."""
import pathlib
import subprocess
import sys
import tempfile

LAYERS = pathlib.Path(__file__).parent / "layers.py"
CASES = {
    "a pure room that knows the database": ("src/plan/x.cpp", '#include "pg/connection.hpp"', "plan/ must not know pg/"),
    "the program behind the public line": ("src/cli/x.cpp", '#include "pg/connection.hpp"', "cli/ must not know pg/"),
    "libpq outside of its room": ("src/record/x.cpp", "#include <libpq-fe.h>", "libpq-fe.h belongs to pg/"),
    "a logger in the library": ("src/runner.cpp", "#include <spdlog/spdlog.h>", "belongs to cli/"),
    "fmt in a header": ("src/plan/x.hpp", "#include <spdlog/fmt/fmt.h>", "belongs in .cpp files"),
    "a third-party type in a public header": ("include/runner/x.hpp", "#include <nlohmann/json.hpp>", "a public header includes"),
    "a room nobody has drawn": ("src/util/x.cpp", "", "util/ is not in tests/layers.py"),
}


def complaint_for(file, line):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / file
        (pathlib.Path(folder) / "include").mkdir()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(line + "\n")
        ran = subprocess.run([sys.executable, LAYERS, folder], capture_output=True, text=True)
        return ran.returncode, ran.stdout


def main():
    failed = 0
    for name, (file, line, words) in CASES.items():
        status, text = complaint_for(file, line)
        if status != 1 or words not in text:
            failed += 1
            print(f"not noticed: {name}\n{text}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
