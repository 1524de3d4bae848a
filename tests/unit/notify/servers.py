"""Real servers of one test: for mail, and for webhooks."""

# ruff: noqa: ARG002, N802, N815 - the names and signatures that the servers ask for
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.patience import PATIENCE

CERTIFICATE = Path(__file__).with_name("localhost.pem")


class Webhook(ThreadingHTTPServer):
    """Answers every request alike, and remembers them.

    Attributes:
        answer: the status; a redirect leads to `/elsewhere`.
        speaks: whether it answers; until then all wait.
        requests: path, headers and body of each.
    """

    daemon_threads = True

    def __init__(self, answer: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer, self.speaks = answer, threading.Event()
        self.requests: list[tuple[str, dict[str, str], bytes]] = []

    @property
    def place(self) -> str:
        """Return host and port."""
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Webhook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.requests.append((self.path, dict(self.headers), body))
        self.server.speaks.wait(PATIENCE)
        self.send_response(self.server.answer)
        if 300 <= self.server.answer < 400:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base
        """Keep the output of the tests clean."""


@contextmanager
def webhook(answer: int = 200, *, speaks: bool = True, tls: bool = False) -> Iterator[Webhook]:
    """Run a web server; with TLS, its certificate is signed by nobody whom others trust."""
    with Webhook(answer) as server:
        if speaks:
            server.speaks.set()
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.speaks.set()
        server.shutdown()
        thread.join()


class Mailbox:
    """Takes mail, or refuses it with one answer, and remembers what it took."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.taken: list[Envelope] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer who may get mail."""
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a mail."""
        self.taken.append(envelope)
        return "250 OK"


@contextmanager
def mail_server(answer: str = "") -> Iterator[tuple[str, Mailbox]]:
    """Run a mail server, and return its address as Apprise takes it."""
    box = Mailbox(answer)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield (
            f"mailto://127.0.0.1:{port}?from=escalate@example.org&to=$address&mode=insecure",
            box,
        )
    finally:
        controller.stop()
