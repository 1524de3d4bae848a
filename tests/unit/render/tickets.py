"""Tickets as a small team has them, for whatever shows them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from escalate_cli.domain import events as e
from escalate_cli.domain.engine import advance, next_at
from escalate_cli.domain.history import History
from escalate_cli.domain.policy import (
    CalendarSpec,
    Condition,
    Customer,
    Level,
    Policy,
    Repeat,
    Rule,
    TargetRule,
    Team,
    When,
)
from escalate_cli.domain.standing import Standing, standing
from escalate_cli.usecases.listing import Story

HOSTILE = "Invoices [urgent] [/oops] \x1b]0;x\x07 =1+1 \u202e"
SHOWN = "Invoices [urgent] [/oops] <U+001B>]0;x<U+0007> =1+1 <U+202E>"
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ZONE = "Europe/Berlin"
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
_WEEK = ("mon", "tue", "wed", "thu", "fri")
_P1 = When((Condition(field="priority", values=("P1",)),))


def _level(rank: int, ladder: str, id_: str, name: str, team: str | None = None) -> Level:
    person = None if team else name.split()[0].lower()
    return Level(id=id_, name=name, ladder=ladder, rank=rank, team=team, person=person)


def _clock(name: str, at: str, **fields: Any) -> Rule:
    return Rule(type="clock", name=name, settings=f'{{"clock":{at}}}', **fields)


POLICY = Policy(
    id="3f2a91c0d1e2f3a4b5c6",
    name="IT support",
    timezone=ZONE,
    calendars={
        "office": CalendarSpec(
            zone=ZONE, hours=tuple((day, (("09:00", "17:00"),)) for day in _WEEK)
        )
    },
    priorities=("P1", "P2", "P3"),
    default_priority="P3",
    matrix={},
    people={},
    teams={
        "frontline": Team(id="frontline", members=("ana",)),
        "specialists": Team(id="specialists", members=("bo",)),
    },
    functional=(
        _level(0, "functional", "L1", "Frontline", "frontline"),
        _level(1, "functional", "L2", "Specialists", "specialists"),
    ),
    management=(
        _level(0, "management", "lead", "Lee"),
        _level(1, "management", "manager", "Max"),
    ),
    customers={"acme": Customer(id="acme", vip=True)},
    targets=(
        TargetRule(
            when=_P1,
            calendar="always",
            within={"first_response": 15 * MINUTE, "update": 30 * MINUTE, "resolve": 4 * HOUR},
        ),
        TargetRule(
            when=When(), calendar="office", within={"first_response": 4 * HOUR, "resolve": 8 * HOUR}
        ),
    ),
    rules=(
        Rule(type="severity", name="critical", when=_P1, escalate="manager"),
        _clock("one-hour", '"resolve","at":{"spent":"PT1H"}', when=_P1, escalate="next"),
        _clock(
            "unanswered",
            '"first_response","at":{"share":1.0}',
            notify=("lead",),
            repeat=Repeat(every=15 * MINUTE, times=2),
        ),
    ),
    messages={},
    close_after=timedelta(days=3),
)


def a_log(number: int = 12, **fields: Any) -> e.TicketLogged:
    usual: dict[str, Any] = {
        "at": MONDAY,
        "by": "ana",
        "seq": number,
        "change": number,
        "id": f"T-{number}",
        "uid": f"{number:010x}",
        "title": "Mail server down",
        "policy": POLICY.id,
        "level": "L1",
        "priority": "P3",
        "requester": "kim@example.org",
        "team": "frontline",
    }
    return e.TicketLogged(**{**usual, **fields})


def a_history(*events: e.Event, until: datetime | None = None, **logged: Any) -> History:
    """Return what happened to a ticket; with `until`, what the policy did by then as well."""
    history = History([a_log(**logged), *events], lambda _: POLICY)
    if until is not None:
        advance(history, until, POLICY)
    return history


def a_standing(*events: e.Event, now: datetime = MONDAY, **fields: Any) -> Standing:
    history = a_history(*events, **fields)
    return standing(history.ticket, POLICY, now, next_at(history, now))


def a_story(*events: e.Event, now: datetime = MONDAY, **fields: Any) -> Story:
    history = a_history(*events, **fields)
    shown = standing(history.ticket, POLICY, now, next_at(history, now))
    return Story(shown, tuple(history.events))


def numbered(events: Iterable[e.Event]) -> tuple[e.Event, ...]:
    """Return events as a store hands them out."""
    return tuple(
        replace(event, seq=n, change=n, digest=f"{n:064x}") for n, event in enumerate(events, 1)
    )
