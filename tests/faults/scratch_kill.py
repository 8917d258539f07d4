#!/usr/bin/env python3
"""SIGKILL of `runner check` at random moments: its scratch server and folder are gone within 5 s.

usage: scratch_kill.py RUNNER [COUNT]    prints a line when something stays; last line is the count
"""
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

PATIENCE = 5.0


def left(place):
    """Folders and processes of scratch servers below `place`."""
    found = [str(path) for path in pathlib.Path(place).glob("runner-scratch-*")]
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if f"{place}/runner-scratch-" in command:
            found.append(f"{process.name}: {command[:100]}")
    return found


def main():
    runner, count = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50
    root = pathlib.Path(__file__).resolve().parents[2]
    seed = random.randrange(1 << 30)
    print(f"seed {seed}")
    chance = random.Random(seed)
    failed = 0
    slowest = 0.0
    alive = 0
    with tempfile.TemporaryDirectory(prefix="rk-", dir="/tmp") as place:
        os.chmod(place, 0o777)
        environment = os.environ | {"TMPDIR": place}
        for number in range(count):
            process = subprocess.Popen(
                [runner, "check", "--all"], cwd=root, env=environment,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, 3.0))
            alive += process.poll() is None and bool(left(place))
            process.send_signal(signal.SIGKILL)
            process.wait()
            begin = time.monotonic()
            while left(place) and time.monotonic() - begin < PATIENCE:
                time.sleep(0.02)
            took = time.monotonic() - begin
            slowest = max(slowest, took)
            if stays := left(place):
                failed += 1
                print(f"kill {number}: still there after {took:.1f} s: {stays}")
    if alive == 0:
        failed += 1
        print("no kill met a scratch server")
    print(f"{alive} of {count} kills met a scratch server; slowest end {slowest:.2f} s")
    print(f"{count - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
