#!/usr/bin/env python3
"""The proxy between two sockets: what passes before a fault, and what either side sees of it.

usage: proxy_test.py PROXY
"""
import contextlib
import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time

import place

HELLO = struct.pack("!ii", 9, 196608) + b"\0"
SSL_REQUEST = struct.pack("!ii", 8, 80877103)


def message(kind, body=b""):
    return kind + struct.pack("!i", len(body) + 4) + body


class Pair:
    """A client and a server with the proxy between them; the counts are there after the end."""

    def __init__(self, *words):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.proxy = subprocess.Popen([PROXY, str(self.listener.getsockname()[1]), *words, "--guarded"],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.proxy.stdout.readline())
        self.connect()

    def connect(self):
        accepted = []
        thread = threading.Thread(target=lambda: accepted.append(self.listener.accept()[0]))
        thread.start()
        self.client = socket.create_connection(("127.0.0.1", self.port), 5)
        thread.join(5)
        self.server = accepted[0] if accepted else None
        for side in (self.client, self.server):
            side.settimeout(5)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for side in (self.client, self.server, self.listener):
            side.close()
        self.proxy.terminate()
        self.counts = json.loads(self.proxy.communicate(timeout=5)[0])


def everything(side):
    """What comes until the end, and how it ends."""
    got = b""
    while True:
        try:
            part = side.recv(65536)
        except ConnectionResetError:
            return got, "reset"
        except socket.timeout:
            return got, "silence"
        if not part:
            return got, "end"
        got += part


def test_passing(check):
    with Pair() as pair:
        pair.client.sendall(SSL_REQUEST)
        check(pair.server.recv(100) == SSL_REQUEST, "a wish for encryption passes")
        pair.server.sendall(b"N")
        check(pair.client.recv(100) == b"N", "so does the answer")
        pair.client.sendall(HELLO + message(b"Q", b"select 1\0")[:5])
        pair.client.sendall(message(b"Q", b"select 1\0")[5:] + message(b"S"))
        wanted = HELLO + message(b"Q", b"select 1\0") + message(b"S")
        got = b""
        while len(got) < len(wanted):
            got += pair.server.recv(100)
        check(got == wanted, "what comes in pieces arrives whole")
        pair.server.sendall(message(b"Z", b"I") * 3)
        got = b""
        while len(got) < 18:
            got += pair.client.recv(100)
        big = os.urandom(3_000_000)
        sender = threading.Thread(target=lambda: (pair.client.sendall(big), pair.client.shutdown(socket.SHUT_WR)))
        sender.start()
        got, end = everything(pair.server)
        sender.join()
        check(got == big and end == "end", "a lot passes unchanged, and then the end")
    counts = pair.counts
    check(counts["connections"] == 1 and counts["faults"] == 0, "one connection, no fault", counts)
    check(counts["server"] == {"bytes": 19, "messages": 4}, "bytes and messages of the server", counts)
    check(counts["turnarounds"] == 2, "the server spoke twice after the client", counts)


def test_messages(check):
    with Pair() as pair:
        pair.client.sendall(SSL_REQUEST)
        pair.server.recv(100)
        pair.server.sendall(b"N")
        pair.client.recv(100)
        for byte in HELLO + message(b"Q", b"x") + message(b"X"):
            pair.client.sendall(bytes([byte]))
        pair.client.shutdown(socket.SHUT_WR)
        everything(pair.server)
    check(pair.counts["client"]["messages"] == 4, "messages are counted whatever the pieces", pair.counts)


def test_faults(check):
    text = HELLO + message(b"Q", b"0123456789") + message(b"S") + message(b"S")
    for position in (0, 1, 9, 12, len(text) - 1, len(text)):
        with Pair("--fault", f"cut:client:byte:{position}") as pair:
            with contextlib.suppress(OSError):
                pair.client.sendall(text)
            got, end = everything(pair.server)
            check(got == text[:position] and end != "silence", f"cut behind byte {position}: the server", (got, end))
            check(everything(pair.client)[1] != "silence", f"cut behind byte {position}: the client")
        check(pair.counts["faults"] == 1, f"cut behind byte {position}: it is counted", pair.counts)
    for position, length in ((1, 9), (2, 24), (3, 29)):
        with Pair("--fault", f"cut:client:message:{position}") as pair:
            pair.client.sendall(text)
            check(everything(pair.server)[0] == text[:length], f"cut behind message {position}")
    with Pair("--fault", "reset:server:byte:3") as pair:
        pair.server.sendall(b"abcdef")
        check(everything(pair.client) == (b"abc", "reset"), "reset: the client sees it behind the third byte")
        check(everything(pair.server)[1] == "reset", "reset: so does the server")
    with Pair("--fault", "half-close:client:byte:3") as pair:
        pair.client.sendall(b"abcdef")
        check(everything(pair.server) == (b"abc", "end"), "half-close: the server sees the end")
        pair.server.sendall(b"still here")
        check(pair.client.recv(100) == b"still here", "half-close: and can still speak")
    with Pair("--fault", "stall:server:byte:3") as pair:
        pair.server.sendall(b"abcdef")
        pair.client.settimeout(0.3)
        check(everything(pair.client) == (b"abc", "silence"), "stall: the client sees nothing more")
        pair.client.sendall(b"hello?")
        pair.server.settimeout(0.3)
        check(everything(pair.server) == (b"", "silence"), "stall: neither does the server")


def test_other_connections(check):
    with Pair("--fault", "cut:client:byte:0:2") as pair:
        pair.client.sendall(b"one")
        check(pair.server.recv(10) == b"one", "a fault of the second connection is not for the first")
        pair.client.close()
        pair.connect()
        check(everything(pair.client) == (b"", "end"), "the second one is cut")
    with Pair("--fault", "cut:client:byte:1", "--away") as pair:
        pair.client.sendall(b"one")
        everything(pair.client)
        late = socket.create_connection(("127.0.0.1", pair.port), 5)
        check(everything(late) in ((b"", "end"), (b"", "reset")), "away: nobody is let in after the fault")
        late.close()
    check(pair.counts["connections"] == 2, "away: and is counted", pair.counts)


def test_delay(check):
    with Pair("--delay", "100000") as pair:
        began = time.monotonic()
        pair.client.sendall(b"a")
        pair.server.recv(1)
        pair.server.sendall(b"b")
        pair.client.recv(1)
        took = time.monotonic() - began
        check(0.2 <= took < 1.5, "100 ms each way are 200 ms", took)


def main():
    tally = place.Tally()

    def check(holds, sentence, detail=""):
        tally.check(holds, sentence, detail, quiet=True)

    for name, test in sorted(globals().items()):
        if name.startswith("test_"):
            test(check)
    for words in ([], ["5432", "--fault", "cut:client"], ["5432", "--delay"], ["5432", "--fault", "cut:nobody:byte:1"]):
        done = subprocess.run([PROXY, *words], capture_output=True, text=True, check=False)
        check(done.returncode == 2 and "usage:" in done.stderr, f"refused: {words}", done.stderr)
    tally.finish()


if __name__ == "__main__":
    PROXY = sys.argv[1]
    main()
