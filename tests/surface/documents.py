#!/usr/bin/env python3
"""What users read agrees with the program: the manual page, docs/commands.md, links, and lines to type.

usage: documents.py RUNNER

With RUNNER_UPDATE_GOLDEN=1 docs/commands.md is written anew; review that diff like code.
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

from world import Tally, help_of

ROOT = pathlib.Path(__file__).parent.parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", ROOT / "src" / "README.md",
                *(ROOT / "docs").glob("*.md")])


def check_commands(tally, runner):
    page = ROOT / "docs" / "commands.md"
    written = subprocess.run([runner, "help", "--markdown"], check=True, capture_output=True, text=True).stdout
    if os.environ.get("RUNNER_UPDATE_GOLDEN") == "1":
        page.write_text(written)
    tally.check(page.read_text() == written, "docs/commands.md is what `runner help --markdown` writes: "
                "RUNNER_UPDATE_GOLDEN=1 python3 tests/surface/documents.py RUNNER")


def check_manual(tally, runner, table):
    page = subprocess.run([runner, "help", "--man"], check=True, capture_output=True, text=True).stdout
    for command in table["commands"]:
        name = command["name"].replace("-", "\\-")
        tally.check(f".SS \\fBrunner {name}\\fR" in page, f"the manual page has a section on {command['name']}")
    # The page has no date on purpose: the same program makes the same page everywhere.
    for linter, arguments in (("mandoc", ["-T", "lint", "-W", "warning"]), ("man", ["-l", "--warnings", "-Tutf8", "-"])):
        if shutil.which(linter) is None:
            print(f"{linter} is not installed")
            tally.failed += linter == "mandoc" and os.environ.get("RUNNER_REQUIRE_POSTGRES") == "1"
            continue
        ran = subprocess.run([linter, *arguments], input=page, capture_output=True, text=True)
        complaints = ran.stderr if linter == "man" else ran.stdout
        complaints = [line for line in complaints.splitlines() if "missing date" not in line]
        tally.check(not complaints, f"{linter}: {complaints[:5]}")


def anchors_of(text):
    """As GitHub makes them of headings; code blocks have none."""
    seen, anchors = {}, set()
    for line in without_code(text).splitlines():
        if not re.match(r"#{1,6} ", line):
            continue
        heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line.lstrip("#").strip()).lower()
        anchor = re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")
        count = seen.get(anchor, 0)
        seen[anchor] = count + 1
        anchors.add(f"{anchor}-{count}" if count else anchor)
    return anchors


def without_code(text):
    return re.sub(r"^ *(```+).*?^ *\1 *$", "", text, flags=re.MULTILINE | re.DOTALL)


def check_links(tally, page):
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", without_code(page.read_text()))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not tally.check(file.exists(), f"{page.relative_to(ROOT)}: {target}: no such file"):
            continue
        if anchor:
            tally.check(file.suffix == ".md" and anchor in anchors_of(file.read_text()),
                        f"{page.relative_to(ROOT)}: {target}: no such heading")


class Grammar:
    """Which commands and options there are."""

    def __init__(self, table):
        self.commands = {name: command for command in table["commands"] for name in [command["name"], *command["aliases"]]}
        self.common = table["options"] + [{"name": "version", "letter": None, "value": None}]
        self.families = {name.split()[0] for name in self.commands if " " in name}

    def complaint(self, words):
        """What is wrong with the words behind `runner`, as far as they go; None: nothing."""
        options, positional, index = list(self.common), [], 0
        command = None
        while index < len(words) and words[index] != "--":
            word = words[index]
            index += 1
            if word == "-" or not word.startswith("-") or word[1:].isdigit():
                positional.append(word)
                if command is None:
                    name = " ".join(positional)
                    command = self.commands.get(name)
                    if command is None and name not in self.families and not name.startswith("$"):
                        return f"no command {name}"
                    options += command["options"] if command else []
                continue
            found = [option for option in options if
                     (word.split("=")[0] == "--" + option["name"] if word.startswith("--") else word[1] == option["letter"])]
            if not found:
                return f"no option {word}" + (f" of {command['name']}" if command else "")
            if found[0]["value"] and "=" not in word and (word.startswith("--") or len(word) == 2):
                index += 1
        return None


def lines_to_type(text):
    """The commands in ```sh blocks, comments and continuation lines taken care of."""
    for block in re.findall(r"^ *```sh\n(.*?)^ *```", text, flags=re.MULTILINE | re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            yield line.strip()


def segments_of(words):
    """The simple commands of a line, without assignments and words of the shell in front of them."""
    segments = [[]]
    for word in words:
        if re.fullmatch(r"[|&;()<>]+", word):
            segments.append([])
        elif segments[-1] or not re.match(r"(\w+=|(exec|then|do|if|while|time|sudo|!)$)", word):
            segments[-1].append(word)
    return segments


def check_lines(tally, page, grammar):
    for line in lines_to_type(page.read_text()):
        try:
            lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;()<>")
            lexer.commenters, lexer.whitespace_split = "#", True
            words = list(lexer)
        except ValueError as error:
            tally.check(False, f"{page.relative_to(ROOT)}: {line}: {error}")
            continue
        for segment in segments_of(words):
            complaint = grammar.complaint(segment[1:]) if segment[:1] == ["runner"] else None
            tally.check(complaint is None, f"{page.relative_to(ROOT)}: {line}: {complaint}")


def main():
    runner = os.path.abspath(sys.argv[1])
    tally = Tally()
    table = help_of(runner)
    check_commands(tally, runner)
    check_manual(tally, runner, table)
    grammar = Grammar(table)
    # The judge itself: it must refuse what the program refuses.
    for line, good in (("up +1 --dry-run", True), ("-d m db drop --yes", True), ("upp", False), ("up --dry", False),
                       ("db dorp", False), ("status --seed", False), ("down -2 -y", True), ("up -x", False)):
        tally.check((grammar.complaint(line.split()) is None) == good, f"the judge of lines: {line}")
    for page in PAGES:
        check_links(tally, page)
        check_lines(tally, page, grammar)
    index = (ROOT / "docs" / "README.md").read_text()
    for page in sorted((ROOT / "docs").iterdir()):
        tally.check(page.name == "README.md" or f"({page.name}" in index, f"docs/README.md links to {page.name}")
    troubleshooting = anchors_of((ROOT / "docs" / "troubleshooting.md").read_text())
    for code in table["exit_codes"]:
        anchor = "exit-code-" + code["code"].replace(", ", "-and-")
        tally.check(anchor in troubleshooting, f"docs/troubleshooting.md has a heading for {anchor}")
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
