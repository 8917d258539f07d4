#!/usr/bin/env python3
"""What TAB shows, asked of the shells themselves: bash, zsh (on a terminal) and fish.

usage: completion.py RUNNER

A shell that is not installed is skipped, and fails where RUNNER_REQUIRE_POSTGRES says that nothing may be.
"""
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

from world import Tally, environment_for, write_project

PROMPT = 30  # seconds a shell may take; only a broken one does

# what stands in front of the cursor -> what must be shown, and whether that is all
CASES = [
    ("runner stat", ["status"], True),
    ("runner db ", ["create", "drop", "wait", "start", "stop"], False),
    ("runner db st", ["start", "stop"], True),
    ("runner help red", ["redo"], True),
    ("runner up 0", [f"{n:03}" for n in range(1, 13)], True),
    ("runner migrate 01", ["010", "011", "012"], True),
    ("runner --quiet up h", ["head"], True),
    ("runner down b", ["base"], True),
    ("runner resolve 00", [f"{n:03}" for n in range(1, 10)], True),
    ("runner up -d other 0", ["077"], True),
    ("runner up --dir=other 0", ["077"], True),
    ("runner up 011 ", [], True),
    ("runner seed 00", ["001", "002", "003"], True),
    ("runner seed 001 00", ["001", "002", "003"], True),
    ("runner up --allow-o", ["--allow-out-of-order"], True),
    ("runner up --see", ["--seed", "--seeds-dir"], True),
    ("runner status --format j", ["json", "jsonl"], True),
    ("runner status --color a", ["auto", "always"], True),
    ("runner up --env p", ["production"], True),
    ("runner up --env ", ["development", "production"], True),
    ("runner up --allow-protected ", ["production"], True),
    ("runner completion ", ["bash", "zsh", "fish"], True),
    ("runner import go", ["golang-migrate", "goose"], True),
    ("runner goto 01", ["010", "011", "012"], True),
    ("runner show 012", ["012"], True),
    ("runner db wait --for 01", ["010", "011", "012"], True),
    ("runner show 001 --sql ", ["up", "down"], True),
    ("runner new add ", [], True),
    ("runner split dum", ["dump.sql"], True),
    ("runner nonsense 0", [], True),
]
# Only the piece behind = is completed by bash, all of the word by the others.
GLUED = ("runner status --log-level=e", "error")


def bash(line, folder, environment):
    words = [piece for word in line.split(" ") for piece in re.split("([=:])", word) if piece or not word]
    script = ("source <(runner completion bash)\n"
              'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))\n'
              '_runner_completion; ((${#COMPREPLY[@]})) && printf "%s\\n" "${COMPREPLY[@]}"; true')
    ran = subprocess.run(["bash", "--norc", "-c", script, "bash", *words], cwd=folder, env=environment,
                         capture_output=True, text=True, timeout=PROMPT)
    return ran.stdout.splitlines(), ran.stderr


def fish(line, folder, environment):
    ran = subprocess.run(["fish", "--no-config", "-c", "runner completion fish | source; complete -C $argv[1]", "--", line],
                         cwd=folder, env=environment, capture_output=True, text=True, timeout=PROMPT)
    return [found.split("\t")[0] for found in ran.stdout.splitlines()], ran.stderr


ZSH_SETUP = r"""
PROMPT= RPROMPT=
autoload -U compinit && compinit -D -u
runner completion zsh > _runner.zsh && source ./_runner.zsh
compadd() {
    local hits=()
    builtin compadd -A hits "$@"
    local hit
    for hit in $hits; do print -r -- "<hit>$hit</hit>"; done
    builtin compadd "$@"
}
finish() { print -r -- "<end/>"; zle -I; }
comppostfuncs=(finish)
print -r -- "<re""ady/>"
"""


def zsh(line, folder, environment):
    """zsh completes on a terminal only: what its own compadd is given is printed between marks."""
    (folder / "setup.zsh").write_text(ZSH_SETUP)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe("zsh", ["zsh", "-f", "-i"], environment | {"TERM": "dumb", "COLUMNS": "500"})
    text = ""

    def read_until(mark, what):
        nonlocal text
        deadline = time.monotonic() + PROMPT
        while mark not in text:
            if not select.select([terminal], [], [], max(0, deadline - time.monotonic()))[0]:
                raise TimeoutError(f"zsh: {what}: {text[-500:]}")
            text += os.read(terminal, 65536).decode(errors="replace")

    try:
        os.write(terminal, b"source ./setup.zsh\n")
        read_until("<ready/>", "setup")
        text = ""
        os.write(terminal, line.encode() + b"\t")
        read_until("<end/>", line)
        return re.findall("<hit>(.*?)</hit>", text), ""
    finally:
        os.close(terminal)  # hangs up
        os.waitpid(child, 0)


def check(tally, shell, cases, folder, environment):
    for line, expected, all_of_it in cases:
        found, complaints = shell(line, folder, environment)
        found = list(dict.fromkeys(found))
        holds = sorted(found) == sorted(expected) if all_of_it else set(expected) <= set(found)
        tally.check(holds and not complaints,
                    f"{shell.__name__}: {line!r}: expected {expected}, got {found} {complaints}")


def main():
    runner = os.path.abspath(sys.argv[1])
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="runner-completion-", dir="/tmp") as name:
        folder = pathlib.Path(name)
        environment = environment_for(runner, folder, "postgres://nobody@127.0.0.1:1/none")
        write_project(folder)
        (folder / "other").mkdir()
        (folder / "other" / "077_there.up.sql").write_text("select oops(;")
        # Nothing a shell would run may ever be offered.
        with open(folder / "runner.toml", "a") as settings:
            settings.write('\n[env."$(touch pwned)"]\n\n[env."; touch pwned"]\n')
        for shell in (bash, zsh, fish):
            if shutil.which(shell.__name__) is None:
                print(f"{shell.__name__} is not installed")
                tally.failed += os.environ.get("RUNNER_REQUIRE_POSTGRES") == "1"
                continue
            glued = GLUED[1] if shell is bash else GLUED[0].split(" ")[-1] + GLUED[1][1:]
            check(tally, shell, CASES + [(GLUED[0], [glued], True)], folder, environment)
        # Settings that cannot be read leave commands and the usual folders.
        (folder / "runner.toml").write_text("nonsense = [")
        check(tally, bash, [("runner stat", ["status"], True), ("runner up 012", ["012"], True)], folder, environment)
        tally.check(not (folder / "pwned").exists(), "nothing of a name was run")
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
