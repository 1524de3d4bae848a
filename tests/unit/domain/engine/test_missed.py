"""Missed targets: which are on record, and what an act takes away of them."""

from collections.abc import Iterable

import pytest

from escalate_cli.domain.engine.missed import (
    Account,
    Missed,
    account_of,
    eased,
    gone,
    is_less_urgent,
    left_out,
)
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.latched_breach import MissedTarget
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    a_history,
    a_policy,
    after,
    changed,
    edited,
    followed,
    reopened,
    resolved,
    targets,
    when,
)

POLICY = a_policy(targets=(targets(of=when(vip="true"), resolve="1h"), targets(resolve="3h")))
EXCUSED = e.BreachExcused(at=after("90m"), by="lee", clock="resolve", cycle=1, message="x")
SPAM = e.TicketResolved(at=after("2h"), by="bo", outcome="invalid")


def account(*events: e.Event, at: str = "2h", policy: Policy = POLICY, **log: object) -> Account:
    return account_of(late(*events, policy=policy, **log), after(at))


def late(*events: e.Event, policy: Policy = POLICY, **log: object) -> History:
    return a_history(*events, policy=policy, **{"vip": True, "priority": "P2", **log})


def clocks(missed: Iterable[Missed]) -> list[str]:
    return [each.run.name for each in missed]


def test_what_was_missed_by_an_instant_is_on_record_with_when() -> None:
    assert account(at="1h").missed == ()
    [missed] = account().missed
    assert missed.target == MissedTarget(clock="resolve", cycle=1, missed_at=after("1h"))
    assert (missed.counts, missed.duty) == (True, ("resolve", 1))
    again = account(resolved(after("2h")), reopened(after("3h")), at="5h").missed
    assert [each.duty for each in again] == [("resolve", 1), ("resolve", 2)]


def test_what_was_excused_is_not_nor_what_a_clock_that_was_ahead_found() -> None:
    assert account(EXCUSED).missed == ()
    ahead = late(resolved(after("9h")))
    assert account_of(ahead, after("30m")).missed == ()


def test_nothing_is_on_record_of_what_was_logged_by_mistake() -> None:
    undone = e.ChangeUndone(at=after("2h"), by="bo", undone=7, withdrawn=True)
    assert account(undone, at="3h").missed == ()


def test_a_cycle_that_does_not_count_keeps_what_it_missed_out_of_the_figures() -> None:
    before, then = account(), account(SPAM)
    assert clocks(left_out(before, then, after("9h"))) == ["resolve"]
    assert (
        list(left_out(before, before, after("9h"))),
        list(left_out(then, then, after("9h"))),
    ) == ([], [])
    assert list(gone(before, then)) == list(eased(before, then)) == []
    assert list(left_out(account(at="30m"), account(SPAM, at="3h"), after("9h"))) == []


def test_what_was_missed_by_the_clock_is_left_out_by_an_act_that_is_dated_back() -> None:
    before = account()
    spam = account(e.TicketResolved(at=after("10m"), by="bo", outcome="invalid"))
    assert (spam.missed, spam.uncounted) == ((), frozenset({1}))
    assert clocks(left_out(before, spam, after("10m"))) == ["resolve"]


@pytest.mark.parametrize(
    ("before", "then", "lost"),
    [
        (account(), account(EXCUSED), ["resolve"]),
        (account(), account(vip=False), ["resolve"]),
        (account(at="4h"), account(at="4h", vip=False), ["resolve"]),
        (account(at="4h", vip=False), account(at="4h"), []),
        (account(), account(), []),
    ],
    ids=["excused", "never missed", "missed later", "missed earlier", "as it was"],
)
def test_what_is_missed_less_or_later_is_gone(
    before: Account, then: Account, lost: list[str]
) -> None:
    assert clocks(gone(before, then)) == lost


def test_more_time_eases_what_presses_still() -> None:
    before = account()
    assert clocks(eased(before, account(edited(after("2h"), vip=False)))) == ["resolve"]
    no_target = changed(POLICY, targets=(targets(of=when(vip="true"), resolve="1h"),))
    none = account(edited(after("2h"), vip=False), policy=no_target)
    assert clocks(eased(account(policy=no_target), none)) == ["resolve"]
    assert list(eased(before, account(edited(after("2h"), title="x")))) == []
    assert list(eased(none, none)) == []
    assert list(eased(account(edited(after("90m"), vip=False)), before)) == []


@pytest.mark.parametrize(
    ("before", "then", "is_lower"),
    [
        (account(), account(edited(after("2h"), priority="P3")), True),
        (account(), account(edited(after("2h"), priority="P1")), False),
        (account(), account(edited(after("2h"), priority="P9")), False),
        (account(priority="P9"), account(), False),
        (account(at="30m"), account(edited(after("2h"), priority="P3")), False),
    ],
    ids=["lowered", "raised", "to none", "from none", "in time"],
)
def test_a_lower_priority_makes_what_has_missed_something_less_urgent(
    before: Account, then: Account, is_lower: bool
) -> None:
    assert is_less_urgent(before, then) is is_lower


def test_another_policy_takes_nothing_off_the_record() -> None:
    longer = a_policy(targets=(targets(resolve="9h"),))
    history = late(followed(after("2h"), longer), policy=POLICY)
    assert clocks(account_of(history, after("2h")).missed) == ["resolve"]


def test_a_ticket_that_keeps_its_priority_is_as_urgent_as_before() -> None:
    assert not is_less_urgent(account(), account())
