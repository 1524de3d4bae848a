"""Tickets by range, by key, and the last ones; texts by file and by standard input."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.shell import Result, Shell


def three(escalate: Shell) -> Shell:
    """Log three tickets, each under a key."""
    for title in ("A", "B", "C"):
        escalate.log(title, "--key", title.lower())
    return escalate


def test_a_range_is_all_of_them_in_one_change(escalate: Shell) -> None:
    done = three(escalate).done("ack", "1..3")
    assert [row[0] for row in done.rows] == ["T-1", "T-2", "T-3"]


@pytest.mark.parametrize(
    ("typed", "said", "code"),
    [
        ("1..4", "no ticket T-4", 1),
        ("3..1", "'3..1' counts down", 2),
        ("1..101", "that is 101 tickets; at most 100 at once", 2),
        ("key:x", "no unresolved ticket has the key 'x'", 1),
    ],
    ids=["a hole", "backwards", "too many", "a key of none"],
)
def test_where_one_is_missing_nothing_is_done(
    escalate: Shell, typed: str, said: str, code: int
) -> None:
    before = three(escalate).file()
    refused = escalate("ack", typed)
    assert (refused.stdout, refused.code) == ("", code)
    assert refused.stderr.startswith(f"escalate: error: {said}\nhelp: ")
    assert refused.stderr.count("\n") == 2
    assert escalate.file() == before


def test_the_last_ticket_is_the_one_just_logged(escalate: Shell) -> None:
    three(escalate).done("ack", "@last")
    escalate.done("note", "@last", "on it")
    assert escalate.kinds("3")[-1] == "note_added"
    assert escalate.done("show", "@last", "--json").data["id"] == "T-3"
    assert escalate.done("why", "@last", "--json").data["id"] == "T-3"


def test_a_key_stands_for_its_ticket(escalate: Shell) -> None:
    three(escalate).done("resolve", "key:b")
    assert escalate.show("2")["status"] == "resolved"
    assert escalate.done("link", "key:a", "--related", "key:c").code == 0
    assert escalate.show("1")["related"] == ["T-3"]


@pytest.mark.parametrize("word", ["2..3", "@last", "key:c"])
def test_a_word_for_tickets_alone_shows_them(escalate: Shell, word: str) -> None:
    shown = three(escalate).done(word)
    assert "T-3" in shown.stdout


def test_one_ticket_is_wanted_where_words_are_written(escalate: Shell) -> None:
    refused = three(escalate)("note", "1..2", "hello")
    assert (refused.code, refused.stdout) == (2, "")
    assert "'1..2' means 2 tickets, and one is wanted" in refused.stderr


def test_a_text_comes_by_standard_input(escalate: Shell) -> None:
    three(escalate).done("note", "1", "-", stdin="first line\nsecond line\n")
    assert escalate.show()["events"][-1]["text"] == "first line\nsecond line"
    escalate.done("resolve", "2", "-m", "-", stdin="restarted")
    assert escalate.show("2")["resolution"] == "restarted"


def test_nothing_piped_is_no_text(escalate: Shell) -> None:
    before = three(escalate).file()
    refused = escalate("note", "1", "-", stdin="")
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("escalate: error: standard input is empty")
    assert escalate.file() == before


def test_a_text_lies_in_a_file(escalate: Shell, tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("Jan 1 disk full\n")
    escalate.log("Disk full", "-d", f"@{tmp_path / 'log.txt'}")
    assert escalate.show()["description"] == "Jan 1 disk full"
    (tmp_path / "picture").write_bytes(b"\0\1\2")
    refused = escalate("note", "1", f"@{tmp_path / 'picture'}")
    assert refused.code == 2
    assert "is no text: it is binary, or not in UTF-8" in refused.stderr


def test_a_title_is_never_a_file(escalate: Shell) -> None:
    escalate.log("@printer is on fire")
    assert escalate.show()["title"] == "@printer is on fire"


def test_messages_are_dropped_by_words_too(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1")
    support.done("check", now="+2h")
    dropped = support.done("outbox", "drop", "1..1", "-m", "told")
    assert "dropped" in dropped.stderr


def test_a_pipe_is_read_without_a_word(program: Callable[..., Result], escalate: Shell) -> None:
    three(escalate)
    assert program("note", "1", "-", stdin="x").stderr == ""


def test_a_stakeholder_need_not_be_known(support: Shell) -> None:
    support.log("Mail is slow")
    added = support("stakeholder", "add", "1", "pat", "anna")
    assert (added.stderr, added.code) == (
        "the policy does not know 'anna'; did you mean 'ana'?\n",
        0,
    )
    assert support.show()["stakeholders"] == ["pat", "anna"]
    support.done("stakeholder", "remove", "1", "anna")
    assert support.show()["stakeholders"] == ["pat"]
