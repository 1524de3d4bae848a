"""Laws of figures: a closed period is the same whenever it is asked, and parts make the whole."""

import pickle
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.domain.figures.addable import summed
from escalate_cli.domain.figures.counted import LOGGED, RESOLVED, counted
from escalate_cli.domain.figures.period_figures import PeriodFigures
from escalate_cli.domain.figures.report_figures import GROUPS, Period, ReportTally
from escalate_cli.domain.figures.rule_figures import Fate
from escalate_cli.domain.figures.tickets_behind import counts
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.review import Review
from escalate_cli.domain.ticket.history import History
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE, changed, when
from tests.property.lives import Act, Life, acts, looks
from tests.property.test_engine_laws import END, LOUD, QUIET, laws

REVIEWED = changed(QUIET, review=Review(required_for=when(priority=("P1", "P2")), within=5 * HOUR))
HALVES = ((MONDAY_NINE, MONDAY_NINE + 30 * HOUR), (MONDAY_NINE + 30 * HOUR, END))

some_policy = st.sampled_from([LOUD, REVIEWED])
instants = st.integers(1, 9000).map(lambda minutes: MONDAY_NINE + minutes * MINUTE)
groups = st.sampled_from(GROUPS)


def rules_of(figures: PeriodFigures) -> int:
    return sum(rule.n for rule in figures.rules)


def asked(history: History, period: Period, now: datetime) -> ReportTally:
    """Ask for the figures of a period at an instant, as the ticket was known then."""
    known = History([x for x in history.events if x.at <= now], history.rules_of)
    tally = ReportTally(period, now, tickets=True)
    tally.add(known, counted(known, now, by_person=True))
    return tally


@laws
@given(some_policy, acts, looks, st.lists(instants, min_size=2, max_size=2), instants, groups)
def test_a_closed_period_is_the_same_whenever_it_is_asked(
    policy: Policy,
    done: list[Act],
    checks: list[int],
    borders: list[datetime],
    now: datetime,
    by: str,
) -> None:
    since, until = min(borders), max(borders) + MINUTE
    now = max(now, until)
    middle = since + (until - since) / 2
    parts = ((since, middle), (middle, until))
    period = Period(since=since, until=until, by=RESOLVED, parts=parts, group_by=by)
    history = Life(policy, done, checks).whole()
    early, late = asked(history, period, now), asked(history, period, END)
    assert early.total() == late.total()
    assert early.parts() == late.parts()
    assert early.groups() == late.groups()


@laws
@given(some_policy, acts, looks, groups, st.sampled_from([LOGGED, RESOLVED]))
def test_the_parts_and_the_groups_of_a_period_make_the_whole(
    policy: Policy, done: list[Act], checks: list[int], group_by: str, by: str
) -> None:
    period = Period(since=MONDAY_NINE, until=END, by=by, parts=HALVES, group_by=group_by)
    tally = asked(Life(policy, done, checks).whole(), period, END)
    whole = tally.total()
    for split in (tally.parts(), tally.groups()):
        figures = [each.figures for each in split]
        assert sum(each.judged for each in figures) == whole.judged
        assert sum(each.breached for each in figures) == whole.breached
        assert sum(each.escalations.n for each in figures) == whole.escalations.n
        assert sum(each.reviews.done for each in figures) == whole.reviews.done
        assert sum(rule.n for each in figures for rule in each.rules) == rules_of(whole)


@laws
@given(some_policy, acts, looks)
def test_every_decision_has_one_fate(policy: Policy, done: list[Act], checks: list[int]) -> None:
    history = Life(policy, done, checks).whole()
    whole = asked(history, Period(since=MONDAY_NINE, until=END), END).total()
    assert rules_of(whole) == len(history.fired)
    for rule in whole.rules:
        assert rule.n == sum(getattr(rule, fate) for fate in Fate)


@laws
@given(some_policy, st.lists(st.tuples(acts, looks), min_size=1, max_size=3))
def test_the_tickets_behind_a_count_make_it_up(
    policy: Policy, lives: list[tuple[list[Act], list[int]]]
) -> None:
    tally = ReportTally(Period(since=MONDAY_NINE, until=END), END, tickets=True)
    for done, checks in lives:
        history = Life(policy, done, checks).whole()
        tally.add(history, counted(history, END))
    for behind in tally.behind():
        assert sum(n for _, n in behind.tickets) == behind.n
    assert {behind.of: behind.n for behind in tally.behind()} == {
        name: n for name, n in counts(tally.total()) if n
    }


@laws
@given(some_policy, st.lists(st.tuples(acts, looks), min_size=1, max_size=3), groups)
def test_tickets_counted_apart_add_up(
    policy: Policy, lives: list[tuple[list[Act], list[int]]], group: str
) -> None:
    parts = tuple((MONDAY_NINE + n * DAY, MONDAY_NINE + (n + 1) * DAY) for n in range(3))
    period = Period(since=MONDAY_NINE, until=parts[-1][1], per="day", parts=parts, group_by=group)
    histories = [Life(policy, done, checks).whole() for done, checks in lives]

    def tally(some: list[History]) -> ReportTally:
        counting = ReportTally(period, END, tickets=True)
        for history in some:
            counting.add(history, counted(history, END, by_person=True))
        return counting

    def told(counting: ReportTally) -> list[object]:
        names = ("total", "parts", "groups", "hours", "worst", "behind")
        return [getattr(counting, name)() for name in names]

    apart = [pickle.loads(pickle.dumps(tally([each]))) for each in histories]  # noqa: S301 - its own
    assert told(summed(apart)) == told(tally(histories))


@laws
@given(some_policy, acts, looks)
def test_the_backlog_is_what_came_in_and_did_not_go_out(
    policy: Policy, done: list[Act], checks: list[int]
) -> None:
    period = Period(since=MONDAY_NINE, until=END, parts=HALVES)
    backlog = 0
    for part in asked(Life(policy, done, checks).whole(), period, END).parts():
        backlog += part.logged - part.resolved
        assert part.backlog == backlog
