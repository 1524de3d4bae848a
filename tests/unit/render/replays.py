"""A replay as a small team may get it, for whatever shows it."""

from datetime import timedelta
from typing import Any

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.policy.rules import CLOCKS
from escalate_cli.domain.replay.differences import ReplayDifference
from escalate_cli.usecases.insight.replay import Replay, Scope
from escalate_cli.usecases.insight.replay_figures import (
    ClockPair,
    Count,
    LevelCounts,
    PersonCounts,
    TriggerCounts,
)
from escalate_cli.usecases.insight.report import Period
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE, a_policy
from tests.unit.render.reports import a_clock
from tests.unit.render.tickets import HOSTILE

YESTERDAY = MONDAY_NINE - DAY
SAME = Count(2, 2)
NONE = Count(0, 0)


def a_decision(
    number: int, trigger: str, minutes: int, action: str = "escalated", **fields: Any
) -> Decision:
    at = YESTERDAY + minutes * MINUTE
    told: dict[str, Any] = {
        "key": f"T-{number}:1:{trigger}:1:0",
        "ticket": f"T-{number}",
        "trigger": trigger,
        "type": "clock",
        "since": at,
        "noticed_at": at,
        "action": action,
    }
    return Decision(**told | fields)


def a_move(minutes: int, to: str = "L2", *told: str) -> Decision:
    return a_decision(12, "p1-one-hour", minutes, origin="L1", to=to, notified=told)


DIFFERENCES = (
    ReplayDifference("earlier", a_move(60, "L2", "bo"), a_move(30, "L2", "bo")),
    ReplayDifference("later", a_move(60), a_move(105)),
    ReplayDifference("other", a_move(60, "L2"), a_move(60, "L3")),
    ReplayDifference("other", a_move(60, "L2", "bo", "lee"), a_move(60, "L2")),
    ReplayDifference("other", a_move(60, "L2"), a_move(60, "L2", "bo")),
    ReplayDifference("new", None, a_decision(14, "resolve", 240, "recorded", type="breach")),
    ReplayDifference(
        "gone", a_decision(14, "unacknowledged", 15, "notified", notified=("lee",)), None
    ),
    ReplayDifference(
        "gone",
        a_decision(14, "unacknowledged", 30, "notified", key="T-14:1:unacknowledged:1:1"),
        None,
    ),
    ReplayDifference("new", None, a_decision(14, "close-after", 300, "closed", type="close")),
    ReplayDifference(
        "moot", a_decision(15, HOSTILE, 50, type="person", origin="L1", to="L2"), None
    ),
    ReplayDifference("moot", a_decision(15, "bo", 70, "ticket_closed", type="person"), None),
)
REPLAY = Replay(
    now=MONDAY_NINE,
    scope=Scope(period=Period(since=MONDAY_NINE - 90 * DAY, until=MONDAY_NINE)),
    policy=a_policy(id="e01f71f6b94e", name="IT support"),
    against=None,
    checked_at=MONDAY_NINE - 5 * MINUTE,
    tickets=320,
    differ=3,
    imported=12,
    outside=40,
    unmatched=0,
    withdrawn=1,
    damaged=0,
    facts=1204,
    moot=2,
    elsewhere=21,
    unasked=1,
    decisions=Count(412, 437),
    requests=SAME,
    triggers=(
        TriggerCounts(
            trigger="p1-one-hour",
            fired=Count(12, 20),
            escalated=Count(12, 18),
            reminders=NONE,
            lapsed=Count(1, 0),
        ),
        TriggerCounts(
            trigger="unacknowledged",
            fired=SAME,
            escalated=NONE,
            reminders=Count(1200, 1100),
            lapsed=NONE,
        ),
        TriggerCounts(trigger="silent", fired=NONE, escalated=NONE, reminders=NONE, lapsed=NONE),
    ),
    clocks=tuple(
        ClockPair(
            a_clock(name, met=300, breached=7, breached_open=1, running=13),
            a_clock(name, met=295, breached=12, breached_open=1, running=13),
        )
        if name == "resolve"
        else ClockPair(a_clock(name, no_target=320), a_clock(name, no_target=320))
        for name in CLOCKS
    ),
    levels=(
        LevelCounts(
            ladder="functional",
            level="L1",
            automatic=NONE,
            manual=NONE,
            visits=Count(320, 320),
            spent_before=320 * HOUR,
            spent_after=timedelta(hours=290, minutes=30),
        ),
        LevelCounts(
            ladder="functional",
            level="L2",
            automatic=Count(12, 18),
            manual=Count(5, 4),
            visits=Count(17, 22),
            spent_before=30 * HOUR,
            spent_after=59 * HOUR,
        ),
        LevelCounts(ladder="management", level="lead", automatic=SAME, manual=NONE),
        LevelCounts(ladder="management", level="director", automatic=NONE, manual=NONE),
    ),
    people=(
        PersonCounts(person="bo", told=Count(17, 22), handed=Count(17, 22)),
        PersonCounts(person="lee", told=SAME, handed=NONE),
        PersonCounts(person=None, told=Count(3, 0), handed=NONE),
    ),
    differences=DIFFERENCES,
)
