"""Who is kept informed of a ticket, besides its requester."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from escalate_cli.domain.messages.message_kind import UPDATES, MessageKind
from escalate_cli.domain.messages.notifications import informed, telling
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.usecases.outbox.delivery_events import dropped
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unit_of_work import Context, change, change_among
from escalate_cli.usecases.verbs import input_validation


def add(context: Context, ticket_id: str, people: Sequence[str]) -> list[TicketSnapshot]:
    """Keep people informed from now on, and tell the new ones how the ticket stands."""
    named = _named(context, people)

    def act(history: History) -> Iterator[e.Event]:
        return _edited(context, history, (*history.ticket.stakeholders, *named))

    def tell(history: History) -> Iterator[Message]:
        before = history.steps[-2].ticket.stakeholders
        new = [person for person in history.ticket.stakeholders if person not in before]
        return telling(new, history, history.events[-1], MessageKind.STATUS_UPDATE, context.people)

    return change(context, input_validation.numbers_of([ticket_id]), act, tell)


def remove(context: Context, ticket_id: str, people: Sequence[str]) -> list[TicketSnapshot]:
    """Keep people informed no longer, not even of what waits to be sent to them."""
    gone = {*_named(context, people)}

    def act(tx: Transaction, history: History) -> Iterator[e.Event]:
        ticket = history.ticket
        left = tuple(person for person in ticket.stakeholders if person not in gone)
        yield from _edited(context, history, left)
        deaf = gone - {*informed(replace(ticket, stakeholders=left), context.people)}
        for message in list(tx.messages()):
            is_theirs = message.ticket == ticket.id and message.to in deaf
            if is_theirs and message.kind in UPDATES and not message.is_held(context.now):
                tx.drop(message.key)
                yield dropped(message, "no stakeholder any more", context.stamp)

    return change_among(context, input_validation.numbers_of([ticket_id]), act)


def _edited(context: Context, history: History, wanted: Iterable[str]) -> Iterator[e.Event]:
    """Yield the change, if it is one."""
    stakeholders = tuple(dict.fromkeys(wanted))
    if stakeholders != history.ticket.stakeholders:
        yield e.TicketEdited(changes=e.Changes(stakeholders=stakeholders), **context.stamp)


def _named(context: Context, people: Sequence[str]) -> tuple[str, ...]:
    """Read people of the policy, and addresses of others."""
    return tuple(_one(context, name) for name in input_validation.names_of(people, "a stakeholder"))


def _one(context: Context, name: str) -> str:
    channel, colon, _ = name.partition(":")
    if not colon:
        return (
            name
            if "@" in name[1:]
            else input_validation.person_of(name, context.people, context.by)
        )
    if context.people.channels and "@" not in channel:
        input_validation.one_of(channel, context.people.channels, "channel")
    return name
