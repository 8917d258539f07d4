#!/usr/bin/env python3
"""The commands under valgrind: no leak, no error, and the exit status they have without it.

usage: leaks.py RUNNER
"""
import pathlib
import signal
import subprocess
import time

import corpus
import server

VALGRIND = ["valgrind", "--quiet", "--leak-check=full", "--errors-for-leak-kinds=definite,indirect",
            "--show-leak-kinds=definite,indirect", "--error-exitcode=99"]
SLEEP = "SELECT pg_sleep(60);\n"


def write(folder):
    corpus.write(folder, 8)
    files = {
        "migrations/00009_index.up.sql": "-- @transaction: none\n"
                                         "CREATE INDEX CONCURRENTLY shop_amount ON shop_00001 (amount);\n",
        "migrations/00009_index.down.sql": "-- @transaction: none\nDROP INDEX CONCURRENTLY shop_amount;\n",
        "migrations/00010_notice.up.sql": "DO $$ BEGIN RAISE NOTICE 'hello'; END $$;\n"
                                          "CREATE TABLE copied (id int PRIMARY KEY, word text);\n"
                                          "COPY copied FROM stdin;\n1\tone\n2\ttwo\n\\.\n",
        "migrations/00010_notice.down.sql": "DROP TABLE copied;\n",
        "seeds/001_shop.sql": "INSERT INTO shop_00001 (name) VALUES ('seed');\n",
        "seeds/002_copied.csv": "id,word\n2,zwei\n3,drei\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)


class Valgrind:
    """Runs runner under valgrind on one database and one folder."""

    def __init__(self, tally, private, folder):
        self.tally, self.private, self.folder = tally, private, folder

    def expect(self, status, *words, url=None):
        command = self.private.command("app", self.folder, *words)
        if url:
            command[2] = url
        done = server.run(*VALGRIND, *command, cwd=self.folder)
        self.judge(status, done.returncode, " ".join(words), done.stdout + done.stderr)

    def interrupt(self, number, status, *words):
        """Sends the signal once the server runs the statement that sleeps."""
        with (self.folder / "words").open("w+") as out:
            process = subprocess.Popen(VALGRIND + self.private.command("app", self.folder, *words), cwd=self.folder,
                                       stdout=out, stderr=subprocess.STDOUT, env=server.clean_environment())
            until = time.monotonic() + 60
            asleep = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
            while self.private.value(asleep) == "0" and process.poll() is None and time.monotonic() < until:
                time.sleep(0.05)
            process.send_signal(number)
            try:
                ended = process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                ended = process.wait()
            out.seek(0)
            self.judge(status, ended, f"{' '.join(words)}, {number.name} while a statement runs", out.read())

    def judge(self, expected, status, name, words):
        self.tally.check(status == expected and "==" not in words, f"{name}: no leak, no error, exit {expected}",
                         f"exit {status}\n{words}")


def main():
    given = server.arguments(__doc__)
    tally = server.Tally()
    with server.Server(given.runner) as private:
        folder = pathlib.Path(private.folder)
        write(folder)
        valgrind = Valgrind(tally, private, folder)
        valgrind.expect(0, "--version")
        valgrind.expect(0, "status")
        valgrind.expect(0, "up", "--dry-run")
        valgrind.expect(0, "up")
        valgrind.expect(0, "up")
        valgrind.expect(0, "seed")
        valgrind.expect(0, "seed", "--force", "--format", "json")
        valgrind.expect(0, "status")
        valgrind.expect(0, "status", "--format", "json")
        valgrind.expect(0, "redo", "-2", "--yes")
        valgrind.expect(0, "verify")
        valgrind.expect(0, "down")
        valgrind.expect(0, "up", "--seed", "-v", "--log-format", "json")

        late = folder / "migrations/00011_late.up.sql"
        late.write_text("CREATE TABLE half (id int);\nSELECT nowhere FROM half;\n")
        valgrind.expect(1, "up")
        valgrind.expect(0, "status")
        late.write_text("COPY copied FROM stdin;\n1\tone\n\\.\n")
        valgrind.expect(1, "up")
        late.write_text("SELECT 'never closed;\n")
        valgrind.expect(6, "up")
        late.write_text("CREATE TABLE half (id int);\n" + SLEEP)
        valgrind.interrupt(signal.SIGTERM, 143, "up")
        valgrind.interrupt(signal.SIGINT, 130, "up")
        late.write_text("-- @transaction: none\nCREATE TABLE half (id int);\nSELECT nowhere FROM half;\n")
        valgrind.expect(7, "up")
        late.write_text("-- @transaction: none\nCREATE TABLE half (id int);\nSELECT 1;\n")
        valgrind.expect(0, "up")
        late.write_text(late.read_text().replace("int", "bigint"))
        valgrind.expect(6, "up")
        late.unlink()
        valgrind.expect(6, "redo", "--yes")
        (folder / "migrations/00011_late.down.sql").write_text("DROP TABLE half;\n")
        private.sql("DROP TABLE half")
        private.sql("DELETE FROM runner.migration WHERE version = 11")
        valgrind.expect(0, "down", "base", "--yes")
        valgrind.expect(3, "up", url="host=/nowhere dbname=app")
        valgrind.expect(2, "up", url="postgres://localhost:port/app")
        valgrind.expect(2, "upp")
        valgrind.expect(0, "up", "--seed", url=f"embedded:{folder}/another")
    tally.finish()


if __name__ == "__main__":
    main()
