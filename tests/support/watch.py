#!/usr/bin/env python3
"""What is drawn over itself on a terminal while a program runs, without its numbers.

usage: watch.py PROGRAM [ARGUMENT...]     prints the first live line, and how the last one ended
"""
import os
import pty
import re
import sys

seen = b""


def read(terminal):
    global seen
    data = os.read(terminal, 4096)
    seen += data
    return data and b"\0"  # nothing of it is passed on, and it is not the end


def main():
    os.environ["TERM"] = "xterm"
    os.environ.pop("CI", None)
    pty.spawn(sys.argv[1:], read)
    text = re.sub(r"pid \d+", "pid N", seen.decode())
    text = re.sub(r"\b\d+(\.\d+)? m?s\b", "N s", text)
    drawn = re.findall(r"\r\x1b\[2K([^\r\n\x1b]+)", text)
    print(drawn[0] if drawn else "nothing was drawn")
    print("and cleared" if re.search(r"\r\x1b\[2K\x1b\[32mup", text) else repr(text))


if __name__ == "__main__":
    main()
