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


ALERT = """{"version": "4", "status": "%s", "alerts": [{"status": "%s", "fingerprint": "c0ffee",
"labels": {"alertname": "DiskFull", "severity": "critical"},
"annotations": {"summary": "Disk full"},
"startsAt": "2026-11-23T08:00:00Z", "endsAt": "0001-01-01T00:00:00Z"}]}"""
FIRING, RESOLVED = ALERT % ("firing", "firing"), ALERT % ("resolved", "resolved")
NAGIOS = "[1795420800] SERVICE ALERT: web1;HTTP;%s;3;refused\n"


def test_an_alert_is_a_ticket_until_it_is_over(support: Shell) -> None:
    assert support("log", "--from", "alertmanager", stdin=FIRING) == Result("T-1\n", "", 0)
    assert support("log", "--from", "alertmanager", stdin=FIRING, now="+4h").stdout == "T-1\n"
    assert support.show()["key"] == "c0ffee"
    over = ["log", "--from", "alertmanager", "--resolve"]
    assert support(*over[:3], stdin=RESOLVED, now="+5h").stdout == "T-1\n"
    assert support.show()["status"] == "open"
    assert support(*over, stdin=RESOLVED, now="+6h").stdout == "T-1\n"
    assert support.show()["status"] == "resolved"
    assert support(*over, stdin=RESOLVED, now="+7h") == Result("", "", 0)


def test_an_event_handler_logs_what_is_certain(support: Shell) -> None:
    handler = ["log", "--from", "nagios", "--resolve"]
    assert support(*handler, stdin=NAGIOS % "CRITICAL;SOFT") == Result("", "", 0)
    assert support(*handler, stdin=NAGIOS % "CRITICAL;HARD") == Result("T-1\n", "", 0)
    assert support.show()["title"] == "web1 / HTTP / refused"
    assert support(*handler, stdin=NAGIOS % "OK;HARD", now="+1h") == Result("T-1\n", "", 0)
    shown = support(*handler, "--table", stdin=NAGIOS % "OK;HARD", now="+2h")
    assert shown.stdout == ""
    assert "it tells of no problem, and of no end of one that is open here\n" in shown.stderr


def test_what_cannot_be_used_is_named_and_the_rest_is_taken(support: Shell) -> None:
    both = NAGIOS % "CRITICAL;HARD" + NAGIOS % "ODD;HARD"
    done = support("log", "--from", "nagios", stdin=both)
    assert (done.stdout, done.code) == ("T-1\n", 1)
    assert done.stderr.startswith("standard input:2: rejected: ")
    assert support("log", "--from", "nagios", stdin=NAGIOS % "ODD;HARD").code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "mail", "--resolve"], "a mail resolves nothing"),
        (["title", "--resolve"], "--resolve is for what monitoring sends"),
        (["--from", "-", "--resolve"], "--resolve is for what monitoring sends"),
        (
            ["--from", "mail", "-p", "P1"],
            "--from says all of its tickets, so that other options say nothing",
        ),
        (
            ["--from", "-", "--customer", "acme"],
            "--from says all of its tickets, so that other options say nothing",
        ),
        (["title", "--from", "-"], "give one title, or --from FILE"),
        (["--from", "own.yaml"], "own.yaml cannot be read: no such file or directory"),
        (["--from", "nagios", "-"], "the file is JSON, which 'nagios' does not read"),
    ],
)
def test_what_makes_no_sense_is_refused(support: Shell, words: list[str], said: str) -> None:
    done = support("log", *words, stdin="{}")
    assert (done.stdout, done.code) == ("", 2)
    assert done.stderr.splitlines()[0] == f"escalate: error: {said}"


@pytest.mark.parametrize(("name", "text"), [("alertmanager", FIRING), ("nagios", NAGIOS % "x")])
def test_a_feed_is_no_import(support: Shell, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "x").write_text(text, encoding="utf-8")
    for words in ([], ["--from", name]):
        done = support("import", str(tmp_path / "x"), *words)
        assert (done.stdout, done.code) == ("", 2)
        assert f"help: escalate log --from {name} FILE\n" in done.stderr


def test_a_feed_that_is_not_named_is_refused_with_its_name(support: Shell) -> None:
    refused = support("log", "--from", "-", stdin=ALERT)
    assert (refused.code, refused.stdout) == (2, "")
    assert "unknown field" in refused.stderr
    assert refused.stderr.endswith(
        "help: it looks like alertmanager: escalate log --from alertmanager -\n"
    )
    assert support.done("list").stdout == ""
