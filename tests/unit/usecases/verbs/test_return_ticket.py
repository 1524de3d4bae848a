"""A ticket goes back to the level it came from; no rule undoes that."""

import pytest

from escalate_cli.domain.engine.clock_breakdown import ledgers
from escalate_cli.domain.ticket import events as e
from escalate_cli.errors import IllegalTransitionError, NotAllowedError, UsageError
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.unit_of_work import Desk, keep
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.escalate import Wish, escalate
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.resolve import resolve
from escalate_cli.usecases.verbs.return_ticket import give_back
from tests.conftest import HOUR, MINUTE, a_history, after, clock_rule, targets, when
from tests.unit.usecases.conftest import a_desk, kinds, later, logged, staffed, ticket, told


def up(desk: Desk, to: str | None = None) -> None:
    escalate(desk, ["1"], Wish(to=to))


def a_moved_desk(*levels: str) -> Desk:
    """Return a desk with a ticket that went through levels, an hour each."""
    desk = a_desk(staffed(approval=None))
    logged(desk)
    for hours, level in enumerate(levels, 1):
        up(later(desk, f"{hours}h"), level)
    return desk


def test_it_comes_back_open_to_the_people_of_the_level() -> None:
    desk = a_moved_desk("L2")
    acknowledge(later(desk, "70m", "bo"), ["1"])
    give_back(later(desk, "2h", "bo"), ["1"], "not ours")
    back = ticket(desk)
    assert (back.level, back.team, back.owner, back.status) == ("L1", "frontline", "ana", "open")
    assert back.acknowledged_at is None
    last = desk.store.read().events(1)[-1]
    assert isinstance(last, e.TicketReturned)
    assert (last.origin, last.to, last.message, last.notified) == ("L2", "L1", "not ours", ("ana",))
    assert ("returned", "ana") in told(desk)


@pytest.mark.parametrize(
    ("way", "to"), [(("L2", "L3"), "L2"), (("L3",), "L1")], ids=["step by step", "in one leap"]
)
def test_it_goes_to_where_it_came_from(way: tuple[str, ...], to: str) -> None:
    desk = a_moved_desk(*way)
    give_back(later(desk, "9h"), ["1"], "not ours")
    assert ticket(desk).level == to


def test_it_may_be_handed_back_all_the_way() -> None:
    desk = a_moved_desk("L2", "L3")
    give_back(later(desk, "8h"), ["1"], "not ours")
    give_back(later(desk, "9h"), ["1"], "nor ours")
    assert ticket(desk).level == "L1"
    with pytest.raises(NotAllowedError, match="L1, the lowest level"):
        give_back(later(desk, "10h"), ["1"], "nobody's")


def test_a_ticket_that_no_escalation_brought_goes_one_level_down() -> None:
    desk = a_desk(staffed(approval=None))
    with desk.store.transaction() as tx:
        tx.pin(desk.policy.id, desk.source)
        keep(desk, tx, a_history(policy=desk.policy, level="L3"))
    give_back(later(desk, "1h"), ["1"], "not ours")
    assert ticket(desk).level == "L2"


def test_it_needs_a_reason_and_work_in_progress() -> None:
    desk = a_moved_desk("L2")
    with pytest.raises(UsageError, match="returned with a reason"):
        give_back(desk, ["1"], " ")
    resolve(later(desk, "2h"), ["1"])
    with pytest.raises(IllegalTransitionError, match="T-1 is resolved: it cannot be returned"):
        give_back(later(desk, "3h"), ["1"], "not ours")


def test_the_time_it_cost_stays_with_the_level_that_returned_it() -> None:
    desk = a_moved_desk("L2")
    give_back(later(desk, "3h"), ["1"], "not ours")
    history = desk.history(desk.store.read(), 1)
    visits = [visit.clock for visit in ledgers(history, after("5h"), "level")]
    assert [visit.spent for visit in visits] == [HOUR, 2 * HOUR, 2 * HOUR]
    assert [visit.ended_at for visit in visits] == [after("1h"), after("3h"), None]


def test_the_rule_that_moved_it_does_not_undo_the_return() -> None:
    rule = clock_rule("late", at="1h", when=when(level="L1"), escalate="next")
    desk = a_desk(staffed(rules=(rule,), targets=(targets(acknowledge="15m"),)))
    logged(desk)
    check(later(desk, "1h"))
    assert ticket(desk).level == "L2"
    give_back(later(desk, "2h", "bo"), ["1"], "not ours")
    events = len(kinds(desk))
    for hours in (3, 30, 300):
        check(later(desk, f"{hours}h"))
    assert ticket(desk).level == "L1"
    assert "ticket_escalated" not in kinds(desk)[events:]


def test_the_level_that_gets_it_back_must_acknowledge_anew() -> None:
    desk = a_desk(staffed(targets=(targets(acknowledge="15m"),)))
    logged(desk)
    up(later(desk, "1m"))
    give_back(later(desk, "5m", "bo"), ["1"], "not ours")
    note(later(desk, "6m"), ["1"], "hm")
    clock = ticket(desk).clocks["acknowledge"]
    assert (clock.due_at, clock.spent) == (after("20m"), MINUTE)
