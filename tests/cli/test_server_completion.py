"""TAB on a store on a server: what it offers, and that it waits for nobody."""

import socket
import time

import pytest

from escalate_cli.cli.completion import patience
from tests.cli.shell import Shell
from tests.patience import PATIENCE
from tests.postgres_server import Server


@pytest.fixture
def shared(escalate: Shell, server: Server, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Run command lines on a store on a server, with two tickets, however slow the machine is."""
    monkeypatch.setattr(patience, "PATIENCE", PATIENCE)
    escalate.env = {**escalate.env, "ESCALATE_STORE": server.new_address()}
    escalate.done("init", "--sample", "it-support")
    escalate.done("log", "Mail is down", "-p", "P1")
    escalate.done("log", "Disk full")
    return escalate


def offered(shell: Shell, *words: str) -> list[list[str]]:
    said = shell("_complete", *words)
    assert (said.stderr, said.code) == ("", 0)
    return said.rows


def test_a_tab_offers_the_tickets_of_a_server_the_most_pressing_first(shared: Shell) -> None:
    assert offered(shared, "ack", "") == [["T-1", "Mail is down"], ["T-2", "Disk full"]]
    assert offered(shared, "ack", "2") == [["2", "Disk full"]]
    assert offered(shared, "ack", "t-1") == [["t-1", "Mail is down"]]
    assert offered(shared, "ack", "9" * 12) == []
    shared.done("resolve", "1", "-m", "restarted")
    assert offered(shared, "reopen", "") == [["T-1", "Mail is down"]]
    assert offered(shared, "ack", "") == [["T-2", "Disk full"]]


def test_a_tab_offers_a_number_that_begins_so_among_many(shared: Shell) -> None:
    shared.done("log", "--from", "-", stdin="\n".join(['{"title": "x"}'] * 120))
    assert [row[0] for row in offered(shared, "show", "12")] == ["12", "120", "121", "122"]
    assert len(offered(shared, "show", "")) == 100


def test_a_tab_offers_names_of_the_policy_of_a_server(shared: Shell) -> None:
    assert [row[0] for row in offered(shared, "log", "-p", "")][:2] == ["P1", "P2"]


@pytest.mark.parametrize("words", [("ack", ""), ("log", "-p", "")], ids=["ids", "names"])
def test_a_tab_says_nothing_of_a_server_that_is_gone_and_waits_for_none(
    escalate: Shell, words: tuple[str, ...]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        escalate.env["ESCALATE_STORE"] = (
            f"postgresql://ana@127.0.0.1:{port}/desk?connect_timeout={2 * PATIENCE:.0f}"
        )
        began = time.monotonic()
        assert offered(escalate, *words) == []
        assert time.monotonic() - began < PATIENCE
    assert offered(escalate, *words) == []
