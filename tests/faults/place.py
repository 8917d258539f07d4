"""A folder with private servers in it, which is gone with them when the script ends, however it ends."""
import contextlib
import glob
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import known
import wire

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "field"))
from server import Tally, clean_environment, run  # noqa: E402,F401 - for the scripts

SKIPPED = 77


def skip(reason):
    """What cannot run here is skipped, unless the caller has said that it has to."""
    print(reason)
    sys.exit(1 if os.environ.get("RUNNER_REQUIRE_POSTGRES") == "1" else SKIPPED)


def binaries():
    """The folder with the server's programs."""
    named = os.environ.get("RUNNER_PG_BIN")
    installed = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
    for folder in [named] if named else [*reversed(installed), *os.environ.get("PATH", "").split(":")]:
        if os.access(f"{folder}/initdb", os.X_OK) and os.access(f"{folder}/pg_ctl", os.X_OK):
            return folder
    return skip("no PostgreSQL programs on this machine: install them, or name their folder in RUNNER_PG_BIN")


def owner():
    """How to start a program as somebody whom the server accepts: it refuses root."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        except KeyError:
            pass
    return skip("there is no user postgres or nobody to run a server as")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end(process, patience=20):
    """Ends a process that we started, if it has not ended by itself."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def judge(tally, name, detail):
    """Counts a trial: nothing to say about it is good. What is known to be wrong is told apart, and does not fail."""
    words = "\n".join(detail)
    for pattern, reason in known.KNOWN if detail else ():
        if re.search(pattern, words):
            tally.known = getattr(tally, "known", {})
            tally.known.setdefault(reason, []).append(name)
            return
    tally.check(not detail, name, words, quiet=True)


def print_known(tally):
    for reason, names in getattr(tally, "known", {}).items():
        print(f"known, {len(names)} times, for example {names[0]}: {reason}")


class Place:
    """The folder. A guard, in a session of its own, waits for the script to end and clears up after it."""

    def __init__(self, below="/tmp"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="runner-faults-", dir=below))
        self.processes = []
        self.lock = threading.Lock()  # a sweep has several workers
        ours, theirs = os.pipe()
        sys.stdout.flush()
        if os.fork() == 0:
            os.close(theirs)
            self._guard(ours)
        os.close(ours)
        self.pipe = theirs
        os.chmod(self.folder, 0o755)
        if owner():
            os.chown(self.folder, owner()["user"], owner()["group"])

    def __enter__(self):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        return self

    def __exit__(self, *_):
        for process in self.processes:
            end(process)
        _clear(self.folder)

    def start(self, command, **options):
        """A process that ends with the script at the latest."""
        with self.lock:
            return self._start(command, options)

    def _start(self, command, options):
        self.processes = [process for process in self.processes if process.poll() is None]
        options.setdefault("env", clean_environment())
        process = subprocess.Popen([str(word) for word in command], **options)
        self.processes.append(process)
        # For the guard, which must not take another process for it that got its number later.
        lines = [f"{started.pid} {_start_of(started.pid)}\n" for started in self.processes]
        (self.folder / "processes.new").write_text("".join(lines))
        (self.folder / "processes.new").replace(self.folder / "processes")
        return process

    def _guard(self, pipe):
        try:
            os.setsid()
            nothing = os.open(os.devnull, os.O_RDWR)
            for descriptor in (0, 1, 2):
                os.dup2(nothing, descriptor)
            while os.read(pipe, 1):
                pass
            _clear(self.folder)
        finally:
            os._exit(0)


def _start_of(number):
    """When a process was started, as the system counts; None when there is none."""
    try:
        return pathlib.Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[19]
    except OSError:
        return None


def _clear(folder):
    """Ends the programs and servers whose process numbers stand in files there, then removes it."""
    listed = (folder / "processes").read_text() if (folder / "processes").exists() else ""
    for number, start in (line.split() for line in listed.splitlines()):
        if start == _start_of(number):
            with contextlib.suppress(OSError):
                os.kill(int(number), signal.SIGKILL)
    for path in folder.glob("*/postmaster.pid"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            os.kill(int(path.read_text().split()[0]), signal.SIGQUIT)
    deadline = time.monotonic() + 10
    while list(folder.glob("*/postmaster.pid")) and time.monotonic() < deadline:
        time.sleep(0.02)
    shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    """A server on 127.0.0.1 and on a unix socket. Everybody on this machine is let in."""

    def __init__(self, place, name="primary", copy_of=None, **settings):
        self.place, self.name = place, name
        self.data = place.folder / name
        self.port = free_port()
        self.log = place.folder / f"{name}.log"
        if copy_of is None:
            self._program("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        else:
            self._program("pg_basebackup", "-D", self.data, "-h", copy_of.place.folder, "-p", copy_of.port,
                          "-U", "postgres", "-R", "-X", "stream", "-c", "fast", "--no-sync")
        settings = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": place.folder,
                    "fsync": "off", "max_connections": 150, "log_line_prefix": "%m [%p] %e ", "lc_messages": "C",
                    "shared_buffers": "32MB"} | settings
        with (self.data / "postgresql.conf").open("a") as file:
            file.writelines(f"{key} = '{value}'\n" for key, value in settings.items())
        self.start()

    def _program(self, name, *words):
        done = subprocess.run([f"{binaries()}/{name}", *map(str, words)], capture_output=True, text=True, **owner(),
                              cwd=self.place.folder, env=clean_environment(LC_ALL="C"), timeout=120)
        if done.returncode != 0:
            raise RuntimeError(f"{name}: {done.stderr or done.stdout}")

    def start(self):
        # The log is no pipe, or pg_ctl would be waited for until the server ends.
        self._program("pg_ctl", "start", "-w", "-D", self.data, "-l", self.log)

    def stop(self):
        self._program("pg_ctl", "stop", "-w", "-D", self.data, "-m", "fast")

    def crash(self):
        """At once, without the time it takes to start a program."""
        os.kill(self.postmaster(), signal.SIGQUIT)
        while (self.data / "postmaster.pid").exists():
            time.sleep(0.005)

    def promote(self):
        self._program("pg_ctl", "promote", "-w", "-D", self.data)

    @property
    def socket(self):
        return f"{self.place.folder}/.s.PGSQL.{self.port}"

    def session(self, database="postgres"):
        return wire.Session(self.socket, database)

    def rows(self, sql, database="postgres"):
        with self.session(database) as session:
            return session.rows(sql)

    def value(self, sql, database="postgres"):
        with self.session(database) as session:
            return session.value(sql)

    def url(self, database, port=None, **parameters):
        query = "&".join(f"{key}={value}" for key, value in parameters.items())
        return f"postgresql://postgres@127.0.0.1:{port or self.port}/{database}" + (f"?{query}" if query else "")

    def create(self, database):
        with self.session() as session:
            session.rows(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            session.rows(f'CREATE DATABASE "{database}" TEMPLATE template0')

    def postmaster(self):
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def wait_until(self, condition, database, patience=10):
        """Whether the condition, in SQL, came true in that many seconds."""
        with self.session(database) as session:
            return wait_until(session, condition, patience)

    def is_quiet(self, database, patience=10):
        """Waits for every session but the checker's to be gone from a database; whether they went."""
        return self.wait_until(QUIET, database, patience)


QUIET = ("NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
         " AND backend_type = 'client backend' AND application_name <> 'checker')")


def wait_until(session, condition, patience=10):
    deadline = time.monotonic() + patience
    while session.value(f"SELECT {condition}") != "t":
        if time.monotonic() > deadline:
            return False
        time.sleep(0.002)
    return True
