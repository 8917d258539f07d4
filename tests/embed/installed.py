#!/usr/bin/env python3
"""What is installed is enough: the embedding program is built from it with pkg-config, and run.

usage: installed.py BUILD_FOLDER COMPILER...
"""
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent


def main():
    build, compiler = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory(prefix="runner-installed-", dir="/tmp") as name:
        root = pathlib.Path(name)
        os.chmod(root, 0o755)
        subprocess.run(["meson", "install", "-C", build, "--destdir", name, "--no-rebuild", "--quiet"], check=True)
        package = next(root.rglob("runner.pc"))
        prefix = next(line.split("=", 1)[1] for line in package.read_text().splitlines() if line.startswith("prefix="))

        def flags(*what):
            # The files lie below the temporary folder and say so nowhere.
            ran = subprocess.run(["pkg-config", f"--define-variable=prefix={root}{prefix}", *what, "runner"], check=True,
                                 env=os.environ | {"PKG_CONFIG_PATH": str(package.parent)}, capture_output=True, text=True)
            return ran.stdout.split()

        every = root / "every_header.cpp"
        headers = sorted(path.name for path in (root / prefix.lstrip("/") / "include" / "runner").iterdir())
        every.write_text("".join(f"#include <runner/{header}>\n" for header in headers))
        subprocess.run([*compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", *flags("--cflags"), str(every)],
                       check=True)
        program = root / "embed"
        subprocess.run([*compiler, "-std=c++20", *flags("--cflags"), str(HERE / "main.cpp"), "-o", str(program),
                        *flags("--libs")], check=True)
        runner = next(path for path in root.rglob("bin/runner"))
        expected = ["share/man/man1/runner.1", "bash-completion/completions/runner.bash", "zsh/site-functions/_runner",
                    "fish/vendor_completions.d/runner.fish"]
        missing = [end for end in expected if not any(str(path).endswith(end) for path in root.rglob("*"))]
        print("missing:" if missing else "installed:", missing or expected)
        return subprocess.run([sys.executable, str(HERE / "run.py"), str(program), str(runner)]).returncode or len(missing)


if __name__ == "__main__":
    sys.exit(main())
