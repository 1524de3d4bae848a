"""Tickets remember what became of messages about them; broken ones stay as they are."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.errors import DamagedHistoryError, TicketNotFoundError
from escalate_cli.usecases.outbox.delivery_events import take_out
from escalate_cli.usecases.outbox.message_tickets import Tickets
from escalate_cli.usecases.ports import View
from tests.conftest import changed
from tests.unit.usecases.conftest import a_context, kinds, logged
from tests.unit.usecases.post import a_message, queued, reachable, waiting
from tests.writing import writing


def test_a_ticket_is_read_once_and_one_that_is_not_there_is_none() -> None:
    context = a_context(reachable())
    logged(context)
    read: list[int] = []

    class Counting:
        def ticket(self, number: int) -> object:
            read.append(number)
            return context.store.read().ticket(number)

    tickets = Tickets(_view(Counting()))
    found = [tickets.get(name) for name in ("T-1", "T-1", "T-9", "T-9", "nonsense")]
    assert [ticket.id if ticket else None for ticket in found] == ["T-1", "T-1", None, None, None]
    assert read == [1, 9]


def _view(view: object) -> View:
    return view  # type: ignore[return-value]  # a part of one is enough


def _raising(error: Exception) -> Callable[[str], Policy]:
    def compile_(_source: str) -> Policy:
        raise error

    return compile_


@pytest.mark.parametrize(
    "error", [LookupError("gone"), DamagedHistoryError("torn"), TicketNotFoundError(1)], ids=repr
)
def test_a_broken_ticket_does_not_keep_its_messages(error: Exception) -> None:
    context = a_context(reachable())
    logged(context)
    queued(context, a_message(context))
    other = replace(context, policy=changed(context.policy, id="policy-2"), compile=_raising(error))
    with writing(other.store) as tx:
        take_out(other, tx, [(message, "") for message in tx.messages()], other.stamp)
    assert waiting(context) == []
    assert kinds(context) == ["ticket_logged"]
