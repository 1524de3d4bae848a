"""`log --from NAME`: what other programs hand over, and what becomes of it."""

from pathlib import Path

import pytest

from tests.cli.shell import Result, Shell

FIRST = """From: Kim Ode <kim@example.org>
To: support@example.com
Subject: Printer
Message-ID: <m1@example.org>

It prints blank pages.
"""
ANSWER = """From: kim@example.org
Subject: Re: [T-1] Printer
Message-ID: <m2@example.org>
References: <m1@example.org>

Colours too.
"""
VACATION = """From: kim@example.org
Subject: Out of office: [T-1] Printer
Message-ID: <m3@example.org>
Auto-Submitted: auto-replied

Back on Monday.
"""


def test_a_mail_is_a_ticket_and_its_answer_a_note(support: Shell) -> None:
    assert support("log", "--from", "mail", stdin=FIRST) == Result("T-1\n", "", 0)
    assert support("log", "--from", "mail", "-", stdin=ANSWER, now="+5m").stdout == "T-1\n"
    ticket = support.show()
    assert (ticket["title"], ticket["requester"]) == ("Printer", "kim@example.org")
    log, note = ticket["events"]
    assert (log["by"], log["party"]) == ("kim@example.org", "requester")
    assert (note["text"], note["party"], note["mail"]) == (
        "Colours too.",
        "requester",
        "m2@example.org",
    )


def test_a_second_delivery_changes_nothing_and_is_no_error(support: Shell) -> None:
    for mail in (FIRST, ANSWER):
        support.done("log", "--from", "mail", stdin=mail)
    before = support.file()
    assert support("log", "--from", "mail", stdin=FIRST) == Result(
        "", "dropped: it is T-1 already\n", 0
    )
    assert support("log", "--from", "mail", stdin=ANSWER).stderr == (
        "dropped: it is on T-1 already\n"
    )
    assert support.file() == before


def test_an_automatic_reply_is_dropped_and_does_not_bounce(support: Shell) -> None:
    support.done("log", "--from", "mail", stdin=FIRST)
    assert support("log", "--from", "mail", stdin=VACATION) == Result(
        "", "dropped: Auto-Submitted: auto-replied\n", 0
    )
    assert support.kinds() == ["ticket_logged"]


def test_a_person_reads_what_became_of_it(support: Shell) -> None:
    support.done("log", "--from", "mail", stdin=FIRST)
    shown = support.done("log", "--from", "mail", "--table", stdin=ANSWER).stdout
    assert "is open already: noted there\n" in shown
    nothing = support.done("log", "--from", "mail", "--table", stdin=VACATION)
    assert nothing.stdout == ""


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"", "x.eml is no mail: it has no header"),
        (b"\xff\xfe\0", "x.eml is no mail: it has no header"),
        (None, "x.eml cannot be read: no such file or directory"),
    ],
)
def test_what_is_no_mail_is_refused(
    support: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: bytes | None, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if source is not None:
        Path("x.eml").write_bytes(source)
    done = support("log", "--from", "mail", "x.eml")
    assert (done.stdout, done.code) == ("", 2)
    assert done.stderr.splitlines()[0] == f"escalate: error: {said}"


def test_a_mail_with_every_letter_a_terminal_obeys_is_shown_harmless(
    support: Shell, tmp_path: Path
) -> None:
    hostile = b"From: a\x1b[2J@example.org\r\nSubject: \x1b]0;x\x07[T-9]\0\r\n\r\na\0\x1b[31m\xff"
    (tmp_path / "x.eml").write_bytes(hostile)
    assert support("log", "--from", "mail", str(tmp_path / "x.eml")).code == 0
    assert support.show()["description"] == "a\0\x1b[31mÿ"
    assert "\x1b[31m" not in support.done("show", "1", "--table").plain
