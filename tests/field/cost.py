#!/usr/bin/env python3
"""What runner costs beside psql: CPU time, memory, size. Meant for a release build.

usage: cost.py RUNNER [RUNS] [PAIRS]
"""
import pathlib
import statistics
import subprocess

import corpus
import server

# A parent's memory counts in what the kernel reports of its child, and Python's is larger than what is measured
# here; so a program of a few pages starts the child.
LAUNCHER = r"""
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **words) {
    (void)count;
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_RDWR);
        dup2(nowhere, 1);
        dup2(nowhere, 2);
        execv(words[1], words + 1);
        _exit(127);
    }
    int status = 0;
    struct rusage used;
    if (child < 0 || wait4(child, &status, 0, &used) != child) return 1;
    printf("%d %ld %ld\n", status,
           (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000 + used.ru_utime.tv_usec + used.ru_stime.tv_usec,
           used.ru_maxrss);
    return 0;
}
"""


class Launcher:
    def __init__(self, folder):
        self.path = folder / "launcher"
        source = folder / "launcher.c"
        source.write_text(LAUNCHER)
        subprocess.run(["cc", "-O2", "-static", "-o", self.path, source], check=True)

    def measure(self, command, folder):
        """CPU microseconds and peak KiB of one run, which must succeed."""
        done = server.run(self.path, *command, cwd=folder)
        status, cpu, peak = map(int, done.stdout.split())
        if status != 0:
            raise RuntimeError(f"{command} ended with {status}")
        return cpu, peak

    def compare(self, mine, other, runs, folder):
        """Medians of CPU time, highest peaks, of both, taken in turns."""
        figures = [[], []]
        for _ in range(runs):
            for command, taken in zip((mine, other), figures):
                taken.append(self.measure(command, folder))
        return [(statistics.median(cpu for cpu, _ in taken), max(peak for _, peak in taken)) for taken in figures]


def main():
    given = server.arguments(__doc__, ("runs", 21), ("pairs", 1000))
    tally = server.Tally()

    def report(name, figures, limit):
        (mine, my_peak), (other, other_peak) = figures
        print(f"{name}: CPU {mine / 1000:.2f} ms and {other / 1000:.2f} ms,"
              f" peak {my_peak / 1024:.1f} MiB and {other_peak / 1024:.1f} MiB")
        tally.check(mine <= limit * other, f"{mine / other:.2f}x the CPU time, at most {limit}x")
        return my_peak

    with server.Server(given.runner, fsync="off") as private:
        folder = pathlib.Path(private.folder)
        launcher = Launcher(folder)
        psql = server.program("psql")
        report("runner --version, psql --version",
               launcher.compare([given.runner, "--version"], [psql, "--version"], given.runs, folder), 1.0)

        corpus.write(folder, given.pairs)
        _, working = launcher.measure(private.command("app", folder, "up"), folder)
        print(f"runner up over {given.pairs} pending: peak {working / 1024:.1f} MiB")
        idle = report(f"runner up over {given.pairs} applied, psql -c 'select 1'",
                      launcher.compare(private.command("app", folder, "up"),
                                       [psql, "-X", "-c", "select 1", private.url("app")], given.runs, folder), 2.0)
        tally.check(max(idle, working) <= 16 * 1024, "peak memory, at most 16 MiB")

        stripped = folder / "stripped"
        subprocess.run(["strip", "-o", stripped, given.runner], check=True)
        size = stripped.stat().st_size / 2**20
        tally.check(size <= 3, f"{size:.2f} MiB stripped, at most 3 MiB")
    tally.finish()


if __name__ == "__main__":
    main()
