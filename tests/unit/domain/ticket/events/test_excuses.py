"""An excuse is about what was missed by then, and about nothing else."""

from datetime import datetime

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Ticket
from tests.conftest import (
    a_policy,
    a_ticket,
    after,
    answered,
    changed,
    reopened,
    resolved,
    targets,
)

POLICY = a_policy(targets=(targets(resolve="2h", update="1h"),))


def excused(at: datetime, clock: str = "resolve", cycle: int = 1) -> e.BreachExcused:
    return e.BreachExcused(at=at, by="lee", clock=clock, cycle=cycle, message="holiday")


def reasons(ticket: Ticket) -> list[tuple[str, int, str | None]]:
    return [(b.clock, b.instance, b.excused.reason if b.excused else None) for b in ticket.breaches]


def test_the_breach_stays_with_who_excused_it_and_why() -> None:
    ticket = a_ticket(excused(after("3h")), resolved(after("4h")), policy=POLICY)
    assert reasons(ticket) == [("update", 1, None), ("resolve", 1, "holiday")]
    excuse = ticket.breaches[1].excused
    assert excuse is not None
    assert (excuse.by, excuse.at) == ("lee", after("3h"))


def test_the_first_excuse_is_kept() -> None:
    again = e.BreachExcused(at=after("4h"), by="max", clock="resolve", cycle=1, message="storm")
    ticket = a_ticket(excused(after("3h")), again, policy=POLICY)
    assert reasons(ticket)[1] == ("resolve", 1, "holiday")


def test_a_later_run_of_the_clock_is_another_matter() -> None:
    ticket = a_ticket(
        excused(after("90m"), "update"), answered(after("2h")), answered(after("4h")), policy=POLICY
    )
    assert [r for r in reasons(ticket) if r[0] == "update"] == [
        ("update", 1, "holiday"),
        ("update", 2, None),
    ]


def test_what_is_not_missed_yet_is_not_excused_ahead() -> None:
    ticket = a_ticket(excused(after("1h")), resolved(after("3h")), policy=POLICY)
    assert not ticket.clocks["resolve"].excused
    assert ticket.breaches[-1].excused is None


def test_another_cycle_is_another_matter() -> None:
    assert not a_ticket(excused(after("3h"), cycle=2), policy=POLICY).clocks["resolve"].excused


@pytest.mark.parametrize(
    ("clock", "cycle", "rules", "is_excused"),
    [
        ("resolve", 1, 5, True),
        ("resolve", 2, 5, False),
        ("update", 1, 5, False),
        ("resolve", 1, 4, False),
    ],
    ids=["where it was missed", "where it goes on", "another clock", "by rules of before"],
)
def test_what_goes_on_from_what_is_excused_is_excused(
    clock: str, cycle: int, rules: int, *, is_excused: bool
) -> None:
    policy = changed(POLICY, reopening="continue")
    again = (reopened(after(at), rules=rules) for at in ("4h", "5h"))
    story = (resolved(after("3h")), next(again), resolved(after("270m")), next(again))
    excuse = excused(after("6h"), clock, cycle)
    ticket = a_ticket(*story, excuse, policy=policy, rules=rules)
    assert (ticket.cycle, ticket.clocks["resolve"].was_breached) == (3, True)
    assert ticket.clocks["resolve"].excused is is_excused
    assert not ticket.clocks["update"].excused


def test_it_says_of_which_clock_and_which_cycle() -> None:
    assert excused(after("3h")).line == ("excused the breach of resolve", "")
    assert excused(after("3h"), "first_response", 2).line == (
        "excused the breach of first response",
        "cycle 2",
    )
