"""What is said beside the result is harmless, and said once."""

import pytest

from escalate_cli.errors import PolicyError
from escalate_cli.render.parts.stderr import StderrWriter, show_message
from escalate_cli.usecases.present import Present
from tests.conftest import HOUR, MONDAY_NINE
from tests.unit.render.tickets import HOSTILE, SHOWN


def test_what_is_said_is_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    talk = StderrWriter(quiet=False)
    talk.say(HOSTILE)
    talk.warn(PolicyError(f"it is broken\n{HOSTILE}\nmore", f"{HOSTILE}\nescalate: fine"))
    assert capsys.readouterr().err.splitlines() == [
        SHOWN,
        f"escalate: warning: it is broken: {SHOWN}",
        f"help: {SHOWN} escalate: fine",
    ]


def test_who_wants_the_result_alone_hears_only_what_is_serious(
    capsys: pytest.CaptureFixture[str],
) -> None:
    talk = StderrWriter(quiet=True)
    talk.say("did you mean bo?")
    talk.of_edits("tickets.json", ["T-1"])
    assert capsys.readouterr().err == ""
    talk.warn(PolicyError("it is broken"))
    assert capsys.readouterr().err == "escalate: warning: it is broken\n"


def test_a_clock_that_is_behind_is_serious(capsys: pytest.CaptureFixture[str]) -> None:
    StderrWriter(quiet=True).of_clock_behind("T-1", MONDAY_NINE)
    assert capsys.readouterr().err == (
        "escalate: warning: the clock is behind: T-1 has an event of 2026-11-23T08:00:00Z, and "
        "what was done now is dated at it\n"
        "help: set the clock of this machine right; escalate doctor\n"
    )


ECHO = "taking Mon 2026-11-23 09:00 CET for the present\n"
SET = "ESCALATE_NOW is set: the clock says Mon 2026-11-23 10:00 CET\n"


@pytest.mark.parametrize(("on_terminal", "quiet"), [(True, False), (True, True), (False, False)])
@pytest.mark.parametrize(
    ("is_set", "typed", "said"),
    [(False, True, ECHO), (True, False, SET), (True, True, f"{SET}{ECHO}")],
    ids=["typed", "set", "both"],
)
def test_the_present_is_echoed_at_a_terminal_alone(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    on_terminal: bool,
    quiet: bool,
    is_set: bool,
    typed: bool,
    said: str,
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: on_terminal)
    present = Present(MONDAY_NINE, typed=True, said=MONDAY_NINE + HOUR)
    StderrWriter(quiet=quiet).of_present(present, "Europe/Berlin", is_set=is_set, typed=typed)
    assert capsys.readouterr().err == (said if on_terminal and not quiet else "")


def test_an_edit_is_said_once_with_the_first_tickets(capsys: pytest.CaptureFixture[str]) -> None:
    talk = StderrWriter(quiet=False)
    talk.of_edits("tickets.json", [f"T-{number}" for number in range(1, 9)])
    talk.of_edits("tickets.json", [])
    assert capsys.readouterr().err == (
        "tickets.json was edited by hand (T-1, T-2, T-3, T-4, T-5); "
        "escalate verify tells whether all holds\n"
    )


def test_waiting_is_said_at_a_terminal_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = StderrWriter(quiet=False)
    talk.of_waiting("process 1")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    talk.of_waiting("process 1")
    assert capsys.readouterr().err == "waiting for process 1 ...\n"


def test_a_message_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    show_message(HOSTILE)
    assert capfd.readouterr().err == f"{SHOWN}\n"
