"""A replay tells each ticket of its scope once, and writes nothing."""

import tracemalloc
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.replay_comparison import Pair
from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import TicketNotFoundError, UsageError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.tables import STANDING
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.insight.replay import replay
from escalate_cli.usecases.insight.replay_parts import Replay, Scope
from escalate_cli.usecases.policy.apply_policy import apply_policy
from escalate_cli.usecases.records import Record
from escalate_cli.usecases.unit_of_work import save
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.resolve import close, resolve
from tests.conftest import DAY, MONDAY_NINE, after, clock_rule, severity_rule, targets, when
from tests.unit.usecases.conftest import a_context, later, logged, staffed
from tests.writing import writing

P1 = when(priority="P1")


def climbing(at: str, **changes: Any) -> Policy:
    """Return a policy under which a ticket goes to L2 after a while, and a P1 to the manager."""
    told: dict[str, Any] = {
        "id": f"policy-{at}",
        "approval": None,
        "rules": (
            severity_rule("critical", when=P1, escalate="manager"),
            clock_rule("climb", at=at, escalate="L2", notify=("owner",)),
        ),
        "targets": (targets(resolve="4h"),),
    }
    return staffed(**told | changes)


SLOW, FAST = climbing("2h"), climbing("1h")


def told(
    context: Context, policy: Policy, *query: str, ids: Iterable[str] = (), **others: Any
) -> Replay:
    period = Period(since=after(others.pop("since", "0m")), until=after(others.pop("until", "9w")))
    wanted = parse(query, context, everything=True)
    return replay(context, policy, Scope(period=period, query=wanted, ids=tuple(ids)), **others)


def checked(context: Context, *instants: str) -> Context:
    """Let somebody check now and then; return the context at the last of them."""
    for instant in instants:
        check(later(context, instant))
    return later(context, instants[-1])


def at_work() -> Context:
    """Return a context on which three tickets are checked every half hour, and one was solved."""
    context = a_context(SLOW)
    for priority in ("P3", "P3", "P1"):
        logged(context, priority=priority)
    acknowledge(later(context, "5m"), ["1"])
    resolve(later(context, "90m"), ["2"])
    return checked(context, *(f"{n * 30}m" for n in range(1, 11)))


def test_the_same_policy_makes_no_difference() -> None:
    found = told(at_work(), SLOW)
    assert (found.tickets, found.differ, found.differences) == (3, 0, ())
    assert (found.facts, found.moot, found.elsewhere, found.unasked) == (2, 0, 0, 0)
    assert found.checked_at == after("5h")
    assert found.figures.all["decisions"] == Pair(3, 3)


@pytest.mark.parametrize("acts_at", ["89m", "90m", "100m"], ids=["before", "just", "after"])
def test_what_was_granted_by_an_act_goes_as_it_went(acts_at: str) -> None:
    late = (clock_rule("late", at="100%", notify=("lead",)),)
    policy = staffed(rules=late, targets=(targets(resolve="70m"),))
    context = a_context(policy)
    logged(context)
    escalate(later(context, "60m"), ["1"], Wish(to="L3", reason="a router"))
    note(later(context, acts_at), ["1"], "still down")
    checked(context, "100m")
    found = told(later(context, "2h"), policy)
    assert (found.figures.all["decisions"], found.differences) == (Pair(1, 1), ())


def test_another_policy_tells_which_tickets_differ_and_how() -> None:
    found = told(at_work(), FAST)
    assert (found.tickets, found.differ) == (3, 3)
    assert [(x.decision.ticket, x.change, x.decision.trigger) for x in found.differences] == [
        ("T-1", "earlier", "climb"),
        ("T-2", "new", "climb"),
        ("T-3", "earlier", "climb"),
    ]
    [climb] = [rule for rule in found.figures.triggers if rule.name == "climb"]
    assert climb.figures["fired"] == Pair(2, 3)


def test_each_ticket_is_looked_at_or_left_out_with_the_reason() -> None:
    context = at_work()
    logged(later(context, "6h"), requester="lou")
    logged(later(context, "7h"))
    undo(later(context, "7h1m"))
    context = later(context, "8h")
    found = told(context, SLOW, "priority:P3", until="6h30m")
    assert (found.tickets, found.left_out["outside"], found.left_out["unmatched"]) == (3, 1, 1)
    assert (found.left_out["withdrawn"], found.left_out["damaged"]) == (0, 0)
    assert told(context, SLOW).left_out["withdrawn"] == 1


def _beheaded(events: list[e.Event]) -> list[e.Event]:
    return events[1:]


def _orphaned(events: list[e.Event]) -> list[e.Event]:
    return [replace(x, policy="lost") if isinstance(x, e.TicketLogged) else x for x in events]


@pytest.mark.parametrize("broken", [_beheaded, _orphaned], ids=["no log", "no such policy"])
def test_a_ticket_that_cannot_be_read_is_counted(
    broken: Callable[[list[e.Event]], list[e.Event]],
) -> None:
    context = at_work()
    with writing(context.store) as tx:
        kept = Record(
            ticket=tx.ticket(2),
            events=broken(tx.events(2)),
            next_at=None,
            due_at=None,
            risk_at=None,
        )
        tx.save(kept)
    found = told(context, SLOW)
    assert (found.tickets, found.left_out["damaged"], found.imported) == (2, 1, 0)


def test_tickets_that_are_named_are_told_whatever_their_age() -> None:
    context = at_work()
    found = told(context, FAST, ids=["T-3", "1"], since="8w")
    assert (found.tickets, found.left_out["outside"]) == (2, 0)
    assert [x.decision.ticket for x in found.differences] == ["T-1", "T-3"]


def test_a_name_without_a_ticket_is_refused() -> None:
    with pytest.raises(TicketNotFoundError):
        told(at_work(), FAST, ids=["9"])


def test_a_period_must_not_end_before_it_begins() -> None:
    with pytest.raises(UsageError, match="ends before it begins"):
        told(at_work(), FAST, since="2h", until="1h")


def test_the_archive_is_told_too() -> None:
    context = at_work()
    close(later(context, "6h"), ["2"])
    archive(later(context, "40d"))
    found = told(later(context, "5h"), FAST)
    assert found.tickets == 3
    assert [x.decision.ticket for x in found.differences] == ["T-1", "T-2", "T-3"]


def test_two_policies_can_be_compared_with_each_other() -> None:
    found = told(at_work(), FAST, against=climbing("3h"))
    assert found.against is not None
    assert [(x.decision.ticket, x.change) for x in found.differences] == [
        ("T-1", "earlier"),
        ("T-2", "new"),
        ("T-3", "earlier"),
    ]
    assert told(at_work(), FAST, against=FAST).differences == ()


def test_a_ticket_that_followed_another_policy_is_told_under_one() -> None:
    context = at_work()
    moved = later(context, "6h", policy=FAST)
    apply_policy(moved, ["1"])
    check(moved)
    found = told(later(moved, "7h"), FAST, ids=["1"])
    assert [(x.change, x.decision.noticed_at) for x in found.differences] == [
        ("earlier", after("1h"))
    ]


def test_what_people_did_can_be_moot_elsewhere_or_need_a_yes() -> None:
    context = a_context(SLOW)
    for _ in range(2):
        logged(context)
    escalate(later(context, "90m"), ["1"], Wish(to="L2"))
    escalate(later(context, "95m"), ["2"], Wish(to="L3"))
    done = checked(context, *(f"{n * 30}m" for n in range(1, 5)))
    strict = climbing("1h", functional=staffed().rules.functional)
    found = told(done, strict)
    assert (found.facts, found.moot, found.elsewhere, found.unasked) == (2, 1, 2, 1)


def test_imported_tickets_are_told_from_their_beginning() -> None:
    context = a_context(SLOW)
    logged(context)
    with writing(context.store) as tx:
        history = context.history(tx, 1)
        [log] = history.events
        assert isinstance(log, e.TicketLogged)
        history.events[:] = [replace(log, imported_at=after("9h"))]
        save(context, tx, type(history)(history.events, history.rules_of))
    found = told(later(context, "9h"), SLOW)
    assert (found.imported, found.checked_at) == (1, None)
    assert [(x.change, x.decision.noticed_at) for x in found.differences] == [("new", after("2h"))]


def test_nothing_is_written() -> None:
    context = at_work()
    store = context.store
    assert isinstance(store, MemoryStore)
    before = store._tables.copy()
    told(later(context, "9h"), FAST)
    assert (store._tables._rows, store._tables.meta) == (before._rows, before.meta)
    assert store.last_check_at() == after("5h")


def _peak(tickets: int) -> int:
    context = a_context(SLOW)
    for _ in range(tickets):
        logged(context, description="x" * 2000)
    numbers = [str(n + 1) for n in range(tickets)]
    for minute in range(1, 10):
        note(later(context, f"{minute}m"), numbers, "x" * 2000)
    done = checked(context, "3h")
    told(done, SLOW)
    tracemalloc.start()
    told(done, SLOW)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_many_tickets_need_hardly_more_memory_than_few() -> None:
    assert _peak(60) < _peak(6) * 2


def test_where_a_row_said_for_the_team_was_spoilt_the_plan_alone_counts() -> None:
    context = a_context()
    logged(context)
    context.store.change(lambda tx: tx.tables.put(STANDING, 1, b'{"kind":"zork"}'))  # type: ignore[attr-defined]
    period = Period(since=MONDAY_NINE - DAY, until=after("1h"))
    assert replay(later(context, "1h"), context.policy, Scope(period=period)).tickets == 1
