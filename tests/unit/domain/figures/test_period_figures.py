"""Tickets are counted with what happened to them, each thing once."""

from msgspec.structs import replace

from escalate_cli.domain.figures.counted import counted
from escalate_cli.domain.figures.period_figures import (
    Move,
    Often,
    PeriodFigures,
    PeriodTally,
    RootCause,
)
from escalate_cli.domain.policy.rules import MANAGEMENT
from escalate_cli.domain.policy.sections.review import Review
from escalate_cli.domain.ticket import events as e
from tests.conftest import (
    DAY,
    a_history,
    a_policy,
    after,
    escalated,
    reopened,
    resolved,
    when,
)

POLICY = a_policy(review=Review(required_for=when(priority="P3"), within=DAY))


def figures(*stories: tuple[e.Event, ...], at: str = "9h") -> PeriodFigures:
    tally = PeriodTally(after(at), after(at))
    for story in stories:
        history = a_history(*story, policy=POLICY)
        tally.add(history, counted(history, after(at)))
    return tally.figures()


def reviewed(cause: str) -> e.ReviewRecorded:
    return e.ReviewRecorded(at=after("3h"), by="lee", root_cause=cause)


def test_tickets_are_open_until_they_are_resolved() -> None:
    found = figures((), (resolved(after("1h")),), (resolved(after("1h")), reopened(after("2h"))))
    assert (found.tickets, found.open, found.reopenings) == (3, 2, Often(1, 1))


def test_moves_are_counted_in_each_way_the_most_frequent_first() -> None:
    twice = tuple(
        replace(escalated(at, to, trigger_kind="time", trigger="late"), mode="automatic")
        for at, to in ((after("1h"), "L2"), (after("2h"), "L3"))
    )
    found = figures(twice, (escalated(after("1h"), "lead", MANAGEMENT),))
    assert found.escalations == Often(3, 2)
    assert [(move.ladder, move.mode, move.n) for move in found.by_ladder] == [
        ("functional", "automatic", 2),
        ("management", "manual", 1),
    ]
    assert found.by_trigger == (Move(2, kind="time", trigger="late"), Move(1))


def test_what_was_behind_is_one_cause_however_it_is_spelled() -> None:
    found = figures(
        (resolved(after("1h")), reviewed("Full disk")),
        (resolved(after("1h")), reviewed("full  disk")),
        (resolved(after("1h")),),
    ).reviews
    assert (found.done, found.owed, found.overdue) == (2, 1, 0)
    assert found.root_causes == (RootCause("Full disk", 2),)


def test_a_review_is_overdue_past_its_instant() -> None:
    story = (resolved(after("1h")),)
    assert figures(story, at="25h").reviews.overdue == 0
    assert figures(story, at="25h1s").reviews.overdue == 1
