"""What cron runs: everything due is decided once, in one commit, whatever else is broken."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.people import Channel
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.errors import StoreUnwritableError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.automation.check import Checked, Pressing, check, pressing
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.records import Record
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.resolve import close, resolve
from tests.conftest import DAY, after, changed, clock_rule, rule_fired, targets, when
from tests.unit.usecases.conftest import (
    PEOPLE,
    a_context,
    kinds,
    later,
    logged,
    staffed,
    ticket,
    told,
)
from tests.unit.usecases.post import MAIL, reachable
from tests.writing import writing

POLICY = staffed(
    targets=(
        targets(of=when(priority="P1"), resolve="1h"),
        targets(of=when(priority="P2"), resolve="4h"),
    ),
    rules=(clock_rule("late", at="100%", escalate="next", notify=("lead",)),),
)


def decided(checked: Checked) -> list[tuple[str, str, str]]:
    return [(d.ticket, d.trigger, d.action) for d in checked.decisions]


def a_busy_context(policy: Policy = POLICY) -> Context:
    """Return a context with one ticket of each priority."""
    context = a_context(policy)
    for priority in ("P1", "P2", "P3"):
        logged(context, priority=priority)
    return context


def test_what_is_due_is_decided_and_told() -> None:
    context = a_busy_context()
    checked = check(later(context, "2h"))
    assert decided(checked) == [("T-1", "resolve", "recorded"), ("T-1", "late", "escalated")]
    assert [(t.id, t.level) for t in checked.tickets] == [("T-1", "L2")]
    assert (checked.active, checked.errors) == (3, ())
    assert told(context) == [("handoff", "bo"), ("alert", "lee")]


def test_a_second_run_finds_nothing_to_do() -> None:
    context = a_busy_context()
    check(later(context, "2h"))
    before = [kinds(context, n) for n in (1, 2, 3)]
    messages = told(context)
    again = check(later(context, "2h"))
    assert (decided(again), again.tickets) == ([], ())
    assert ([kinds(context, n) for n in (1, 2, 3)], told(context)) == (before, messages)


def test_a_weekend_without_cron_loses_and_repeats_nothing() -> None:
    often, seldom = a_busy_context(), a_busy_context()
    for minutes in range(0, 301, 20):
        check(later(often, f"{minutes}m" if minutes else "0m"))
    check(later(seldom, "5h"))
    for number in (1, 2, 3):
        assert sorted(kinds(often, number)) == sorted(kinds(seldom, number))
        levels = [ticket(context, number).level for context in (often, seldom)]
        assert levels[0] == levels[1]


def test_decisions_come_in_the_order_in_which_they_became_true() -> None:
    context = a_busy_context()
    logged(later(context, "30m"), priority="P1")
    since = [d.since for d in check(later(context, "5h")).decisions]
    assert since == sorted(since)
    assert since[0] == after("1h")


def test_a_trial_run_decides_the_same_and_keeps_nothing() -> None:
    context = a_busy_context()
    check(later(context, "10m"))
    trial = check(later(context, "2h"), dry_run=True)
    assert kinds(context, 1) == ["ticket_logged"]
    assert (told(context), context.store.last_check_at()) == ([], after("10m"))
    real = check(later(context, "2h"))
    assert (trial.decisions, trial.last_check_at) == (real.decisions, real.last_check_at)


def test_it_says_when_the_run_before_it_was() -> None:
    context = a_busy_context()
    runs = [check(later(context, at)).last_check_at for at in ("10m", "20m")]
    assert runs == [None, after("10m")]


@pytest.mark.parametrize("dry_run", [False, True], ids=["for real", "for trial"])
def test_one_broken_ticket_does_not_stop_the_others(dry_run: bool) -> None:
    context = a_busy_context()
    logged(context, priority="P1")
    with writing(context.store) as tx:
        headless = Record(
            ticket=tx.ticket(1), events=[], next_at=after("1h"), due_at=None, risk_at=None
        )
        tx.save(headless)
    checked = check(later(context, "2h"), dry_run=dry_run)
    assert [error.ticket for error in checked.errors] == ["T-1"]
    assert "does not begin with its log" in checked.errors[0].message
    assert {d.ticket for d in checked.decisions} == {"T-4"}


def test_a_broken_ticket_for_which_nobody_was_found_is_reported_too() -> None:
    context = a_busy_context()
    fired = rule_fired(
        after("0m"),
        "unanswered",
        "gap",
        key="T-3:1:gap:1:0",
        type="skill_gap",
        trigger_kind="skill",
    )
    with writing(context.store) as tx:
        headless = Record(
            ticket=tx.ticket(3), events=[fired], next_at=None, due_at=None, risk_at=None
        )
        tx.save(headless)
    checked = check(later(context, "30m"))
    assert [error.ticket for error in checked.errors] == ["T-3"]
    assert checked.decisions == ()


def test_a_ticket_for_which_nobody_was_found_is_looked_at_whatever_else_is_due() -> None:
    gap = Rule(type="skill_gap", name="gap", escalate="skilled")
    policy = changed(POLICY, rules=(*POLICY.rules.triggers, gap))
    context = a_context(policy)
    logged(context, priority="P3", skills=("cobol",))
    logged(context, priority="P1")
    people = {**PEOPLE, "bo": replace(PEOPLE["bo"], skills=("cobol",))}
    learned = changed(policy, id="policy-2", people=people)
    assert {x for x, *_ in decided(check(later(context, "2h"), dry_run=True))} == {"T-2"}
    checked = check(later(context, "2h", policy=learned))
    assert ("T-1", "gap", "escalated") in decided(checked)
    assert ("T-2", "late", "escalated") in decided(checked)
    assert ticket(context).level == "L2"
    assert decided(check(later(context, "2h", policy=learned))) == []


def test_a_ticket_whose_hour_had_not_come_is_left_as_it_is() -> None:
    context = a_busy_context()
    with writing(context.store) as tx:
        early = Record(
            ticket=tx.ticket(3),
            events=tx.events(3),
            next_at=after("1h"),
            due_at=None,
            risk_at=None,
        )
        tx.save(early)
    checked = check(later(context, "1h"))
    assert "T-3" not in {t.id for t in checked.tickets}
    assert kinds(context, 3) == ["ticket_logged"]


def finished(context: Context) -> None:
    """Close T-3, which had no target to miss."""
    resolve(context, ["3"])
    close(context, ["3"])


def test_what_was_closed_long_ago_is_put_away_afterwards() -> None:
    context = a_busy_context()
    finished(context)
    assert check(later(context, "29d"), dry_run=True).archived == 0
    assert check(later(context, "29d")).archived == 0
    assert check(later(context, "30d"), dry_run=True).archived == 0
    assert check(later(context, "30d")).archived == 1
    assert [t.id for t in context.store.read().archived()] == ["T-3"]


class _FullDisk(RowsTransaction):
    """A transaction in which nothing can be put away."""

    def archive(self, closed_by: datetime) -> int:
        """Fail as a store does."""
        raise StoreUnwritableError(f"archive until {closed_by:%F}", "disk full")


class _FullShelf(MemoryStore):
    """A store whose archive takes nothing."""

    @contextmanager
    def transaction(self) -> Iterator[RowsTransaction]:
        """Open the store for one change."""
        with super().transaction() as tx:
            yield _FullDisk(tx._tables, tx._archive)


def test_where_the_archive_fails_the_decisions_stand() -> None:
    context = replace(a_context(POLICY), store=_FullShelf())
    for priority in ("P1", "P2", "P3"):
        logged(context, priority=priority)
    finished(context)
    checked = check(later(context, "40d"))
    assert [error.ticket for error in checked.errors] == ["archive"]
    assert "disk full" in checked.errors[0].message
    assert ticket(context, 1).level == "L2"
    assert checked.archived == 0


REACHABLE = changed(POLICY, channels={"mail": Channel(id="mail", kind="console")})


@pytest.mark.parametrize(
    ("policy", "dry_run", "may_send"),
    [
        (POLICY, False, False),
        (REACHABLE, False, True),
        (REACHABLE, True, False),
    ],
    ids=["no channel", "a channel", "a trial"],
)
def test_it_tells_whether_something_could_be_sent(
    policy: Policy, dry_run: bool, may_send: bool
) -> None:
    context = a_busy_context(policy)
    assert not check(context).may_send
    assert check(later(context, "2h"), dry_run=dry_run).may_send is may_send


def what_presses(context: Context) -> Pressing:
    return pressing(context, context.store.read())


def ids(standings: Iterable[TicketSnapshot]) -> list[str]:
    return [standing.ticket.id for standing in standings]


def test_what_presses_is_past_a_target_or_near_one_by_its_due() -> None:
    context = a_busy_context()
    logged(later(context, "30m"), priority="P1")
    assert (ids(what_presses(context).overdue), ids(what_presses(context).at_risk)) == ([], [])
    soon = what_presses(later(context, "1h20m"))
    assert (ids(soon.overdue), ids(soon.at_risk)) == (["T-1"], ["T-4"])
    late = what_presses(later(context, "5h"))
    assert (ids(late.overdue), ids(late.at_risk)) == (["T-1", "T-4", "T-2"], [])


def test_what_is_solved_presses_no_more() -> None:
    context = a_busy_context()
    acknowledge(context, ["1"])
    resolve(later(context, "3h"), ["1"])
    assert ids(what_presses(later(context, "3h30m")).overdue) == []
    assert ids(what_presses(later(context, "3h30m")).at_risk) == ["T-2"]


def test_a_long_silence_ends_in_one_decision_for_each_clock() -> None:
    context = a_busy_context()
    checked = check(replace(context, present=Present(after("0m") + 30 * DAY)))
    assert sorted(decided(checked)) == [
        ("T-1", "late", "escalated"),
        ("T-1", "resolve", "recorded"),
        ("T-2", "late", "escalated"),
        ("T-2", "resolve", "recorded"),
    ]


def test_it_names_whom_no_channel_reaches_where_there_are_channels() -> None:
    for channels, lost in (({"mail": MAIL}, {"bo", "lee"}), ({}, set())):
        mute = {name: PEOPLE[name] for name in ("bo", "lee")}
        people = {**reachable().people.people, **mute}
        policy = changed(POLICY, channels=channels, people=people)
        context = later(a_busy_context(policy), "2h")
        assert check(context).unreachable == lost
