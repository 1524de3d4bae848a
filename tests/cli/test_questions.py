"""What is missing is asked for on a terminal, and in a pipe it is an error as before."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.cli.shell import PROGRAM, Result, Shell, answering

Asked = Callable[..., Result]


@pytest.fixture
def asked(escalate: Shell, tmp_path: Path) -> Asked:
    """Run the installed program on a terminal where somebody answers."""

    def run(argv: Sequence[str], *answers: tuple[str, str], editor: str = "") -> Result:
        env = {**escalate.env, "TERM": "dumb", "EDITOR": editor, "TMPDIR": str(tmp_path)}
        return answering([PROGRAM, *argv], env, answers)

    return run


@pytest.fixture
def one(escalate: Shell) -> Shell:
    """Log a ticket."""
    escalate.log("Mail is down")
    return escalate


def test_a_text_is_asked_for(one: Shell, asked: Asked) -> None:
    assert asked(["note", "1"], ("What to write", "restarted it\r")).code == 0
    assert one.show()["events"][-1]["text"] == "restarted it"


def test_an_empty_line_is_asked_again_and_a_dash_is_no_option(one: Shell, asked: Asked) -> None:
    asked(["note", "1"], ("What to write", "\r"), ("What to write", "--public is wrong\r"))
    assert one.show()["events"][-1]["text"] == "--public is wrong"


def test_everything_that_is_missing_is_asked_for(one: Shell, asked: Asked) -> None:
    assert asked(["assign"], ("ID...", "1\r"), ("PERSON", "bo\r")).code == 0
    assert one.show()["owner"] == "bo"


def test_log_asks_what_is_wrong_how_urgent_it_is_and_for_whom(
    escalate: Shell, asked: Asked
) -> None:
    logged = asked(
        ["log"], ("What is wrong?", "Disk full\r"), ("urgent", "2\r"), ("Who reported", "kim\r")
    )
    assert logged.code == 0
    ticket = escalate.show()
    assert [ticket[each] for each in ("title", "priority", "requester")] == [
        "Disk full",
        "P2",
        "kim",
    ]


def test_an_interrupt_leaves_nothing(escalate: Shell, asked: Asked) -> None:
    stopped = asked(["log"], ("What is wrong?", "\x03"))
    assert stopped.code == 130
    assert not escalate.store.exists()


def test_what_is_typed_ahead_is_no_answer(escalate: Shell, asked: Asked) -> None:
    asked(["log"], ("What is wrong?", "A\rP1\rkim\r"), ("urgent", "P3\r"), ("Who", "pat\r"))
    assert (escalate.show()["priority"], escalate.show()["requester"]) == ("P3", "pat")


def an_editor(folder: Path, script: str) -> str:
    """Make a program that stands for an editor."""
    program = folder / "an editor"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    return f"'{program}'"


def kept(folder: Path) -> list[str]:
    """Return the texts that are kept."""
    return [file.read_text() for file in folder.glob("escalate-*.txt")]


def test_a_long_text_is_written_in_the_editor(one: Shell, asked: Asked, tmp_path: Path) -> None:
    editor = an_editor(tmp_path, "printf '@bo\nsecond\n' > \"$1\"")
    assert asked(["note", "1"], editor=editor).code == 0
    assert one.show()["events"][-1]["text"] == "@bo\nsecond"
    assert kept(tmp_path) == []


@pytest.mark.parametrize("script", ["exit 0", "echo ' ' > $1", "rm $1", "exit 3"])
def test_an_empty_text_writes_nothing(
    one: Shell, asked: Asked, tmp_path: Path, script: str
) -> None:
    before = one.file()
    refused = asked(["note", "1"], editor=an_editor(tmp_path, script))
    assert refused.code == 2
    assert "the text is empty" in refused.stdout
    assert one.file() == before
    assert kept(tmp_path) == []


@pytest.mark.parametrize(
    ("argv", "script", "said"),
    [
        (["note", "9"], "echo long > $1", "no ticket T-9"),
        (["note", "1"], "echo long > $1; exit 3", "ended with 3"),
    ],
    ids=["a ticket that is not there", "an editor that fails"],
)
def test_a_text_is_kept_where_it_was_for_nothing(
    one: Shell, asked: Asked, tmp_path: Path, argv: list[str], script: str, said: str
) -> None:
    before = one.file()
    refused = asked(argv, editor=an_editor(tmp_path, script))
    assert refused.code in (1, 2)
    assert said in refused.stdout
    assert f"your text is kept in {tmp_path}" in refused.stdout
    assert kept(tmp_path) == ["long\n"]
    assert one.file() == before


def test_an_editor_that_is_not_there_is_named(one: Shell, asked: Asked) -> None:
    refused = asked(["note", "1"], editor="no-such-editor")
    assert "no-such-editor does not start: no such file" in refused.stdout
    assert one.kinds() == ["ticket_logged"]


def test_in_a_pipe_nothing_is_asked(one: Shell) -> None:
    assert "missing argument 'TEXT'" in one("note", "1", stdin="hello\n").stderr
    assert "give one title" in one("log", stdin="hello\n").stderr
