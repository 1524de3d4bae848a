"""A ticket of Friday afternoon: cron every minute, or once on Monday, and the same facts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.usecases.insight.list_and_show import find
from escalate_cli.usecases.insight.query_parsing import parse
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE, clock_rule, targets, when
from tests.property.desk import Deed, Desk, a_desk_policy
from tests.property.test_cron_laws import UNMOVED, judged, told, true_since, waited

FRIDAY = MONDAY_NINE + 4 * DAY
MONDAY = FRIDAY + 3 * DAY
"""Nine o'clock, when somebody comes to the office."""

LATE = clock_rule("late", at="100%", escalate="next", notify=("owner",))
ANGRY = Rule(
    type="complaints",
    name="angry",
    settings='{"count": 2, "within": "P2D", "by": "ticket"}',
    escalate="next",
)


def fri(hours: float) -> datetime:
    """Return an instant of Friday, or beyond, by the hours in Berlin."""
    return FRIDAY + (hours - 9) * HOUR


class Act(msgspec.Struct, frozen=True):
    """Something that somebody does at an instant."""

    at: datetime
    verb: str
    by: str = "ana"
    n: int = 0


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """What people did, and what must be known of it whenever somebody looked.

    Attributes:
        policy: what differs from a team of three levels without targets.
        since: from when on each finding was true, by the rule and the cycle.
        breached: when each run was breached, by its clock and cycle.
    """

    policy: Mapping[str, Any]
    acts: Sequence[Act] = ()
    since: Mapping[tuple[str, int], datetime] = {}
    breached: Mapping[tuple[str, int], datetime] = {}


STORIES = {
    "a rule is due before a wait and looked at in it": Story(
        policy={"targets": (targets(resolve="4h"),), "rules": (LATE,)},
        acts=(Act(fri(15), "take"), Act(fri(19.5), "wait"), Act(fri(81), "resume")),
        since={("late", 1): fri(19)},
        breached={("resolve", 1): fri(19)},
    ),
    "a wait begins at the very second at which the target is used up": Story(
        policy={"targets": (targets(resolve="4h"),), "rules": (LATE,)},
        acts=(Act(fri(15), "take"), Act(fri(19), "wait")),
    ),
    "a wait holds what would have come true in it": Story(
        policy={"targets": (targets(resolve="4h"),), "rules": (LATE,)},
        acts=(Act(fri(18), "wait"), Act(fri(78), "resume")),
        since={("late", 1): fri(79)},
        breached={("resolve", 1): fri(79)},
    ),
    "a wait ends by itself on Sunday": Story(
        policy={"targets": (targets(resolve="4h"),), "rules": (LATE,)},
        acts=(Act(fri(15), "take"), Act(fri(16), "wait", n=4)),
        since={("late", 1): fri(23)},
        breached={("resolve", 1): fri(23)},
    ),
    "a target is used up just at closing": Story(
        policy={"targets": (targets("office", resolve="2h", first_response="1h"),)},
        acts=(Act(fri(15.5), "take"),),
        breached={("resolve", 1): fri(17)},
    ),
    "a rule moves it at closing and it goes on waiting for an answer": Story(
        policy={
            "targets": (targets("office", resolve="2h", next_response="1h"),),
            "rules": (LATE,),
        },
        since={("late", 1): fri(17)},
        breached={("resolve", 1): fri(17), ("next_response", 1): fri(16)},
    ),
    "reminders on a grid": Story(
        policy={
            "targets": (targets(resolve="4h"),),
            "rules": (clock_rule("late", at="100%", repeat=Repeat(every=7 * HOUR)),),
        },
        since={("late", 1): fri(19)},
        breached={("resolve", 1): fri(19)},
    ),
    "reminders that rest in a wait": Story(
        policy={
            "targets": (targets(resolve="4h"),),
            "rules": (clock_rule("late", at="100%", repeat=Repeat(every=7 * HOUR, times=5)),),
        },
        acts=(Act(fri(20), "wait"), Act(fri(50), "resume")),
        since={("late", 1): fri(19)},
        breached={("resolve", 1): fri(19)},
    ),
    "resolved late and reopened": Story(
        policy={
            "targets": (targets(resolve="4h", update="20h"),),
            "rules": (LATE, Rule(type="reopened", name="again", escalate="lead")),
        },
        acts=(Act(fri(24), "resolve"), Act(fri(48), "reopen"), Act(fri(51), "note", n=1)),
        since={("late", 1): fri(19), ("late", 2): fri(52), ("again", 2): fri(48)},
        breached={("resolve", 1): fri(19), ("resolve", 2): fri(52), ("update", 2): fri(71)},
    ),
    "three levels that are climbed": Story(
        policy={
            "targets": (targets(resolve="30h", level="3h"),),
            "rules": (
                clock_rule("stuck", clock="level", at="100%", escalate="next"),
                clock_rule("half", at="50%", escalate="lead"),
                clock_rule("late", at="100%", escalate="manager"),
            ),
        },
        since={("half", 1): fri(30), ("late", 1): fri(45)},
        breached={("resolve", 1): fri(45)},
    ),
    "moved by a rule while it waits, and resolved in time": Story(
        policy={
            "targets": (targets(resolve="8h", update="5h"),),
            "rules": (clock_rule("half", at="50%", escalate="next"), ANGRY),
        },
        acts=(
            Act(fri(19.1), "wait"),
            Act(fri(30), "complain", by="kim"),
            Act(fri(31), "complain", by="kim"),
            Act(fri(80), "resume"),
            Act(fri(80.5), "note", n=1),
            Act(fri(81), "resolve"),
        ),
        since={("half", 1): fri(19), ("angry", 1): fri(31)},
    ),
    "two complaints in a wait": Story(
        policy={"targets": (targets(resolve="10h", next_response="2h"),), "rules": (LATE, ANGRY)},
        acts=(
            Act(fri(15), "take"),
            Act(fri(15), "note", n=1),
            Act(fri(16), "wait"),
            Act(fri(20), "complain", by="kim"),
            Act(fri(22), "complain", by="kim"),
            Act(fri(60), "resume"),
        ),
        since={("angry", 1): fri(22), ("late", 1): fri(69)},
        breached={("next_response", 1): fri(62), ("resolve", 1): fri(69)},
    ),
    "the requester's word ends the wait": Story(
        policy={"targets": (targets(resolve="4h", next_response="3h"),), "rules": (LATE,)},
        acts=(
            Act(fri(15), "note", n=1),
            Act(fri(16), "wait", n=1),
            Act(fri(30), "note", by="kim", n=1),
        ),
        since={("late", 1): fri(33)},
        breached={("resolve", 1): fri(33), ("next_response", 1): fri(33)},
    ),
    "breached while it was urgent, and lowered before anybody looked": Story(
        policy={
            "targets": (targets(of=when(priority="P1"), resolve="1h"), targets(resolve="90h")),
            "rules": (clock_rule("late", at="100%", when=when(priority="P1"), escalate="next"),),
        },
        acts=(Act(fri(17), "edit"), Act(fri(19), "edit", n=2)),
        since={("late", 1): fri(17)},
        breached={("resolve", 1): fri(17)},
    ),
    "an agreed date passes in a wait": Story(
        policy={"targets": (targets("office", resolve="8h"),), "rules": (LATE,)},
        acts=(Act(fri(15), "agree", n=4), Act(fri(16), "wait")),
        since={("late", 1): fri(20)},
        breached={("resolve", 1): fri(20)},
    ),
}


def lived(story: Story, every: timedelta | None) -> Desk:
    """Live a story through, with cron every so often, or only on Monday at half past nine."""
    desk = Desk(a_desk_policy(**story.policy), at="4d6h")
    acts, end = list(story.acts), MONDAY + HOUR / 2
    while desk.now < end:
        while acts and acts[0].at <= desk.now:
            act = acts.pop(0)
            assert desk.does(Deed(0, act.by, act.verb, act.n))
        if every is not None:
            desk.looks()
        following = acts[0].at if acts else end
        step = following - desk.now if every is None else min(every, following - desk.now)
        desk.passes(step // MINUTE)
    desk.looks()
    return desk


def listed(desk: Desk, query: str) -> list[str]:
    """Return what a list finds."""
    view = desk.context.read()
    found = find(desk.context, view, parse([query], desk.context, everything=True))
    return sorted(each.ticket.id for each in found)


def found_since(desk: Desk) -> dict[tuple[str, int], datetime]:
    """Return from when on each finding was true, but of the rule that asks for the level."""
    keys = ((key.split(":"), at) for key, at in true_since(desk.history))
    return {(rule, int(cycle)): at for (_, cycle, rule, *_), at in keys if rule != "stuck"}


def breaches(desk: Desk) -> dict[tuple[str, int], datetime]:
    """Return when each run was breached; where it was at which level is cron's own doing."""
    late = ((run, run.breached_at) for run in desk.runs() if run.name in UNMOVED)
    return {(run.name, run.cycle): at for run, at in late if at is not None}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_a_weekend_without_cron_changes_no_fact(story: Story) -> None:
    punctual, late = lived(story, MINUTE), lived(story, None)
    for desk in (punctual, late):
        assert found_since(desk) == story.since
        assert breaches(desk) == story.breached
    assert judged(late.history) == judged(punctual.history)
    assert waited(late.history) == waited(punctual.history)
    assert told(late.history) == told(punctual.history)
    for query in ("is:breached", "is:overdue", "is:waiting", "is:at-risk"):
        assert listed(late, query) == listed(punctual, query)
