"""A replay as a small team may get it, for whatever shows it."""

from datetime import timedelta
from typing import Any

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.figures.clock_figures import FATES
from escalate_cli.domain.figures.replay_comparison import Compared, Pair, ReplayFigures, outline_of
from escalate_cli.domain.figures.replay_tally import HourOfWeek
from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.replay.differences import ReplayDifference
from escalate_cli.usecases.insight.replay_parts import Replay, Scope
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE, a_policy
from tests.unit.render.tickets import HOSTILE

YESTERDAY = MONDAY_NINE - DAY
SAME = Pair(2, 2)
NONE = Pair(0, 0)


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


def a_person(name: str | None, told: Pair, handed: Pair) -> Compared:
    return Compared(name=name, figures={"told": told, "handed": handed})


def an_hour(name: str | None, weekday: int, hour: int, told: Pair) -> Compared:
    return Compared(name=name, at=HourOfWeek(weekday, hour), figures={"told": told})


def a_rule(name: str, **kinds: Pair) -> Compared:
    zeros = dict.fromkeys(("fired", "escalated", "reminders", "lapsed"), NONE)
    return Compared(name=name, figures=zeros | kinds)


def a_clock(name: str, **fates: Pair) -> Compared:
    return Compared(name=name, figures=dict.fromkeys(FATES, NONE) | fates)


def a_level(
    name: str, automatic: Pair, manual: Pair, visits: Pair | None = None, spent: Pair | None = None
) -> Compared:
    figures = {"automatic": automatic, "manual": manual, "visits": visits, "spent": spent}
    ladder = "functional" if visits else "management"
    return Compared(name=name, ladder=ladder, figures=figures)


LATER = {"met": Pair(300, 295), "breached": Pair(7, 12), "breached_open": Pair(1, 1)}
FIGURES = ReplayFigures(
    all={"decisions": Pair(412, 437), "requests": SAME},
    triggers=(
        a_rule("p1-one-hour", fired=Pair(12, 20), escalated=Pair(12, 18), lapsed=Pair(1, 0)),
        a_rule("unacknowledged", fired=SAME, reminders=Pair(1200, 1100)),
        a_rule("silent"),
    ),
    clocks=tuple(
        a_clock(name, **LATER, running=Pair(13, 13))
        if name == "resolve"
        else a_clock(name, no_target=Pair(320, 320))
        for name in CLOCKS
    ),
    levels=(
        a_level(
            "L1",
            NONE,
            NONE,
            Pair(320, 320),
            Pair(320 * HOUR, timedelta(hours=290, minutes=30)),
        ),
        a_level("L2", Pair(12, 18), Pair(5, 4), Pair(17, 22), Pair(30 * HOUR, 59 * HOUR)),
        a_level("lead", SAME, NONE),
        a_level("director", NONE, NONE),
    ),
    people=(
        a_person("bo", told=Pair(17, 22), handed=Pair(17, 22)),
        a_person("lee", told=SAME, handed=NONE),
        a_person(None, told=Pair(3, 0), handed=NONE),
    ),
    hours=(
        an_hour("bo", 2, 10, Pair(9, 9)),
        an_hour("bo", 2, 23, Pair(8, 5)),
        an_hour("bo", 6, 11, Pair(0, 8)),
        an_hour("lee", 7, 3, SAME),
        an_hour(None, 1, 6, Pair(3, 0)),
    ),
)
REPLAY = Replay(
    now=MONDAY_NINE,
    scope=Scope(period=Period(since=MONDAY_NINE - 90 * DAY, until=MONDAY_NINE)),
    policy=outline_of(a_policy(id="e01f71f6b94e", name="IT support").rules),
    against=None,
    checked_at=MONDAY_NINE - 5 * MINUTE,
    tickets=320,
    differ=3,
    imported=12,
    left_out={"outside": 40, "unmatched": 0, "withdrawn": 1, "damaged": 0},
    facts=1204,
    moot=2,
    elsewhere=21,
    unasked=1,
    figures=FIGURES,
    differences=DIFFERENCES,
)
