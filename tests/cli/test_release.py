"""`release`: a ticket goes back to its level, and nobody's shift ends with tickets in hand."""

import pytest

from tests.cli.shell import Result, Shell


@pytest.fixture
def taken(support: Shell) -> Shell:
    """Let ana take a ticket."""
    support.log("Mail is slow")
    support.done("ack", "1", now="+1m")
    return support


def test_it_is_open_and_nobodys(taken: Shell) -> None:
    done = taken.done("release", "1", "-m", "wrong ticket", now="+10m")
    assert (done.rows[0][:6], done.stderr) == (["T-1", "open", "P3", "L1", "", ""], "")
    assert taken.show()["events"][-1]["message"] == "wrong ticket"
    assert taken.done("undo", now="+11m").code == 0
    assert taken.show()["status"] == "acknowledged"


def test_what_another_one_has_is_refused_and_nothing_is_written(taken: Shell) -> None:
    before = taken.file()
    refused = taken("release", "1", "--as", "bo", now="+10m")
    assert (refused.stdout, refused.code) == ("", 1)
    assert refused.stderr.splitlines() == [
        "escalate: error: T-1 is with ana at L1",
        "help: escalate release T-1 --take hands it back in their place",
    ]
    assert taken.file() == before
    taken.done("release", "1", "--take", "--as", "bo", "-m", "ana is ill", now="+10m")
    [message] = taken.done("outbox", "list", "--json").data
    assert message["to"] == "ana"
    assert "T-1 Mail is slow (P3) was handed back and waits at L1" in message["text"]
    assert "By: bo\nReason: ana is ill\n" in message["text"]


def test_a_shift_ends_with_nothing_in_hand(taken: Shell) -> None:
    shown = taken.done("release", "--mine", "--to-duty", "--table", now="+10m").stdout
    assert shown.startswith("T-1 released · P3 · L1 · ")
    assert taken.done("release", "--mine", now="+11m") == Result("", "", 0)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ((), "tickets are named by ids, or are all that you have"),
        (("1", "--mine"), "tickets are named by ids, or are all that you have"),
        (("--mine", "--take"), "what you have need not be taken from anybody"),
    ],
    ids=["nothing", "both", "one's own taken"],
)
def test_what_does_not_go_together_is_refused(
    taken: Shell, words: tuple[str, ...], error: str
) -> None:
    refused = taken("release", *words)
    assert (refused.code, refused.stderr.split("\n")[0]) == (2, f"escalate: error: {error}")
