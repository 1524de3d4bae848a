"""What another system tells later of a ticket is appended, unless people here went another way."""

from collections.abc import Sequence

import msgspec
import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.import_tickets import Both, BroughtIn, import_tickets
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.note import note
from tests.conftest import (
    a_log,
    after,
    clock_rule,
    closed,
    paused,
    reopened,
    resolved,
    resumed,
    taken,
    targets,
)
from tests.unit.usecases.conftest import a_context, kinds, later, staffed, ticket, told

LATE = staffed(
    rules=(clock_rule("late", at="100%", escalate="next"),), targets=(targets(resolve="4h"),)
)
ACK = taken(after("1h"))
DONE = resolved(after("2h"))


class There(msgspec.Struct, frozen=True):
    """A ticket of another system, as far as that tells it."""

    rest: Sequence[e.Event] = ()
    number: str = "INC1"

    @property
    def opening(self) -> e.TicketLogged:
        """Return its log."""
        return a_log(key=self.number, source="remedy", imported_at=after("90m"))


def bring(context: Context, *rest: e.Event) -> BroughtIn:
    return import_tickets(context, "remedy", [There(rest)])


@pytest.fixture
def context() -> Context:
    """Give a store into which a ticket was imported that somebody works on."""
    context = a_context(LATE, at="90m")
    bring(context, ACK)
    return context


def test_what_came_later_is_appended_at_its_own_instant(context: Context) -> None:
    done = bring(later(context, "3h"), ACK, DONE)
    assert done == BroughtIn(updated=1, change=2)
    assert ticket(context).resolved_at == after("2h")
    assert kinds(context)[-2:] == ["ticket_resolved", "history_imported"]


def test_an_event_of_the_same_instant_that_is_new_is_taken(context: Context) -> None:
    same = e.TicketAssigned(at=after("1h"), by="bo", owner="cy")
    assert bring(later(context, "3h"), ACK, same).updated == 1
    assert bring(later(context, "4h"), ACK, same).known == 1
    assert ticket(context).owner == "cy"


def test_what_was_concluded_from_not_knowing_is_withdrawn(context: Context) -> None:
    check(later(context, "5h"))
    assert (ticket(context).level, len(ticket(context).breaches)) == ("L2", 1)
    alerts = told(context)
    bring(later(context, "6h"), ACK, DONE)
    one = ticket(context)
    assert (one.status, one.level, one.breaches) == (Status.RESOLVED, "L1", ())
    assert alerts
    assert told(context) == []
    assert check(later(context, "7h")).decisions == ()


def test_what_was_concluded_before_stays(context: Context) -> None:
    check(later(context, "5h"))
    bring(later(context, "9h"), ACK, resolved(after("8h")))
    one = ticket(context)
    assert (one.status, one.level, len(one.breaches)) == (Status.RESOLVED, "L2", 1)


@pytest.mark.parametrize(
    "news",
    [taken(after("3h")), resumed(after("3h")), closed(after("3h")), reopened(after("3h"))],
    ids=["acknowledged", "resumed", "closed", "reopened"],
)
def test_what_cannot_happen_to_it_as_it_is_here_is_both(context: Context, news: e.Event) -> None:
    note(later(context, "2h"), ["1"], "seen")
    before = kinds(context)
    assert bring(later(context, "4h"), ACK, news).both == (Both("T-1", "INC1"),)
    assert kinds(context) == before


@pytest.mark.parametrize("news", [paused(after("3h")), DONE], ids=["waits", "resolved"])
def test_what_can_happen_goes_on_from_an_act_here(news: e.Event) -> None:
    context = a_context(LATE, at="90m")
    bring(context)
    acknowledge(later(context, "100m"), ["1"])
    assert bring(later(context, "4h"), news).updated == 1


def test_what_an_act_here_came_after_is_both(context: Context) -> None:
    note(later(context, "150m"), ["1"], "seen")
    assert bring(later(context, "4h"), ACK, DONE).both == (Both("T-1", "INC1"),)


def test_a_trial_follows_nothing_up(context: Context) -> None:
    done = import_tickets(later(context, "3h"), "remedy", [There((ACK, DONE))], dry_run=True)
    assert done == BroughtIn(updated=1)
    assert ticket(context).status is Status.ACKNOWLEDGED


def test_what_was_followed_up_can_be_undone_and_told_again(context: Context) -> None:
    bring(later(context, "3h"), ACK, DONE)
    undo(later(context, "4h"))
    assert ticket(context).status is Status.ACKNOWLEDGED
    assert bring(later(context, "5h"), ACK, DONE).updated == 1
