"""Take a mail: a new ticket, or somebody's word on one that is there; each mail once."""

import re
from collections.abc import Iterator
from typing import ClassVar, Final

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.ticket.actor import POLICY, Actor
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.people.party import customer_of
from escalate_cli.domain.verbs import note as verb
from escalate_cli.domain.verbs.outcome import Done
from escalate_cli.domain.verbs.situation import Situation
from escalate_cli.errors import TicketNotFoundError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction, View
from escalate_cli.usecases.unit_of_work import act_within
from escalate_cli.usecases.verbs.input_validation import NAME
from escalate_cli.usecases.verbs.link import hearing
from escalate_cli.usecases.verbs.log import Logged, NewTicket, log_within

OWN_DOMAIN: Final = "@escalate.invalid"
"""What the ids of our own mails end with, before it the key of the message."""

_OWN_ID = re.compile(r"(?:([0-9a-f]+)[:.])?T-([1-9][0-9]{0,11})[:.].*" + re.escape(OWN_DOMAIN))
_NOBODY = "mail"

LONGEST: Final = 1 << 20
"""So many bytes of text are kept of a mail."""


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail, as far as a ticket is made of it.

    Attributes:
        id: the same whenever it is delivered.
        sender: the address it is from.
        about: the number of the ticket that it names.
        answers: the ids of the mails that it answers, the last first.
        automatic: why no person wrote it; empty if one may have.
    """

    id: str
    sender: str | None
    title: str
    text: str
    about: int | None = None
    answers: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    automatic: str = ""


class _Draft(NewTicket, frozen=True, kw_only=True):
    longest: ClassVar[int] = LONGEST


class Dropped(msgspec.Struct, frozen=True):
    """A mail of which nothing is kept, and why."""

    reason: str


def take_mail(context: Context, mail: Mail) -> Logged | Dropped:
    """Make a ticket of a mail, or a note on the one that it is about."""
    if mail.automatic:
        return Dropped(mail.automatic)
    context = replace(context, actor=_actor(context, mail.sender))

    def take(tx: Transaction) -> Logged | Dropped:
        known = next(tx.with_key(mail.id), None)
        if known is not None:
            return Dropped(f"it is {known.id} already")
        number = next(_tickets(tx, mail), None)
        if number is None:
            [logged] = log_within(context, tx, [_draft(context.people, mail, context.by)])
            return logged
        if any(event.is_of_mail(mail.id) for event in tx.events(number)):
            return Dropped(f"it is on T-{number} already")
        done = act_within(context, tx, number, lambda at, _: _note(at, mail))
        return Logged(done.standing, is_new=False, noted="noted there", effect=done.effect)

    return context.change(take)


def _actor(context: Context, sender: str | None) -> Actor:
    """Return who acts: the sender of the mail, not the account that handed it over."""
    name = (sender or _NOBODY)[:NAME]
    person = context.people.person_of(name)
    by = person.id if person else name
    by = f"{by}@{_NOBODY}" if by == POLICY else by
    return Actor.person(by, context.actor.login or context.by)


def _tickets(view: View, mail: Mail) -> Iterator[int]:
    """Yield the numbers of the tickets that a mail may be about, the likeliest first."""
    named = [] if mail.about is None else [mail.about]
    ours = (_OWN_ID.fullmatch(each) for each in mail.answers)
    named += [int(own[2]) for own in ours if own and (own[1] or "") == view.name()]
    for number in named:
        try:
            yield hearing(view, number)
        except TicketNotFoundError:
            continue
    for each in mail.answers:
        yield from (ticket.number for ticket in view.with_key(each))


def _draft(people: People, mail: Mail, by: str) -> NewTicket:
    asks = mail.sender is not None and not people.is_machine(by)
    return _Draft(
        title=mail.title,
        description=mail.text,
        requester=by if asks else None,
        customer=customer_of(by, people),
        key=mail.id,
    )


def _note(at: Situation, mail: Mail) -> Done:
    """Add a mail's words; those of the team are public if the requester's side got them too."""
    party = at.party_of(at.by)
    is_shared = any(at.party_of(each) is Party.REQUESTER for each in mail.to)
    text = mail.text or f"[no text; the subject is: {mail.title}]"
    return verb.note(at, text, public=is_shared or party is Party.OTHER, mail=mail.id)
