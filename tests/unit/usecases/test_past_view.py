"""Who types an instant of the past sees the store as it stood then."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import TicketNotFoundError
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.list_and_show import find, show
from escalate_cli.usecases.insight.query import Query
from escalate_cli.usecases.insight.why import why
from escalate_cli.usecases.outbox.list_retry_drop import outbox
from escalate_cli.usecases.policy.apply_policy import apply_policy
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.records import Record
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.resolve import close, resolve
from tests.conftest import after, clock_rule, targets
from tests.unit.usecases.conftest import a_context, later, logged, staffed

POLICY = staffed(
    approval=None, targets=(targets(resolve="4h"),), rules=(clock_rule("late", notify=("lead",)),)
)


def as_of(context: Context, at: str) -> Context:
    """Return the desk of somebody who typed an instant of the past."""
    return replace(context, present=Present(after(at), typed=True, latest=after("60d")))


def listed(context: Context, *, finished: bool = False) -> dict[str, tuple[str, str]]:
    with context.read() as view:
        found = find(context, view, Query(finished=finished))
        return {each.ticket.id: (each.ticket.status, each.ticket.priority) for each in found}


@pytest.fixture
def context() -> Context:
    """Log T-1, raise it after an hour, resolve it after two, and log T-2 then."""
    context = a_context(POLICY)
    logged(context)
    edit(later(context, "1h"), ["1"], Edits(priority="P1"))
    resolve(later(context, "2h"), ["1"])
    logged(later(context, "2h"))
    return context


def test_later_events_move_nothing_and_stay_on_record(context: Context) -> None:
    assert listed(as_of(context, "30m")) == {"T-1": ("open", "P3")}
    assert listed(as_of(context, "1h")) == {"T-1": ("open", "P1")}
    assert listed(as_of(context, "2h")) == {"T-2": ("open", "P3")}
    [story] = show(as_of(context, "90m"), ["1"])
    assert (story.standing.ticket.status, len(story.events)) == ("open", 3)
    assert why(as_of(context, "30m"), "1").standing.ticket.priority == "P3"


def test_a_resolved_ticket_is_not_among_the_active(context: Context) -> None:
    logged(later(context, "3h"))
    assert listed(as_of(context, "150m")) == {"T-2": ("open", "P3")}


def test_a_single_ticket_is_as_it_was_and_the_store_is_the_same(context: Context) -> None:
    with as_of(context, "30m").read() as view:
        assert (view.ticket(1).priority, view.highest()) == ("P3", 2)
    with as_of(context, "1h").read() as view:
        assert view.ticket(1).priority == "P1"
    logged(later(context, "3h"))
    with as_of(context, "150m").read() as view:
        assert view.ticket(1).status == "resolved"


def test_a_ticket_that_was_not_logged_yet_is_not_there(context: Context) -> None:
    with pytest.raises(TicketNotFoundError):
        show(as_of(context, "1h"), ["2"])


def test_the_present_is_looked_at_as_it_is(context: Context) -> None:
    assert not type(as_of(context, "3h").read()).__name__.startswith("_Past")
    assert listed(later(context, "30m")) == {"T-2": ("open", "P3")}


def test_what_was_put_away_since_is_not_away_yet(context: Context) -> None:
    close(later(context, "3h"), ["1"])
    check(later(context, "4h"))
    assert archive(later(context, "40d")).tickets == 1
    logged(later(context, "40d"))
    assert listed(as_of(context, "90m")) == {"T-1": ("open", "P1")}
    assert listed(as_of(context, "3h"), finished=True).keys() == {"T-1", "T-2"}


def test_what_was_undone_later_stands(context: Context) -> None:
    undo(later(context, "3h"), 3)
    assert listed(as_of(context, "150m"), finished=True)["T-1"] == ("resolved", "P1")
    assert listed(later(context, "3h"))["T-1"] == ("open", "P1")


def test_it_is_known_what_the_policy_had_to_do_next(context: Context) -> None:
    with as_of(context, "30m").read() as view:
        assert view.next_at(1) == after("1h")
    with as_of(later(context, "3h"), "2h").read() as view:
        assert view.next_at(2) == after("3h")


def test_messages_that_were_written_later_do_not_wait_yet(context: Context) -> None:
    escalate(later(context, "3h"), ["2"], Wish())
    assert outbox(as_of(context, "150m")) == []
    assert outbox(later(context, "3h"))


def test_a_ticket_that_cannot_be_read_is_shown_as_it_is_recorded(context: Context) -> None:

    def behead(tx: Transaction) -> None:
        tx.save(Record(ticket=tx.ticket(1), events=[], next_at=None, due_at=None, risk_at=None))

    context.store.change(behead)
    with as_of(context, "1h").read() as view:
        assert [each.status for each in view.search()] == ["resolved"]


def test_monitoring_counts_what_was_open_and_finds_nothing_ahead(context: Context) -> None:
    with as_of(context, "1h").read() as view:
        assert (view.active_count(), view.may_be_ahead_of(after("1h"))) == (1, False)
    with as_of(context, "90m").read() as view:
        assert [each.id for each in view.pressing(after("90m"))] == ["T-1"]


def test_who_looks_back_sees_the_policy_that_a_ticket_followed_then() -> None:
    context = a_context(POLICY)
    logged(context)
    newer = staffed(id="policy-2", approval=None, targets=(targets(resolve="8h"),))
    apply_policy(later(context, "2h", policy=newer), [])
    asked = replace(as_of(context, "1h"), policy=newer, compile=lambda _: POLICY)
    with asked.read() as view:
        assert view.ticket(1).policy == "policy-1"


def test_what_was_over_then_is_kept_and_what_came_later_was_not_over(context: Context) -> None:
    with as_of(context, "1h").read() as view:
        assert view.kept(1) is None
    with as_of(later(context, "9h"), "8h").read() as view:
        assert (view.kept(1) is None, view.kept(2) is None) == (False, True)
