"""What scripts in Python rely on: typed documents, errors as exceptions, nothing printed."""

import io
import logging
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import msgspec
import pytest

from escalate_cli import api
from escalate_cli.cli.app import run as command_line
from escalate_cli.errors import PolicyError, TicketNotFoundError, UsageError
from escalate_cli.render.parts.data.ticket_fields import TICKET
from escalate_cli.render.results.document_types import Decision, Escalation

MONDAY, TUESDAY = "2026-11-23T08:00:00Z", "2026-11-24T15:00:00Z"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a store with the sample policy, at nine on a Monday."""
    for name, value in {"HOME": str(tmp_path), "ESCALATE_NOW": MONDAY}.items():
        monkeypatch.setenv(name, value)
    for name in ("ESCALATE_STORE", "ESCALATE_ACTOR", "ESCALATE_POLICY"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / ".escalate"
    said("init", "--sample", "it-support", "--store", str(folder))
    return folder


@pytest.fixture
def store(folder: Path) -> api.Store:
    return api.open_store(folder)


def said(*argv: str) -> str:
    """Run a command line in a pipe, and return what it wrote."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        assert command_line(list(argv)) == 0
    return out.getvalue()


def test_a_script_does_what_the_commands_do(
    store: api.Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged = store.log("Disk full", priority="P2", by="ana", tags=["disk"], requester="kim")
    assert (logged["id"], logged["status"], logged["tags"]) == ("T-1", "open", ["disk"])
    assert store.acknowledge("T-1", by="ana")["owner"] == "ana"
    assert [ticket["id"] for ticket in store.find("owner:@me priority:P2", by="ana")] == ["T-1"]
    assert store.find("owner:@me", by="bo") == store.find("is:overdue") == []
    monkeypatch.setenv("ESCALATE_NOW", TUESDAY)
    done = store.check()
    assert [ticket["id"] for ticket in done["overdue"]] == ["T-1"]
    assert {decision["trigger"] for decision in done["decisions"]} >= {"resolve-breach"}
    assert store.check()["decisions"] == []
    listed = msgspec.json.decode(said("list", "--json", "--store", str(folder)))
    assert store.find() == listed


def test_a_finished_ticket_is_found_if_it_is_asked_for(store: api.Store, folder: Path) -> None:
    store.log("Disk full", by="ana")
    said("resolve", "1", "--as", "ana", "--store", str(folder))
    assert store.find() == []
    assert [ticket["status"] for ticket in store.find(finished=True)] == ["resolved"]


def test_a_known_key_adds_to_its_ticket(store: api.Store) -> None:
    tickets = [store.log("Disk full", key="disk", by="ana") for _ in range(2)]
    assert [ticket["id"] for ticket in tickets] == ["T-1", "T-1"]


REFUSED: dict[str, tuple[Callable[[api.Store], object], type[Exception], str]] = {
    "a priority": (lambda s: s.log("x", priority="P7"), UsageError, "there is no priority 'P7'"),
    "a text for a list": (lambda s: s.log("x", tags="vpn"), UsageError, "cannot be logged"),
    "a query": (lambda s: s.find("colour:red"), UsageError, "'colour'"),
    "a ticket": (lambda s: s.acknowledge("T-7", by="ana"), TicketNotFoundError, "no ticket T-7"),
    "the policy's name": (lambda s: s.log("x", by="policy"), UsageError, "acts by itself"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_command_refuses_is_an_exception(store: api.Store, name: str) -> None:
    act, kind, sentence = REFUSED[name]
    with pytest.raises(kind, match=sentence) as caught:
        act(store)
    assert isinstance(caught.value, api.EscalateError)
    assert store.find(finished=True) == []


def test_a_store_that_nobody_began_is_refused(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(UsageError, match=f"there is no store in {tmp_path}/none"):
        api.open_store(tmp_path / "none")
    with pytest.raises(UsageError, match="there is no store"):
        api.database(tmp_path / "none")
    assert folder.exists()
    assert not (tmp_path / "none").exists()


def test_the_store_is_found_as_commands_find_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    api.open_store().log("Disk full", by="ana")
    assert [ticket["id"] for ticket in api.open_store(folder).find()] == ["T-1"]


def test_what_a_command_would_say_goes_to_the_logger(
    store: api.Store,
    folder: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    store.log("Disk full", by="ana")
    policy = folder / "policy.yaml"
    policy.write_text("no: policy\n", encoding="utf-8")
    with caplog.at_level(logging.WARNING, "escalate"):
        store.log("Fan broken", by="ana")
        store.check()
    assert capfd.readouterr() == ("", "")
    assert any("escalate: warning: " in text for text in caplog.messages)


def test_a_policy_that_was_named_and_is_broken_is_an_exception(
    store: api.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.yaml").write_text("no: policy\n", encoding="utf-8")
    monkeypatch.setenv("ESCALATE_POLICY", str(tmp_path / "broken.yaml"))
    with pytest.raises(PolicyError):
        store.log("Disk full")


def test_a_channel_that_shows_messages_shows_them_to_the_logger(
    store: api.Store,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    policy = folder / "policy.yaml"
    text = policy.read_text(encoding="utf-8")
    text = text.replace("ana: {", 'ana: {contact: ["show:ana"], ')
    policy.write_text(f"{text}\nchannels:\n  show: {{console: true}}\n", encoding="utf-8")
    store.log("Server down", priority="P2", by="ana")
    store.acknowledge("T-1", by="ana")
    monkeypatch.setenv("ESCALATE_NOW", TUESDAY)
    with caplog.at_level(logging.WARNING, "escalate"):
        assert store.check(send=False)["messages"]["sent"] == 0
        assert caplog.messages == []
        assert store.check()["messages"]["sent"] > 0
    assert capfd.readouterr() == ("", "")
    assert any(text.startswith("message to Ana Ruiz: ") for text in caplog.messages)


def test_every_document_has_the_fields_that_its_type_promises(
    store: api.Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.log("Server down", priority="P1", by="ana")
    store.acknowledge("T-1", by="ana")
    said("escalate", "1", "--to", "L3", "-m", "x", "--as", "ana", "--store", str(folder))
    monkeypatch.setenv("ESCALATE_NOW", TUESDAY)
    done = store.check()
    assert done["decisions"]
    [ticket] = store.find()
    assert ticket["escalations"]
    msgspec.convert(done, api.Check, strict=True)
    msgspec.convert(ticket, api.Ticket, strict=True)
    promised: dict[str, tuple[type, object]] = {
        "ticket": (api.Ticket, ticket),
        "clock": (api.Clock, ticket["clocks"]["resolve"]),
        "escalation": (Escalation, ticket["escalations"][0]),
        "decision": (Decision, done["decisions"][0]),
        "check": (api.Check, done),
        "messages": (api.MessageCounts, done["messages"]),
    }
    for kind, document in promised.values():
        assert isinstance(document, dict)
        assert list(document) == list(kind.__annotations__)
    assert list(TICKET) == list(api.Ticket.__annotations__)


def test_what_is_promised_is_in_the_page() -> None:
    page = (Path(api.__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
    assert [name for name in api.__all__ if f"`{name}" not in page] == []
    assert [name for name in api.__all__ if not hasattr(api, name)] == []


def test_the_page_does_what_it_says(folder: Path) -> None:
    page = (Path(api.__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
    blocks = [part.split("```")[0] for part in page.split("```python\n")[1:]]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(blocks)],
        cwd=folder.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["T-1 is ana's", "T-1 Disk full on db1"]
