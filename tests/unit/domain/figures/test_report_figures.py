"""The figures of a period are those of its parts and of its groups together."""

import pytest

from escalate_cli.domain.figures.counted import LOGGED, RESOLVED, counted
from escalate_cli.domain.figures.report_figures import GROUPS, PERSON, Period, ReportTally
from escalate_cli.domain.policy.sections.review import Review
from escalate_cli.domain.ticket import events as e
from tests.conftest import (
    DAY,
    HOUR,
    a_history,
    a_policy,
    after,
    answered,
    edited,
    reopened,
    resolved,
    taken,
    targets,
    when,
)

POLICY = a_policy(
    targets=(targets(of=when(priority="P1"), resolve="2h"), targets(resolve="4h")),
    review=Review(required_for=when(priority="P3"), within=DAY),
)
PARTS = tuple((after(f"{n}h"), after(f"{n + 1}h")) for n in range(6))
BACK = (resolved(after("90m")), reopened(after("150m")), resolved(after("210m")))


def report(
    *stories: tuple[e.Event, ...],
    by: str = RESOLVED,
    until: str = "6h",
    now: str = "6h",
    group_by: str | None = None,
) -> ReportTally:
    parts = tuple(part for part in PARTS if part[1] <= after(until))
    period = Period(
        since=after("0m"), until=after(until), by=by, per="hour", parts=parts, group_by=group_by
    )
    tally = ReportTally(period, after(now))
    for n, story in enumerate(stories, 1):
        history = a_history(*story, policy=POLICY, id=f"T-{n}", owner="ana")
        by_person = group_by == PERSON
        tally.add(history, counted(history, after(now), by_person=by_person))
    return tally


def test_each_cycle_belongs_to_the_part_in_which_it_ended_or_began() -> None:
    by_end = report(BACK).parts()
    assert [part.figures.tickets for part in by_end] == [0, 1, 0, 1, 0, 0]
    by_beginning = report(BACK, by=LOGGED).parts()
    assert [part.figures.tickets for part in by_beginning] == [1, 0, 1, 0, 0, 0]


def test_a_ticket_with_two_cycles_in_a_period_is_one_ticket() -> None:
    figures = report(BACK).total()
    assert (figures.tickets, figures.clocks[-1].runs, figures.reopenings.n) == (1, 2, 1)


@pytest.mark.parametrize("by", [LOGGED, RESOLVED])
def test_what_comes_in_and_goes_out_makes_the_backlog(by: str) -> None:
    parts = report(BACK, (), (resolved(after("30m")),), by=by).parts()
    assert [part.logged for part in parts] == [3, 0, 1, 0, 0, 0]
    assert [part.resolved for part in parts] == [1, 1, 0, 1, 0, 0]
    assert [part.backlog for part in parts] == [2, 1, 2, 1, 1, 1]


def test_a_part_that_is_not_over_has_the_backlog_of_now() -> None:
    parts = report((), now="5h10m").parts()
    assert parts[-1].backlog == 1


def test_a_breach_stays_with_the_priority_that_it_broke() -> None:
    lowered = (
        edited(after("1m"), priority="P1"),
        edited(after("3h"), priority="P3"),
        resolved(after("5h")),
    )
    groups = report(lowered, group_by="priority").groups()
    resolve = {group.name: group.figures.clocks[-1] for group in groups}
    assert resolve["P1"].breached == 1
    assert resolve["P3"].runs == 0
    assert {group.name: group.figures.tickets for group in groups}["P3"] == 1


def test_groups_come_by_name_and_nobody_last() -> None:
    taken_on = (edited(after("1m"), customer="acme"), resolved(after("1h")))
    groups = report((resolved(after("1h")),), taken_on, group_by="customer").groups()
    assert [(group.name, group.figures.tickets) for group in groups] == [("acme", 1), (None, 1)]


def test_people_have_what_they_ended_and_how_they_responded() -> None:
    story = (taken(after("5m"), by="ana"), answered(after("20m")), resolved(after("1h")))
    groups = {group.name: group.figures for group in report(story, group_by=PERSON).groups()}
    assert groups["bo"].clocks[-1].met == 1
    assert (groups["ana"].responses.given, groups["ana"].responses.resolved) == (1, 1)


@pytest.mark.parametrize("group_by", GROUPS)
@pytest.mark.parametrize("by", [LOGGED, RESOLVED])
def test_parts_and_groups_hold_every_run_once(by: str, group_by: str) -> None:
    stories = (BACK, (answered(after("20m")), resolved(after("3h"))), (), BACK[:1])
    tally = report(*stories, by=by, group_by=group_by)
    runs = [clock.runs for clock in tally.total().clocks]
    for split in (tally.parts(), tally.groups()):
        each = [[clock.runs for clock in one.figures.clocks] for one in split]
        assert [sum(column) for column in zip(*each, strict=True)] == runs


def test_reviews_are_owed_as_of_the_end_of_a_period_that_is_over() -> None:
    reviewed = e.ReviewRecorded(at=after("5h"), by="lee", root_cause="rust")
    story = (resolved(after("1h")), reviewed)
    assert report(story, until="3h").total().reviews.owed == 1
    assert report(story).total().reviews.owed == 0
    assert report(story, until="3h", by=LOGGED).total().reviews.owed == 0
    again = (*BACK[:2],)
    assert report(again, until="2h").total().reviews.owed == 1
    assert report(again, until="3h").total().reviews.owed == 0


def test_means_are_those_of_acknowledge_and_resolve() -> None:
    figures = report((resolved(after("1h")),), (resolved(after("3h")),)).total()
    assert (figures.mttr.mean, figures.mtta.mean) == (2 * HOUR, None)
    assert (figures.judged, figures.breached) == (2, 0)


def test_tickets_are_remembered_only_where_they_are_asked_for() -> None:
    period = Period(since=after("0m"), until=after("6h"), by=RESOLVED, per="hour", parts=())
    assert ReportTally(period, after("6h"))._behind is None
    assert ReportTally(period, after("6h"), tickets=True)._behind is not None
