"""Every trigger: when it fires, how often, after a weekend, and that it can be explained."""

from datetime import datetime
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine import triggers
from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.engine.trigger_status import TriggerStatus, accounts
from escalate_cli.domain.engine.triggers import Kind
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    DAY,
    MINUTE,
    MONDAY_NINE,
    PEOPLE,
    a_history,
    a_policy,
    after,
    answered,
    checked,
    edited,
    escalated,
    noted,
    paused,
    reopened,
    resolved,
    severity_rule,
    targets,
    when,
)

SECOND = MINUTE / 60
RULE = "tested"


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of trigger comes to speak.

    Attributes:
        settings: of the rule; `fields` are its other words, `log` those of the ticket.
        before: what happens first; `cause` completes the condition, unless time does.
        at: when it is true.
        again: what begins another episode after it was decided, true at `again_at`.
    """

    settings: str = "{}"
    fields: dict[str, Any] = {}
    log: dict[str, Any] = {}
    before: tuple[e.Event, ...] = ()
    cause: e.Event | None = None
    at: str
    again: tuple[e.Event, ...]
    again_at: str


def assessed(at: str) -> e.TicketAssessed:
    return e.TicketAssessed(at=after(at), by="bo", priority="P3", needs_decision=True)


def complained(at: str) -> e.ComplaintReceived:
    return e.ComplaintReceived(at=after(at), by="kim")


def reported(at: str) -> e.NoteAdded:
    return e.NoteAdded(at=after(at), by="kim", text="again", reported=True)


def returned(at: str, to: str, origin: str) -> e.TicketReturned:
    return e.TicketReturned(at=after(at), by="bo", to=to, origin=origin)


SCENES = {
    "bounced": Scene(
        before=(escalated(after("1h"), "L2"),),
        cause=returned("2h", "L1", "L2"),
        at="2h",
        again=(
            resolved(after("1d")),
            reopened(after("2d")),
            escalated(after("50h"), "L3"),
            returned("51h", "L2", "L3"),
        ),
        again_at="51h",
    ),
    "clock": Scene(
        settings='{"clock": "update", "at": {"share": 1.0}}',
        at="1h",
        again=(answered(after("1d")),),
        again_at="25h",
    ),
    "complaints": Scene(
        settings='{"count": 2, "within": "P4D"}',
        before=(complained("1h"),),
        cause=complained("90m"),
        at="90m",
        again=(complained("9d"), complained("10d")),
        again_at="10d",
    ),
    "decision": Scene(cause=assessed("1h"), at="1h", again=(assessed("1d"),), again_at="1d"),
    "reopened": Scene(
        before=(resolved(after("1h")),),
        cause=reopened(after("2h")),
        at="2h",
        again=(resolved(after("1d")), reopened(after("2d"))),
        again_at="2d",
    ),
    "reports": Scene(
        settings='{"count": 2, "within": "P4D"}',
        log={"key": "disk"},
        cause=reported("5m"),
        at="5m",
        again=(reported("9d"), reported("10d")),
        again_at="10d",
    ),
    "severity": Scene(
        fields={"when": when(priority="P1")},
        cause=edited(after("1h"), priority="P1"),
        at="1h",
        again=(edited(after("1d"), priority="P2"), edited(after("2d"), priority="P1")),
        again_at="2d",
    ),
    "skill_gap": Scene(
        cause=edited(after("1h"), skills=("dns",)),
        at="1h",
        again=(edited(after("1d"), skills=("dns", "sap")),),
        again_at="1d",
    ),
    "stalled": Scene(
        settings='{"after": "P1D"}', at="1d", again=(noted(after("30h")),), again_at="54h"
    ),
    "vip": Scene(
        cause=edited(after("1h"), vip=True),
        at="1h",
        again=(edited(after("1d"), vip=False), edited(after("2d"), vip=True)),
        again_at="2d",
    ),
}

every_trigger = pytest.mark.parametrize("name", SCENES)
by_time = pytest.mark.parametrize("name", [n for n in SCENES if not SCENES[n].cause])
by_command = pytest.mark.parametrize("name", [n for n in SCENES if SCENES[n].cause])


def the_rule(name: str) -> Rule:
    scene = SCENES[name]
    plain = Rule(type=name, name=RULE, settings=scene.settings, escalate="L2", notify=("lead",))
    return replace(plain, **scene.fields)


def the_policy(name: str, *others: Rule) -> Policy:
    return a_policy(rules=(the_rule(name), *others), targets=(targets(update="1h"),))


def begun(name: str, *others: Rule) -> History:
    """Return the history up to what makes the condition true, without it."""
    scene = SCENES[name]
    return a_history(*scene.before, policy=the_policy(name, *others), **scene.log)


def came_true(name: str, *others: Rule) -> History:
    """Return the history with what makes the condition true; nobody has looked yet."""
    history = begun(name, *others)
    cause = SCENES[name].cause
    if cause is not None:
        history.add(cause)
    return history


def decisions(history: History, at: datetime) -> list[Decision]:
    return [decision for decision in checked(history, at) if decision.trigger == RULE]


def account(history: History, now: datetime) -> TriggerStatus:
    """Return the last thing that there is to say about the rule."""
    return [each for each in accounts(Agenda(history, PEOPLE), now) if each.trigger == RULE][-1]


def test_every_trigger_there_is_has_its_scene() -> None:
    assert sorted(SCENES) == list(triggers.types())


def test_exactly_the_triggers_that_time_brings_need_no_cause() -> None:
    timed = [name for name, kind in triggers.types().items() if kind.kind is Kind.TIME]
    assert timed == [name for name, scene in SCENES.items() if scene.cause is None]


@every_trigger
def test_it_does_not_fire_before_its_instant(name: str) -> None:
    assert decisions(begun(name), after(SCENES[name].at) - SECOND) == []


@every_trigger
def test_it_fires_at_its_instant(name: str) -> None:
    at = after(SCENES[name].at)
    [decision] = decisions(came_true(name), at)
    assert (decision.since, decision.noticed_at, decision.action) == (at, at, "escalated")
    assert (decision.origin, decision.to) == ("L1", "L2")
    assert decision.notified == ("L2-one", "the-lead")


@every_trigger
def test_it_fires_once_on_ten_checks(name: str) -> None:
    history, at = came_true(name), after(SCENES[name].at)
    found = [decisions(history, at + n * MINUTE) for n in range(10)]
    assert [len(each) for each in found] == [1] + 9 * [0]


@every_trigger
def test_it_fires_again_in_a_new_episode(name: str) -> None:
    history, scene = came_true(name), SCENES[name]
    [first] = decisions(history, after(scene.at))
    for event in scene.again:
        history.add(event)
    [second] = decisions(history, after(scene.again_at))
    assert second.since == after(scene.again_at)
    assert second.key != first.key
    assert decisions(history, after(scene.again_at) + MINUTE) == []


@by_time
def test_it_does_not_fire_while_paused(name: str) -> None:
    history = begun(name)
    history.add(paused(MONDAY_NINE + SECOND))
    assert decisions(history, after("30d")) == []


@every_trigger
def test_after_a_weekend_it_gives_way_to_a_higher_move(name: str) -> None:
    higher = severity_rule("higher", escalate="L3")
    history = came_true(name, higher)
    [decision] = decisions(history, after(SCENES[name].at) + 3 * DAY)
    assert decision.action == "superseded"
    assert decision.superseded == f"T-1:{history.ticket.cycle}:higher:1:0"
    assert (history.ticket.level, len(history.ticket.escalations)) == (
        "L3",
        1 + sum(isinstance(event, e.TicketEscalated) for event in SCENES[name].before),
    )


@every_trigger
def test_why_shows_it_before_and_after(name: str) -> None:
    at = after(SCENES[name].at)
    before = account(begun(name), at - SECOND)
    is_timed = SCENES[name].cause is None
    assert (before.state, before.since) == (("waits", at) if is_timed else ("idle", None))
    assert before.sentence

    history = came_true(name)
    due = account(history, at)
    assert (due.state, due.since) == ("due", at)

    [decision] = decisions(history, at + MINUTE)
    fired = account(history, at + MINUTE)
    assert (fired.state, fired.key, fired.since) == ("fired", decision.key, at)
    assert (fired.noticed_at, fired.action) == (at + MINUTE, "escalated")


@every_trigger
def test_the_forecast_shows_it_before_it_fires(name: str) -> None:
    at = after(SCENES[name].at)
    history = came_true(name)
    outcomes = Engine(history, PEOPLE).forecast(history.events[-1].at, at)
    [promised] = [d for o in outcomes for d in o.decisions if d.trigger == RULE]
    [decision] = decisions(came_true(name), at)
    assert promised == decision


@by_command
def test_the_command_that_makes_it_true_decides_it(name: str) -> None:
    history = came_true(name)
    [decision] = Engine(history, PEOPLE).react().decisions
    assert (decision.trigger, decision.since) == (RULE, after(SCENES[name].at))
    assert decisions(history, after(SCENES[name].at)) == []
