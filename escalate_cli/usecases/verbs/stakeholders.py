"""Who is kept informed of a ticket, besides its requester."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.messages.message_kind import UPDATES
from escalate_cli.domain.messages.notifications import informed
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.verbs import keep_informed as verb
from escalate_cli.domain.verbs.outcome import Done
from escalate_cli.domain.verbs.situation import Situation
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.outbox.delivery_events import dropped
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unit_of_work import Changed, act
from escalate_cli.usecases.verbs.input_validation import names_of
from escalate_cli.usecases.verbs.policy_words import one_of
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


def add(context: Context, ticket_id: str, people: Sequence[str]) -> list[Changed]:
    """Keep people informed from now on, and tell the new ones how the ticket stands."""
    named = _named(context, people)

    return act(
        context,
        numbers_of([ticket_id]),
        lambda at, _: verb.keep_informed(at, (*at.ticket.stakeholders, *named)),
    )


def remove(context: Context, ticket_id: str, people: Sequence[str]) -> list[Changed]:
    """Stop informing people, and drop what still waits to be sent to them."""
    identity = context.people.identity
    named = {identity(name) for name in _named(context, people)}

    def leave(at: Situation, tx: Transaction) -> Done:
        gone = {person for person in at.ticket.stakeholders if identity(person) in named}
        left = [person for person in at.ticket.stakeholders if person not in gone]
        done = verb.keep_informed(at, left)
        return Done((*done.events, *_dropped(at, tx, gone, left)))

    return act(context, numbers_of([ticket_id]), leave)


class Informed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who hears how a ticket goes.

    Attributes:
        name: as the policy has it; empty for whom it does not know.
        role: requester, customer or stakeholder.
    """

    ticket: str
    person: str
    name: str
    role: str


def informed_of(context: Context, ids: Sequence[str]) -> list[Informed]:
    """Return who hears how tickets go, and as what."""
    with context.read() as view:
        tickets = [view.ticket(number) for number in numbers_of(ids)]
    return [
        Informed(ticket=ticket.id, person=person, name=_name(context, person), role=role)
        for ticket in tickets
        for person, role in _roles(ticket, context)
    ]


def _roles(ticket: Ticket, context: Context) -> Iterator[tuple[str, str]]:
    for person in informed(ticket, context.people):
        is_requester = person == ticket.requester
        is_customer = person == ticket.customer
        yield person, "requester" if is_requester else "customer" if is_customer else "stakeholder"


def _name(context: Context, person: str) -> str:
    known = context.people.person_of(person)
    return known.name if known else ""


def _dropped(
    at: Situation, tx: Transaction, gone: set[str], left: Iterable[str]
) -> Iterator[e.Event]:
    """Take out of the outbox what waits for those who are informed no longer."""
    after = replace(at.ticket, stakeholders=tuple(left))
    deaf = gone - {*informed(after, at.people)}
    for message in list(tx.messages(ticket=at.ticket.id)):
        if message.to in deaf and message.kind in UPDATES and not message.is_held(at.now):
            tx.drop(message.key)
            yield dropped(message, "no stakeholder any more", at.stamp)


def _named(context: Context, people: Sequence[str]) -> tuple[str, ...]:
    """Read people of the policy, and names and addresses of others."""
    return tuple(_one(context, name) for name in names_of(people, "a stakeholder"))


def _one(context: Context, name: str) -> str:
    channel, colon, _ = name.partition(":")
    if not colon:
        known = context.people.person_of(name)
        return known.id if known else context.by if name == "@me" else name
    if context.people.channels and "@" not in channel:
        one_of(channel, context.people.channels, "channel")
    return name
