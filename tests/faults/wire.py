"""SQL over the protocol itself: a check after each of thousands of trials must not start a program."""
import socket
import struct


class SqlError(Exception):
    def __init__(self, fields):
        super().__init__(f"{fields.get('C', '?????')}: {fields.get('M', 'the connection was lost')}")
        self.sqlstate = fields.get("C")


class Session:
    """One connection over the server's unix socket or TCP port, as a user whom the server trusts."""

    def __init__(self, address, database, user="postgres", patience=30):
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.settimeout(patience)
        self.buffer = b""
        try:
            self.socket.connect(address)
            words = f"user\0{user}\0database\0{database}\0application_name\0checker\0\0".encode()
            self.socket.sendall(struct.pack("!ii", len(words) + 8, 196608) + words)
            self._answer()
        except BaseException:
            self.socket.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def rows(self, sql):
        """The rows of the last statement in it; values are text or None."""
        self.send(sql)
        return self._answer()

    def value(self, sql):
        rows = self.rows(sql)
        return rows[0][0] if rows else None

    def send(self, sql):
        """Does not wait for the answer, which wait() reads."""
        text = sql.encode() + b"\0"
        try:
            self.socket.sendall(b"Q" + struct.pack("!i", len(text) + 4) + text)
        except OSError as error:
            raise SqlError({"M": str(error)}) from error

    def wait(self):
        return self._answer()

    def _read(self, length):
        while len(self.buffer) < length:
            try:
                part = self.socket.recv(65536)
            except OSError as error:
                raise SqlError({"M": str(error)}) from error
            if not part:
                raise SqlError({})
            self.buffer += part
        taken, self.buffer = self.buffer[:length], self.buffer[length:]
        return taken

    def _answer(self):
        rows, failure = [], None
        while True:
            kind, length = struct.unpack("!ci", self._read(5))
            body = self._read(length - 4)
            if kind == b"E":
                fields = [part for part in body.decode(errors="replace").split("\0") if part]
                failure = SqlError({part[0]: part[1:] for part in fields})
                if fields[0][1:] in ("FATAL", "PANIC"):
                    raise failure
            elif kind == b"T":
                rows = []
            elif kind == b"D":
                rows.append(list(_values(body)))
            elif kind == b"R" and body[:4] != b"\0\0\0\0":
                raise SqlError({"M": "the server asks for a password"})
            elif kind == b"Z":
                if failure:
                    raise failure
                return rows


def _values(body):
    at = 2
    for _ in range(struct.unpack_from("!h", body)[0]):
        length, at = struct.unpack_from("!i", body, at)[0], at + 4
        if length < 0:
            yield None
        else:
            yield body[at:at + length].decode()
            at += length
