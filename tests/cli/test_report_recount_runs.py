"""Times at levels, several runs of a clock, turns of people and the period before are recounted."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.exported import EXPORTS, NOW, Tickets, imported, live_through, tickets_of
from tests.cli.runs_recount import (
    PROMISES,
    Life,
    clock_figures,
    instant,
    level_figures,
    life_of,
    response_figures,
)
from tests.cli.shell import Shell

MOVES = {
    "ticket_escalated": "escalations",
    "ticket_returned": "returns",
    "ticket_reopened": "reopenings",
}
PRIORITIES = ("P3", "P2", "P3", "P2", "P4", "P1", "P3", "P2")
WEEK = (
    (0, "09:00", "ana", "wait", 5, "--for", "vendor", "-m", "a part"),
    (0, "09:05", "ana", "ack", 6),
    (0, "09:10", "ana", "ack", 1),
    (0, "09:20", "ana", "note", 6, "--public", "we look"),
    (0, "09:40", "ana", "note", 1, "--public", "we look"),
    (0, "09:58", "ana", "note", 6, "--public", "a cable"),
    (0, "10:00", "ana", "escalate", 1, "--to", "L2", "-m", "too hard"),
    (0, "10:10", "ana", "escalate", 2, "--to", "L2", "-m", "no access"),
    (0, "10:30", "bo", "ack", 1),
    (0, "10:50", "ana", "resolve", 6, "-m", "plugged in"),
    (0, "11:00", "bo", "return", 2, "-m", "which one?"),
    (0, "11:10", "bo", "note", 1, "--public", "the database"),
    (0, "11:30", "ana", "escalate", 2, "--to", "L2", "-m", "the red one"),
    (0, "12:00", "bo", "resolve", 1, "-m", "restarted"),
    (0, "13:00", "ana", "reopen", 6, "-m", "again"),
    (0, "13:20", "ana", "note", 6, "--public", "still the cable"),
    (0, "13:30", "bo", "escalate", 6, "--to", "L3", "-m", "a switch"),
    (0, "14:00", "bo", "note", 2, "--public", "we wait for parts"),
    (0, "14:05", "ana", "resolve", 6, "-m", "a new one"),
    (0, "15:00", "bo", "wait", 2, "--for", "vendor", "-m", "parts"),
    (0, "15:20", "ana", "assign", 3, "bo"),
    (0, "15:40", "ana", "edit", 5, "--priority", "P2"),
    (0, "16:10", "ana", "edit", 7, "--priority", "P2"),
    (0, "16:40", "ana", "ack", 7),
    (1, "09:45", "bo", "assign", 3, "cy"),
    (1, "09:50", "ana", "edit", 4, "--priority", "P1"),
    (1, "10:00", "bo", "resume", 2),
    (1, "11:00", "cy", "ack", 3),
    (1, "12:00", "ana", "resolve", 5, "-m", "it came"),
    (1, "12:10", "bo", "resolve", 2, "-m", "new parts"),
    (1, "16:00", "cy", "resolve", 3, "-m", "done"),
    (1, "16:10", "lee", "excuse", 4, "--clock", "first_response", "-m", "a holiday"),
    (2, "09:30", "bo", "reopen", 2, "-m", "not the parts"),
    (2, "11:15", "bo", "ack", 2),
    (2, "14:45", "ana", "resolve", 8, "-m", "late"),
    (3, "11:00", "bo", "resolve", 2, "-m", "the cable"),
    (3, "15:00", "ana", "reopen", 3, "-m", "not done"),
)
"""Days after Monday, hours, and who does what on which of the eight tickets of a week."""


@pytest.fixture
def desk(support: Shell) -> Shell:
    """Live through two weeks that are much alike, with a look at noon and in the evening."""
    for monday in (16, 23):
        first = 8 * (monday > 16)
        for number, priority in enumerate(PRIORITIES[: 8 - first // 8], 1):
            at = f"2026-11-{monday}T09:00:00+01:00"
            support.log(f"Ticket {first + number}", "-p", priority, now=at)
        live_through(support, [*_acts(monday, first), *_checks(monday)])
    return support


def _acts(monday: int, first: int) -> Iterator[tuple[str, ...]]:
    for day, at, person, act, ticket, *more in WEEK:
        if ticket <= 8 - first // 8:
            argv = (act, str(first + int(ticket)), *map(str, more), "--as", person)
            yield f"2026-11-{monday + day}T{at}:00+01:00", *argv


def _checks(monday: int) -> Iterator[tuple[str, ...]]:
    for day in range(5):
        for hour in (12, 18):
            yield f"2026-11-{monday + day}T{hour}:01:00+01:00", "check"


def lives_of(tickets: Tickets) -> list[Life]:
    """Live through all tickets again; where they end up is what the program says of them."""
    lives = [life_of(ticket, instant(NOW)) for ticket in tickets]
    assert [(x.level, x.owner) for x in lives] == [(x["level"], x["owner"]) for x in tickets]
    return lives


def check_period(figures: dict[str, Any], lives: Sequence[Life], by: str = "logged") -> None:
    """Compare the figures of a period with those of a recount."""
    since, until = instant(figures["since"]), instant(figures["until"])

    def has(began: datetime | None, ended: datetime | None) -> bool:
        at = began if by == "logged" else ended
        return at is not None and since <= at < until

    runs = [run for life in lives for run in life.runs if has(run.cycle_began, run.ended)]
    clocks = {clock["clock"]: clock for clock in figures["clocks"]}
    asked = {name: clocks[name] for name in PROMISES}
    assert asked == {name: clock_figures(runs, name) for name in PROMISES}
    means = [clocks[name]["elapsed"]["mean_seconds"] for name in ("acknowledge", "resolve")]
    assert [figures["mtta_seconds"], figures["mttr_seconds"]] == means
    assert figures["levels"] == level_figures(runs)
    cycles = [[ended for began, ended in life.cycles if has(began, ended)] for life in lives]
    assert figures["tickets"]["n"] == sum(bool(mine) for mine in cycles)
    assert figures["tickets"]["open"] == sum(bool(mine) and mine[-1] is None for mine in cycles)
    for kind, name in MOVES.items():
        often = [[x for x in life.moves if x[0] == kind and has(x[1], x[2])] for life in lives]
        counted = {"n": sum(map(len, often)), "tickets": sum(map(bool, often))}
        assert {figure: figures[name][figure] for figure in counted} == counted


def check_people(report: dict[str, Any], lives: Sequence[Life]) -> None:
    """Compare how people responded with a recount of their turns."""
    since, until = instant(report["since"]), instant(report["until"])
    turns = [turn for life in lives for turn in life.turns if since <= turn.cycle_began < until]
    responses = {each["group"]: each["responses"] for each in report["groups"]}
    people = {turn.person for turn in turns}
    assert people <= set(responses)
    for person, figures in responses.items():
        mine = [turn for turn in turns if turn.person == person]
        assert figures == response_figures(mine), person


def test_of_tickets_that_moved_and_came_back_every_time_is_recounted(desk: Shell) -> None:
    lives = lives_of(tickets_of(desk))
    report = desk.done("report", "--since", "2026-11", "--json", now=NOW).data
    check_period(report, lives)
    clocks = {clock["clock"]: clock for clock in report["clocks"]}
    for name in ("acknowledge", "first_response", "resolve"):
        assert clocks[name]["elapsed"]["p90_seconds"] is not None
    assert clocks["first_response"]["excused"] > 0
    assert [level["level"] for level in report["levels"]] == ["L1", "L2", "L3"]
    assert all(level["each"]["n"] for level in report["levels"][:2])


@pytest.mark.parametrize("by", ["logged", "resolved"])
def test_each_week_is_recounted_by_what_dates_it(desk: Shell, by: str) -> None:
    lives = lives_of(tickets_of(desk))
    asked = ("--since", "2026-11-16", "--per", "week", "--dated-by", by)
    report = desk.done("report", *asked, "--json", now=NOW).data
    check_period(report, lives, by)
    assert sum(part["tickets"]["n"] > 0 for part in report["periods"]) > 1
    for part in report["periods"]:
        check_period(part, lives, by)


def test_the_period_before_is_recounted_as_the_period_is(desk: Shell) -> None:
    lives = lives_of(tickets_of(desk))
    asked = ("--since", "2026-11-23 00:00", "--until", "2026-11-30 00:00", "--compare")
    report = desk.done("report", *asked, "--json", now=NOW).data
    assert report["before"]["until"] == report["since"] == "2026-11-22T23:00:00Z"
    assert report["before"]["since"] == "2026-11-15T23:00:00Z"
    check_period(report, lives)
    check_period(report["before"], lives)
    assert [report["tickets"]["n"], report["before"]["tickets"]["n"]] == [7, 8]


def test_how_each_of_several_people_responds_is_recounted(desk: Shell) -> None:
    lives = lives_of(tickets_of(desk))
    asked = ("report", "--since", "2026-11", "--group-by", "person", "--json")
    report = desk.done(*asked, now=NOW).data
    check_people(report, lives)
    counted = {each["group"]: each["responses"] for each in report["groups"]}
    assert {"ana", "bo", "cy"} <= set(counted)
    for how in ("answered", "handed_on", "resolved", "open"):
        assert any(responses[how] for responses in counted.values())
    assert counted["ana"]["elapsed"]["median_seconds"] is not None


@pytest.mark.parametrize("export", EXPORTS, ids=lambda path: Path(path).stem)
def test_of_an_export_times_people_and_the_period_before_are_recounted(
    escalate: Shell, export: str
) -> None:
    lives = lives_of(imported(escalate, export))
    began = sorted(began for life in lives for began, _ in life.cycles if began)
    middle, end = began[len(began) // 2], began[-1]
    since, until = (f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (middle, end))
    half = ("--since", since, "--until", until, "--compare")
    asked = ("--group-by", "person", "--per", "month", "--json")
    whole = escalate.done("report", "--since", "2010-01", *asked, now=NOW).data
    compared = escalate.done("report", *half, *asked, now=NOW).data
    for report in (whole, compared):
        check_period(report, lives)
        check_people(report, lives)
        for part in report["periods"]:
            check_period(part, lives)
    before = {bound: instant(compared["before"][bound]) for bound in ("since", "until")}
    assert before == {"since": middle - (end - middle), "until": middle}
    check_period(compared["before"], lives)
    assert compared["before"]["tickets"]["n"] > 0
