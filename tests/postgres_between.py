"""What may stand between a program and a server: who cuts the line, or who only says no."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

COMMIT: Final = b"COMMIT\0"


class Proxy:
    """Hands on what is said between programs and a server, until it is told to cut the line.

    Attributes:
        cuts: how many more lines are cut when a program commits.
        arrives: whether the server still hears of that.
        leaves: whether it takes no new line after the last that it cut.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.cuts, self.arrives, self.leaves = 0, False, False
        self._is_gone = False
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                program, _ = self._listener.accept()
                if self._is_gone:
                    program.close()
                    continue
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self._folder / ".s.PGSQL.5432"))
                for one, other, hears in ((program, server, True), (server, program, False)):
                    args = (one, other, hears)
                    threading.Thread(target=self._hand_on, args=args, daemon=True).start()

    def _hand_on(self, one: socket.socket, other: socket.socket, hears: bool) -> None:
        with suppress(OSError):
            while said := one.recv(65_536):
                if hears and self.cuts and COMMIT in said:
                    self.cuts -= 1
                    self._is_gone = self.leaves and not self.cuts
                    if self.arrives:
                        one.shutdown(socket.SHUT_RDWR)
                        other.sendall(said)
                    break
                other.sendall(said)
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        one.close()

    def close(self) -> None:
        """Take no line any more."""
        self._listener.close()


@contextmanager
def no_server(*answers: bytes) -> Iterator[int]:
    """Answer everybody who connects the same, and hang up; return at which port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                program, _ = listener.accept()
                with program, suppress(OSError):
                    program.recv(4096)
                    program.sendall(b"N")  # to whether it speaks TLS
                    program.recv(4096)
                    program.sendall(b"".join(answers))
                    program.recv(4096)

    threading.Thread(target=serve, daemon=True).start()
    yield int(listener.getsockname()[1])
    listener.close()


def refusal(code: str, text: str) -> bytes:
    """Return how a server refuses somebody who connects."""
    fields = {"S": "FATAL", "V": "FATAL", "C": code, "M": text}
    body = b"".join(f"{name}{value}".encode() + b"\0" for name, value in fields.items())
    return _message(b"E", body + b"\0")


def greeting(version: str) -> list[bytes]:
    """Return how a server of a version takes somebody in."""
    told = {"server_version": version, "client_encoding": "UTF8", "DateStyle": "ISO, MDY"}
    told |= {"standard_conforming_strings": "on", "TimeZone": "UTC"}
    return [
        _message(b"R", struct.pack("!i", 0)),
        *(_message(b"S", f"{k}\0{v}\0".encode()) for k, v in told.items()),
        _message(b"K", struct.pack("!ii", 1, 1)),
        _message(b"Z", b"I"),
    ]


def _message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body
