"""Who speaks: the party of an act, by today's people and the ticket as it stands.

It is decided once, when the act is recorded. The first that fits: a machine; the ticket's owner,
who is of the team; the requester; somebody of a team or a level; a stakeholder or a contact of the
ticket's customer, who are of the requester's side; everybody, where no team has members.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from escalate_cli.domain.policy.identity import is_same
from escalate_cli.domain.policy.people import Customer, People
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket.events.base import ByTheWay, Event
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.people.team import has_members, may_take, staff_of
from escalate_cli.domain.ticket.ticket import Ticket


def party_of(person: str, ticket: Ticket, rules: Rules, people: People) -> Party:
    """Return for whom somebody speaks on a ticket."""
    return next(
        party for holds, party in _claims(people.identity(person), ticket, rules, people) if holds
    )


def _claims(who: str, ticket: Ticket, rules: Rules, people: People) -> Iterator[tuple[bool, Party]]:
    """Yield what somebody may be on a ticket, first what goes before the rest."""
    yield people.is_machine(who), Party.MACHINE
    yield _is(who, ticket.owner, people), Party.TEAM
    yield _is(who, ticket.requester, people), Party.REQUESTER
    yield who in staff_of(rules, people), Party.TEAM
    yield any(_is(who, name, people) for name in ticket.stakeholders), Party.REQUESTER
    customer = people.customers.get(ticket.customer or "")
    yield customer is not None and _speaks_for(who, customer, people), Party.REQUESTER
    yield True, Party.OTHER if has_members(people) else Party.TEAM


def _is(who: str, name: str | None, people: People) -> bool:
    return name is not None and people.identity(name) == who


def customer_of(who: str, people: People) -> str | None:
    """Return the customer that somebody speaks for; whoever speaks for several names none."""
    who = people.identity(who)
    found = [id_ for id_, each in people.customers.items() if _speaks_for(who, each, people)]
    return found[0] if len(found) == 1 else None


def _speaks_for(who: str, customer: Customer, people: People) -> bool:
    """Tell whether somebody is a contact of a customer, by an address or its domain."""
    person = people.people.get(who)
    addresses = (who, *(person.addresses if person else ()))
    return any(
        is_same(address, contact) or (contact.startswith("@") and _ends(address, contact))
        for contact in (*customer.contacts, *customer.addresses)
        for address in addresses
    )


def _ends(address: str, domain: str) -> bool:
    return is_same(address[-len(domain) :], domain)


def with_party(event: Event, ticket: Ticket, rules: Rules, people: People) -> Event:
    """Return an act with its party, unless it has one or the policy does it.

    Args:
        event: what somebody does.
        ticket: as it stands before.
        rules: those of today, whose levels name people of the team.
        people: those of today.
    """
    if event.is_of_policy or event.party is not None:
        return event
    if event.is_word_of_requester:
        return event.of(Party.REQUESTER)
    as_team = event.of(Party.TEAM)
    works = event.is_for_team or event.by in staff_of(rules, people)
    if works and not people.is_machine(event.by) and as_team.apply(ticket).owner == event.by:
        return as_team
    return event.of(party_of(event.by, ticket, rules, people))


def in_passing(event: Event, ticket: Ticket, rules: Rules, people: People) -> Event:
    """Return an act marked as one in passing, where who does it may not take what was handed up.

    Above the first level it goes on to wait for that level, whoever puts it aside or judges it.

    Args:
        event: what somebody does, before it has its party.
        ticket: as it stands before.
        rules: those that the ticket follows.
        people: those of today.
    """
    passes = (
        isinstance(event, ByTheWay)
        and ticket.acknowledged_at is None
        and ticket.level != rules.functional[0].id
        and event.by in staff_of(rules, people)
        and not may_take(event.by, ticket, rules, people, event.at)
    )
    return replace(event, in_passing=True) if passes else event
