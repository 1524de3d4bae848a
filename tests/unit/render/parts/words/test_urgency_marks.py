"""How a ticket presses can be seen without any colour."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.words import urgency_marks
from escalate_cli.render.parts.words.time_text import Wall
from tests.conftest import MONDAY_NINE, after, edited, escalated, paused, resolved
from tests.unit.render.tickets import HOSTILE, SHOWN, ZONE, a_standing


def pressed(
    *events: e.Event, now: datetime, words: str = "due_of", **fields: Any
) -> tuple[str, str]:
    standing = a_standing(*events, now=now, **fields)
    return urgency_marks.sign_of(standing), getattr(urgency_marks, words)(standing, Wall(now, ZONE))


@pytest.mark.parametrize(
    ("now", "sign", "due"),
    [
        ("0m", "", "in 4h"),
        ("2h59m", "", "in 1h 1m"),
        ("3h", "~", "in 1h"),
        ("4h", "~", "now"),
        ("4h1m", "!", "-1m"),
    ],
    ids=["logged", "before risk", "at risk", "due, and not breached", "overdue"],
)
def test_a_running_clock_presses_more_and_more(now: str, sign: str, due: str) -> None:
    assert pressed(now=after(now)) == (sign, due)


def test_closed_hours_make_nothing_overdue() -> None:
    friday = MONDAY_NINE - timedelta(days=3) + timedelta(hours=4)
    assert pressed(now=friday + timedelta(days=1), at=friday) == ("~", "now")


def test_an_escalated_ticket_shows_it_until_something_presses_more() -> None:
    moved = escalated(after("1m"), "L2", origin="L1")
    assert pressed(moved, now=after("2m"))[0] == "^"
    assert pressed(moved, now=after("3h30m"))[0] == "~"
    assert pressed(moved, resolved(after("1h")), now=after("2h"))[0] == ""


@pytest.mark.parametrize(
    ("event", "sign", "due"),
    [(paused(after("1h")), "z", "waiting"), (resolved(after("1h")), "", "-")],
    ids=["waiting", "resolved"],
)
def test_where_no_clock_runs_nothing_is_due(event: e.Event, sign: str, due: str) -> None:
    assert pressed(event, now=after("9h")) == (sign, due)


@pytest.mark.parametrize(
    ("events", "now", "said"),
    [
        ((), "2h40m", "due in 1h 20m"),
        ((), "4h", "due now"),
        ((), "8h5m", "overdue by 4h"),
        ((paused(after("1h")),), "2h", "waiting for vendor"),
        ((paused(after("1h"), after("5h")),), "2h", "waiting for vendor until 14:00"),
        ((resolved(after("1h")),), "2h", ""),
    ],
    ids=["due", "now", "overdue", "waiting", "waiting with an end", "resolved"],
)
def test_a_sentence_says_the_same(events: tuple[e.Event, ...], now: str, said: str) -> None:
    assert pressed(*events, now=after(now), words="pressure_of")[1] == said


def _asked(**fields: Any) -> TicketSnapshot:
    request = e.EscalationRequested(
        at=after("1h"), by="bo", ladder="functional", to="L2", approver="lead", **fields
    )
    return a_standing(request, now=after("2h"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "L2, to be approved by lead"),
        ({"asked": ("lee", HOSTILE)}, f"L2, to be approved by lee, {SHOWN}"),
        ({"auto_at": after("150m")}, "L2, to be approved by lead, or by itself in 30m"),
    ],
    ids=["a level", "its people", "with an end"],
)
def test_a_request_tells_whose_yes_it_waits_for(fields: dict[str, Any], said: str) -> None:
    assert urgency_marks.asked_of(_asked(**fields), Wall(after("2h"), ZONE)) == said


def test_without_a_request_nothing_is_asked_for() -> None:
    assert urgency_marks.asked_of(a_standing(), Wall(MONDAY_NINE, ZONE)) == ""


def test_the_level_names_the_management_that_is_involved() -> None:
    plain = a_standing().ticket
    moved = a_standing(escalated(after("1m"), "manager", "management")).ticket
    assert (urgency_marks.level_of(plain), urgency_marks.level_of(moved)) == ("L1", "L1/manager")


def test_a_yes_that_is_wanted_shows_until_something_presses() -> None:
    assert urgency_marks.sign_of(_asked()) == "?"


def test_a_narrow_column_has_the_first_letter_of_management() -> None:
    lead = escalated(after("2m"), "lead", "management")
    assert urgency_marks.short_level_of(a_standing().ticket) == "L1"
    assert urgency_marks.short_level_of(a_standing(lead, now=after("3m")).ticket) == "L1+l"


def test_what_was_given_more_time_stays_marked() -> None:
    standing = a_standing(edited(after("20m"), priority="P4"), priority="P1", now=after("21m"))
    assert standing.is_breached
    assert not standing.is_overdue
    assert (urgency_marks.sign_of(standing), urgency_marks.style_of(standing)) == ("!", "red")


def test_how_late_a_clock_is_that_never_stands_still_is_in_days() -> None:
    standing = a_standing(priority="P1", now=after("151h"))
    assert urgency_marks.due_of(standing, Wall(after("151h"), ZONE)) == "-6d 3h"
    assert urgency_marks.pressure_of(standing, Wall(after("151h"), ZONE)) == "overdue by 6d 3h"
