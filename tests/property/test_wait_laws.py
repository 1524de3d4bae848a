"""Laws of a wait: whoever moves the ticket meanwhile, it goes on, and no clock runs for that."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.ticket import Status
from tests.conftest import clock_rule
from tests.property.desk import Deed, Desk, a_desk_policy, deeds_of
from tests.property.test_engine_laws import laws

KINDS = ("note", "quote", "wait", "resume", "edit", "tag", "resolve", "reopen")
"""What anybody may do wherever the ticket is, so that it happens whether or not it was moved."""

MOVES = ("up", "return")
COUNTED = '{"count": 1, "within": "P1D"}'
TELLING = (
    clock_rule("untaken", clock="acknowledge", at="20m", notify=("lead",)),
    clock_rule("slow", at="50%", notify=("lead",)),
    Rule(type="complaints", name="angry", settings=COUNTED, notify=("lead",)),
)
MOVING = (
    clock_rule("untaken", clock="acknowledge", at="20m", escalate="next"),
    clock_rule("slow", at="50%", escalate="next"),
    Rule(type="complaints", name="angry", settings=COUNTED, escalate="next"),
)
PLAIN = a_desk_policy()
TOLD, MOVED = a_desk_policy(rules=TELLING), a_desk_policy(rules=MOVING)

moves = st.lists(
    st.builds(Deed, st.just(0), st.just("lee"), st.sampled_from(MOVES), st.integers(0, 3)),
    min_size=1,
    max_size=3,
)


def totals(desk: Desk) -> Mapping[str, timedelta]:
    """Return what each duty has taken over all its runs; a level acknowledges in a wait too."""
    sums: defaultdict[str, timedelta] = defaultdict(timedelta)
    for clock in desk.runs():
        if clock.name != ClockName.ACKNOWLEDGE:
            sums[clock.name] += clock.spent
    return sums


def waits(desk: Desk) -> tuple[object, ...]:
    """Return whether it waits, for whom and until when."""
    ticket = desk.ticket
    return ticket.status is Status.WAITING, ticket.waiting_for, ticket.waiting_until


@laws
@given(deeds_of(KINDS, most=10), moves)
def test_a_move_of_a_person_ends_no_wait_and_changes_no_total(
    deeds: list[Deed], detour: list[Deed]
) -> None:
    still, moved = Desk(PLAIN), Desk(PLAIN)
    for deed in deeds:
        assert still.does(deed) == moved.does(deed)
        if moved.ticket.status is Status.WAITING:
            for move in detour:
                moved.does(move)
        assert waits(moved) == waits(still)
        assert totals(moved) == totals(still)


@laws
@given(deeds_of(["wait", "complain", "resume", "note"], most=10), st.booleans())
def test_a_move_of_a_rule_ends_no_wait_and_changes_no_total(
    deeds: list[Deed], is_looked_at: bool
) -> None:
    still, moved = Desk(TOLD), Desk(MOVED)
    for deed in (Deed(5, "ana", "wait"), *deeds):
        assert still.does(deed) == moved.does(deed)
        for desk in (still, moved) if is_looked_at else ():
            desk.looks()
        assert waits(moved) == waits(still)
        assert totals(moved) == totals(still)
