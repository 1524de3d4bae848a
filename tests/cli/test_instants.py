"""Instants that people type, and clocks of machines: what is believed, and what is refused."""

from datetime import datetime

import pytest

from escalate_cli.domain.time.instant_parsing import format_instant
from tests.cli.shell import NINE, PROGRAM, Result, Shell, on_terminal
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE


class Machine:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = MONDAY_NINE

    def __call__(self) -> datetime:
        """Read it."""
        return self.at


@pytest.fixture
def machine(support: Shell, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Let command lines go by a clock of the machine that the test sets."""
    clock = Machine()
    monkeypatch.setattr("escalate_cli.wiring.machine_clock", clock)
    del support.env["ESCALATE_NOW"]
    return clock


def test_a_time_of_day_was_today_or_yesterday_and_never_is_tomorrow(support: Shell) -> None:
    support.env["ESCALATE_NOW"] = "2026-11-23T16:00:00+01:00"
    for typed in ("14:00", "17:00", "mon 9:00", "tue 9:00", "yesterday 17:00"):
        support.done("log", "called", "--now", typed)
    logged = [row["logged_at"] for row in support.done("list", "--json").data]
    assert sorted(logged) == [
        "2026-11-17T08:00:00Z",
        "2026-11-22T16:00:00Z",
        "2026-11-22T16:00:00Z",
        "2026-11-23T08:00:00Z",
        "2026-11-23T13:00:00Z",
    ]


@pytest.mark.parametrize("argv", [["log", "A"], ["check"], ["ack", "1"], ["outbox", "drop", "1"]])
def test_nothing_is_recorded_ahead_of_the_clock(support: Shell, argv: list[str]) -> None:
    support.log("Mail is down", "-p", "P1")
    before = support.file()
    refused = support(*argv, "--now", "2199-01-01T00:00:00Z")
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr == (
        "escalate: error: --now 2199-01-01T00:00:00Z is later than the clock, which says "
        "2026-11-23T08:00:00Z: nothing is recorded ahead of its time\n"
        "help: leave --now away; what only reads may look ahead, and ESCALATE_NOW sets another "
        "clock\n"
    )
    assert support.file() == before
    assert not (support.store / "last_check").exists()


@pytest.mark.parametrize("argv", [["list"], ["show", "1"], ["why", "1"], ["check", "--dry-run"]])
def test_what_only_reads_may_look_ahead(support: Shell, argv: list[str]) -> None:
    support.log("Mail is down", "-p", "P1")
    assert support(*argv, "--now", "2026-12-24 09:00").code == 0


def test_a_store_is_not_begun_by_what_is_refused(escalate: Shell) -> None:
    assert escalate("log", "A", "--now", "2199-01-01T00:00:00Z").code == 2
    assert not escalate.store.exists()


def test_later_by_the_clock_of_a_machine_is_ahead_too(support: Shell, machine: Machine) -> None:
    refused = support("log", "A", "--now", "+10m")
    assert (refused.stdout, refused.code) == ("", 2)
    assert f"which says {format_instant(machine.at)}" in refused.stderr
    assert support.log("A", "--now", "-10m") == "T-1"


def test_a_typed_instant_before_the_latest_event_changes_none_of_the_tickets(
    support: Shell,
) -> None:
    support.log("Mail is down", "-p", "P1")
    support.log("Mail is slow", now="-1h")
    support.done("check", now="+30m")
    before = support.file()
    support.env["ESCALATE_NOW"] = "2026-11-23T12:00:00+01:00"
    refused = support("resolve", "2", "1", "-m", "restarted", "--now", "9:20")
    assert (refused.stdout, refused.code) == ("", 1)
    assert refused.stderr == (
        "escalate: error: --now 2026-11-23T08:20:00Z is before the latest event of T-1, at "
        "2026-11-23T08:30:00Z: a history only grows at its end\n"
        "help: leave --now away, and say in a note when it happened\n"
    )
    assert support.file() == before
    assert support("resolve", "1", "2", "--now", "9:30").code == 0


def test_a_clock_that_is_behind_is_said_and_nothing_goes_back(
    support: Shell, machine: Machine
) -> None:
    support.log("Mail is down")
    machine.at -= 2 * HOUR
    done = support.done("note", "1", "here")
    assert done.stderr == (
        "escalate: warning: the clock is behind: T-1 has an event of 2026-11-23T08:00:00Z, and "
        "what was done now is dated at it\n"
        "help: set the clock of this machine right; escalate doctor\n"
    )
    note = support.show()["events"][-1]
    assert (note["at"], note["clock_at"]) == ("2026-11-23T08:00:00Z", "2026-11-23T06:00:00Z")
    run = support("check")
    assert (run.stdout, run.code) == ("", 2)
    assert run.stderr == (
        "escalate: error: clock: the clock says 2026-11-23T06:00:00Z, and T-1 went on until "
        "2026-11-23T08:00:00Z: no time passes there before that (set the clock of this machine "
        "right; escalate doctor)\n"
    )
    seen = support("check", "--nagios")
    assert (seen.code, seen.stderr) == (3, "")
    assert seen.stdout.startswith("ESCALATE UNKNOWN - the clock says 2026-11-23T06:00:00Z")


def test_cron_after_a_summer_off_goes_on_by_itself(support: Shell, machine: Machine) -> None:
    support.log("Mail is down", "-p", "P1")
    assert support("check").code == 0
    before = support.file()
    machine.at += 90 * DAY
    runs = []
    for _ in range(7):
        runs.append(support("check"))
        if runs[-1].code:
            assert support.file() == before
        machine.at += 5 * MINUTE
    assert [(run.code, bool(run.stdout)) for run in runs] == [(2, False)] * 6 + [(0, True)]
    assert all(run.stderr.count("\n") == 1 for run in runs[:6])
    assert "T-1 P1 p1-one-hour: L1 -> L2" in runs[-1].stdout
    assert support("check") == Result("", "", 0)


def test_a_jump_is_said_to_scripts_and_monitors_too(support: Shell, machine: Machine) -> None:
    support.log("Mail is down", "-p", "P1")
    machine.at += 32 * DAY
    run = support("check", "--json")
    assert (run.code, run.data["decisions"]) == (2, [])
    [error] = run.data["errors"]
    assert error["ticket"] == "clock"
    assert error["message"].startswith("nothing was decided: the clock says 2026-12-25T08:00:00Z")
    seen = support("check", "--nagios")
    assert (seen.code, seen.stdout[:38]) == (3, "ESCALATE UNKNOWN - nothing was decided")
    assert support("check", "--believe-clock").code == 0
    assert support("check", "--nagios").code == 2


def test_a_heartbeat_that_cannot_be_written_is_said(support: Shell, machine: Machine) -> None:
    support.log("Mail is down", "-p", "P1")
    (support.store / "last_check.escalate-new").mkdir()
    machine.at += 32 * DAY
    assert "; it stays so, as the file last_check cannot be written (" in support("check").stderr


def test_a_store_of_which_nothing_is_known_has_no_jump(support: Shell, machine: Machine) -> None:
    machine.at += 3650 * DAY
    assert support("check") == Result("", "", 0)


SET = "ESCALATE_NOW is set: the clock says Mon 2026-11-23 09:00 CET\n"


def shown(support: Shell, *argv: str) -> str:
    """Return all that a terminal shows."""
    return on_terminal([PROGRAM, *argv], support.env, whole=True).stdout


def test_what_was_typed_is_echoed_in_full_to_a_person_alone(support: Shell) -> None:
    support.log("Mail is down", now="-3d")
    echo = "taking Fri 2026-11-20 14:00 CET for the present\n"
    assert shown(support, "list", "--now", "fri 14:00").startswith(f"{SET}{echo}")
    assert "for the present" not in shown(support, "list", "--now", "fri 14:00", "-q")
    assert support.done("list", "--now", "fri 14:00").stderr == ""


@pytest.mark.parametrize("argv", [["list"], ["log", "x"], ["show", "1"], ["outbox", "list"]])
def test_every_command_says_on_a_terminal_that_another_clock_is_set(
    support: Shell, argv: list[str]
) -> None:
    support.log("Mail is down")
    assert shown(support, *argv).startswith(SET)
    assert "is set" not in shown(support, *argv, "-q")
    assert support.done(*argv).stderr == ""
    unset = {name: value for name, value in support.env.items() if name != "ESCALATE_NOW"}
    assert "is set" not in on_terminal([PROGRAM, *argv], unset, whole=True).stdout


def test_now_is_what_the_clock_says(support: Shell, machine: Machine) -> None:
    machine.at -= DAY
    support.done("log", "A", "--now", "now")
    assert support.show()["logged_at"] == format_instant(machine.at)


def test_what_reads_in_the_past_shows_the_store_as_it_stood_then(support: Shell) -> None:
    first, second = support.log("Mail is down", "-p", "P1"), support.log("VPN drops", "-p", "P3")
    support.done("ack", first, "--take", "--as", "bo", now="+5m")
    support.done("resolve", first, "-m", "restarted", "--as", "bo", now="+10m")
    third = support.log("Printer jams", now="+20m")
    later = "2026-11-23T10:00:00+01:00"
    then = "2026-11-23 09:07"
    assert [row[:2] for row in support.done("list", now=later).rows] == [
        [second, "open"],
        [third, "open"],
    ]
    assert [row[:2] for row in support.done("list", "--now", then, now=later).rows] == [
        [first, "acknowledged"],
        [second, "open"],
    ]
    assert support.done("list", "restarted", "--all", now=later).rows[0][0] == first
    assert support.done("list", "restarted", "--all", "--now", then, now=later).rows == []
    [story] = [support.done("show", first, "--json", "--now", then, now=later).data]
    assert (story["status"], story["resolved_at"], story["owner"]) == ("acknowledged", None, "bo")
    assert [event["kind"] for event in story["events"]][-1] == "ticket_resolved"  # the record
    clocks = support.done("why", first, "--json", "--now", then, now=later).data["clocks"]
    [clock] = [each for each in clocks if each["clock"] == "resolve"]
    assert clock["state"] == "running"
    refused = support("show", third, "--now", then, now=later)
    assert (refused.stdout, refused.code) == ("", 1)
    assert f"no ticket {third}" in refused.stderr


def test_a_clock_that_is_a_little_behind_hides_nothing(support: Shell) -> None:
    ticket = support.log("Mail is down", now="2026-11-23T09:00:02+01:00")
    assert support.done("list", now=NINE).rows[0][0] == ticket
    assert support.show(ticket, now=NINE)["id"] == ticket
