"""What comes from elsewhere is history: kept once, without a word to anybody."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from escalate_cli.domain.ticket import events as e
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.import_tickets import BroughtIn, import_tickets
from tests.conftest import after, clock_rule, severity_rule, targets
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket, told

T = TypeVar("T")
STRICT = staffed(
    rules=(
        severity_rule("everything", escalate="manager"),
        clock_rule("late", at="100%", escalate="next"),
    ),
    targets=(targets(resolve="4h"),),
)


class Incident(msgspec.Struct, frozen=True):
    """An incident of another system, logged and perhaps resolved there."""

    number: str
    resolved: bool = True

    @property
    def opening(self) -> e.TicketLogged:
        """Return its log, but for the names that it has here."""
        return e.TicketLogged(
            at=after("0m"),
            by="import",
            id="",
            uid="",
            title=self.number,
            policy="",
            level="",
            priority="P1",
            requester="kim",
            key=self.number,
            source="servicenow",
            imported_at=after("1d"),
        )

    @property
    def rest(self) -> Sequence[e.Event]:
        """Return its resolution, if it has one."""
        return [e.TicketResolved(at=after("6h"), by="import")] if self.resolved else []


def test_histories_are_kept_under_new_ids_and_nobody_is_told() -> None:
    context = a_context(STRICT, at="1d")
    logged(context)
    quiet = told(context)
    assert import_tickets(context, "servicenow", [Incident("INC1"), Incident("INC2")]) == BroughtIn(
        new=2, change=2
    )
    came = ticket(context, 2)
    assert (came.id, came.key, came.level, came.team) == ("T-2", "INC1", "L1", "frontline")
    assert len({came.uid, *(ticket(context, number).uid for number in (1, 3))}) == 3
    assert (kinds(context, 2), told(context)) == (["ticket_logged", "ticket_resolved"], quiet)


def test_what_is_here_already_is_left_alone() -> None:
    context = a_context(STRICT, at="1d")
    import_tickets(context, "servicenow", [Incident("INC1")])
    again = [Incident("INC1"), Incident("INC3")]
    done = import_tickets(later(context, "2d"), "servicenow", again)
    assert done == BroughtIn(new=1, known=1, change=2)
    assert import_tickets(later(context, "3d"), "servicenow", again) == BroughtIn(known=2)
    assert context.store.read().highest() == 2


def test_the_same_number_of_another_system_is_another_ticket() -> None:
    context = a_context(STRICT, at="1d")
    import_tickets(context, "servicenow", [Incident("INC1")])
    assert import_tickets(context, "remedy", [Incident("INC1")]) == BroughtIn(new=1, change=2)


def test_a_trial_counts_and_keeps_nothing() -> None:
    context = a_context(STRICT, at="1d")
    import_tickets(context, "servicenow", [Incident("INC1")])
    many = [Incident("INC1"), Incident("INC2")]
    assert import_tickets(context, "servicenow", many, dry_run=True) == BroughtIn(new=1, known=1)
    assert context.store.read().highest() == 1


def test_nothing_new_writes_nothing() -> None:
    context = a_context(STRICT, at="1d")
    assert import_tickets(context, "servicenow", []) == BroughtIn()
    assert context.store.read().policy_source("policy-1") is None


def test_what_happened_before_it_came_is_not_the_engines_business() -> None:
    context = a_context(STRICT, at="1d")
    import_tickets(context, "servicenow", [Incident("INC1")])
    assert check(context).decisions == ()
    assert told(context) == []


def test_one_that_is_still_open_is_ours_from_now_on() -> None:
    context = a_context(STRICT, at="1d")
    import_tickets(context, "servicenow", [Incident("INC1", resolved=False)])
    check(context)
    assert (ticket(context).level, ticket(context).management_level) == ("L2", "manager")


def test_whoever_waits_sees_each_new_ticket_go_by() -> None:
    seen: list[tuple[int, int]] = []

    def watch(things: Iterable[T], total: int) -> Iterable[T]:
        kept = list(things)
        seen.append((len(kept), total))
        return kept

    context = a_context(STRICT, at="1d")
    both = [Incident("INC1"), Incident("INC2")]
    assert import_tickets(context, "servicenow", both, watch).new == 2
    assert seen == [(2, 2)] * len(seen) != []
