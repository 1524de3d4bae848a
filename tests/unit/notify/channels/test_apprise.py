"""Mail and webhooks through Apprise, on servers of our own."""

import email
import io
import json
import logging
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.policy import default
from pathlib import Path
from threading import Thread

import pytest

from escalate_cli.errors import DeliveryError
from escalate_cli.notify.channels import apprise
from tests.unit.notify.parcels import HOSTILE, a_parcel, means
from tests.unit.notify.servers import mail_server, webhook


def _refused(url: str, folder: Path) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        apprise.send(a_parcel("apprise", url), means(folder))
    return caught.value


def test_a_mail_arrives_with_subject_text_and_key(tmp_path: Path) -> None:
    with mail_server() as (url, box):
        parcel = a_parcel("apprise", "env:SMTP_URL", text="It is down.\nPlease look.")
        apprise.send(parcel, means(tmp_path, {"SMTP_URL": url}))
    [envelope] = box.taken
    assert isinstance(envelope.content, bytes)
    mail = email.message_from_bytes(envelope.content, policy=default)
    assert envelope.rcpt_tos == ["ana@example.org"]
    assert mail["Subject"] == "T-1 Mail is down"
    assert mail["Idempotency-Key"] == parcel.key
    assert mail["Auto-Submitted"] == "auto-generated"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "It is down." in body.get_content()
    assert f"[{parcel.key}]" in body.get_content()


def test_hostile_text_arrives_as_text(tmp_path: Path) -> None:
    with webhook() as server:
        apprise.send(a_parcel("apprise", f"json://{server.place}", text=HOSTILE), means(tmp_path))
    [(_, headers, body)] = server.requests
    message = json.loads(body)["message"]
    assert message.splitlines()[0] == HOSTILE.splitlines()[0]
    assert "Bcc" not in headers


def test_a_long_text_is_cut_with_a_note(tmp_path: Path) -> None:
    with webhook() as server:
        parcel = a_parcel("apprise", f"json://{server.place}", text="x" * 1_000_000)
        apprise.send(parcel, means(tmp_path))
    message = json.loads(server.requests[0][2])["message"]
    assert len(message) <= apprise.LONGEST
    assert "[cut here: 1,000,000 characters in all]" in message


def test_the_address_is_data_in_the_url(tmp_path: Path) -> None:
    with webhook() as server:
        url = f"json://{server.place}/to/$address"
        parcel = a_parcel("apprise", url, address="a/../b?redirect=yes&c=d")
        apprise.send(parcel, means(tmp_path))
    assert server.requests[0][0] == "/to/a%2F..%2Fb%3Fredirect=yes&c=d"


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [(404, True), (401, True), (408, False), (429, False), (500, False), (503, False)],
)
def test_a_webhook_that_refuses(tmp_path: Path, answer: int, permanent: bool) -> None:
    with webhook(answer) as server:
        error = _refused(f"json://{server.place}", tmp_path)
    assert (str(error), error.permanent) == (f"the service answered {answer}", permanent)


@pytest.mark.parametrize("answer", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_even_if_the_url_asks(tmp_path: Path, answer: int) -> None:
    with webhook(answer) as server:
        error = _refused(f"json://{server.place}/?redirect=yes", tmp_path)
    assert [path for path, _, _ in server.requests] == ["/"]
    assert str(error) == f"the service answered {answer}, a redirect, which is not followed"
    assert error.permanent


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [("550 no such user", True), ("451 try later", False)],
    ids=["unknown", "greylisted"],
)
def test_a_mail_server_that_refuses(tmp_path: Path, answer: str, permanent: bool) -> None:
    with mail_server(answer) as (url, box):
        error = _refused(url, tmp_path)
    assert (str(error), error.permanent) == (f"the mail server answered {answer[:3]}", permanent)
    assert box.taken == []


@pytest.mark.parametrize("asked", ["", "?verify=no"], ids=["as usual", "if the url says no"])
def test_a_wrong_certificate_is_refused(tmp_path: Path, asked: str) -> None:
    with webhook(tls=True) as server:
        error = _refused(f"jsons://{server.place}/{asked}", tmp_path)
    assert str(error) == "the service did not take it: its certificate is not valid"
    assert not error.permanent
    assert server.requests == []


def test_a_service_that_is_not_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    error = _refused(f"json://127.0.0.1:{port}", tmp_path)
    assert str(error) == "the service did not take it: it refuses connections"
    assert not error.permanent


def test_a_service_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apprise, "SOCKET_LIMIT", 0.2)
    with _silent_server() as port:
        for scheme in ("json", "mailto"):
            url = f"{scheme}://127.0.0.1:{port}?from=a@example.org&to=b@example.org&mode=insecure"
            error = _refused(url, tmp_path)
            assert str(error) == "the service did not take it: it did not answer in time"
            assert not error.permanent


@contextmanager
def _silent_server() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Collect all that reaches the root of the log."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("answer", [200, 404, 302], ids=["taken", "refused", "redirected"])
def test_no_secret_is_said_or_logged(
    tmp_path: Path, answer: int, capfd: pytest.CaptureFixture[str], log: io.StringIO
) -> None:
    said = ""
    with webhook(answer) as server:
        url = f"json://canary-user:canary-pass@{server.place}/canary-path?-token=canary-token"
        try:
            apprise.send(a_parcel("apprise", "env:HOOK"), means(tmp_path, {"HOOK": url}))
        except DeliveryError as error:
            said = f"{error} {error.help}"
    captured = capfd.readouterr()
    assert "canary-path" in server.requests[0][0]
    assert "canary" not in said + captured.out + captured.err + log.getvalue()


def test_a_url_that_means_nothing_is_an_error_that_does_not_show_it(tmp_path: Path) -> None:
    error = _refused("nothing://secret", tmp_path)
    assert str(error) == "the channel's URL is none that Apprise understands"
    assert not error.permanent


def test_without_apprise_the_error_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    error = _refused("json://localhost", tmp_path)
    assert error.help == "pip install apprise, where escalate is installed"


def test_an_endless_answer_is_not_read_to_its_end(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        sent: list[int] = []

        def flood() -> None:
            peer, _ = server.accept()
            peer.recv(65_536)
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
            with peer, suppress(OSError):
                while sum(sent) < 200_000_000:
                    sent.append(peer.send(b"x" * 1_000_000))

        flooding = Thread(target=flood)
        flooding.start()
        place = f"127.0.0.1:{server.getsockname()[1]}"
        apprise.send(a_parcel("apprise", f"json://{place}"), means(tmp_path))
        flooding.join()
    assert sum(sent) < 100_000_000


def test_what_a_channel_lacks_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = a_parcel("apprise", "env:URL").channel
    assert apprise.lack(channel, means(tmp_path, {"URL": "json://x"})) is None
    assert apprise.lack(channel, means(tmp_path)) == (
        *("the variable URL is not set", "set URL where this runs"),
    )
    hidden = a_parcel("apprise", "secret:url").channel
    (tmp_path / "url").write_text("")
    (tmp_path / "url").chmod(0o600)
    found = apprise.lack(hidden, means(tmp_path))
    assert found == (f"the secret {tmp_path}/url is empty", "escalate outbox test way")
    monkeypatch.setattr(apprise, "find_spec", lambda _name: None)
    assert apprise.lack(channel, means(tmp_path)) == ("Apprise is not installed", apprise.INSTALL)
