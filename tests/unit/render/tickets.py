"""Tickets as a small team has them, for whatever shows them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.policy.people import Team
from escalate_cli.domain.policy.rules import FUNCTIONAL, Level
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot, snapshot_at
from escalate_cli.domain.verbs.carry_out import Effect
from escalate_cli.usecases.insight.list_and_show import Story
from escalate_cli.usecases.unit_of_work import Changed
from tests.conftest import (
    MINUTE,
    MONDAY_NINE,
    a_log,
    a_policy,
    clock_rule,
    rules_of,
    severity_rule,
    targets,
    when,
)

HOSTILE = "Invoices [urgent] [/oops] \x1b]0;x\x07 =1+1 \u202e"
SHOWN = "Invoices [urgent] [/oops] <U+001B>]0;x<U+0007> =1+1 <U+202E>"
ZONE = "Europe/Berlin"
_P1 = when(priority="P1")

POLICY = a_policy(
    id="3f2a91c0d1e2f3a4b5c6",
    teams={
        "frontline": Team(id="frontline", members=("ana",)),
        "specialists": Team(id="specialists", members=("bo",)),
    },
    functional=(
        Level(id="L1", name="Frontline", ladder=FUNCTIONAL, rank=0, team="frontline"),
        Level(id="L2", name="Specialists", ladder=FUNCTIONAL, rank=1, team="specialists"),
    ),
    targets=(
        targets(of=_P1, first_response="15m", update="30m", resolve="4h"),
        targets("office", first_response="4h", resolve="8h"),
    ),
    rules=(
        severity_rule("critical", when=_P1, escalate="manager"),
        clock_rule("one-hour", when=_P1, escalate="next"),
        clock_rule(
            "unanswered",
            clock="first_response",
            at="100%",
            notify=("lead",),
            repeat=Repeat(every=15 * MINUTE, times=2),
        ),
    ),
)


def a_history(*events: e.Event, checked_at: Sequence[datetime] = (), **logged: Any) -> History:
    """Return what happened to T-12, and what the policy did whenever it was checked."""
    usual: dict[str, Any] = {
        "id": "T-12",
        "title": "Mail server down",
        "policy": POLICY.rules.id,
        "requester": "kim@example.org",
        "team": "frontline",
    }
    history = History([a_log(**usual | logged), *events], rules_of(POLICY))
    for at in checked_at:
        Engine(history, POLICY.people).advance(at)
    return history


def seen(history: History, now: datetime) -> TicketSnapshot:
    """Return a ticket as it stands at an instant."""
    return snapshot_at(
        history.ticket, POLICY.rules, now, Engine(history, POLICY.people).next_at(now)
    )


def a_standing(*events: e.Event, now: datetime = MONDAY_NINE, **fields: Any) -> TicketSnapshot:
    """Return a ticket as it stands after some events."""
    return seen(a_history(*events, **fields), now)


def a_story(*events: e.Event, now: datetime = MONDAY_NINE, **fields: Any) -> Story:
    """Return a ticket with its events, numbered as a store does."""
    history = a_history(*events, **fields)
    return Story(seen(history, now), numbered(history.events))


def numbered(events: Iterable[e.Event]) -> tuple[e.Event, ...]:
    """Return events as a store hands them out."""
    return tuple(
        replace(event, seq=n, change=n, digest=f"{n:064x}") for n, event in enumerate(events, 1)
    )


def untouched(standing: TicketSnapshot) -> Changed:
    """Return what a verb answers that changed nothing."""
    return Changed(standing, Effect(), standing)
