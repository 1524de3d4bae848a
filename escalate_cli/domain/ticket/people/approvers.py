"""Approval: who may escalate, and who must approve."""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime

import msgspec

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.routing import route
from escalate_cli.domain.policy.rules import Level, Rules
from escalate_cli.domain.policy.standing import AuthorityLent, Standing, counting
from escalate_cli.domain.ticket.matching import matches
from escalate_cli.domain.ticket.people.team import named_at
from escalate_cli.domain.ticket.ticket import Request, Ticket


class Delegation(msgspec.Struct, frozen=True, kw_only=True):
    """One person speaks for another, in [since, until).

    Attributes:
        change: the number to undo it by; nothing where it was lent before there was one.
    """

    person: str
    to: str
    since: datetime
    until: datetime
    by: str
    reason: str = ""
    change: int | None = None

    def is_in_force_for(self, person: str, at: datetime) -> bool:
        """Tell whether somebody speaks for the other one at an instant."""
        return self.to == person and self.since <= at < self.until


def lent_in(entries: Collection[Standing]) -> Iterator[Delegation]:
    """Yield the authority that entries lend and none takes back."""
    for entry in counting(entries):
        if isinstance(entry, AuthorityLent):
            yield Delegation(
                person=entry.person,
                to=entry.to,
                since=entry.from_at,
                until=entry.until_at,
                by=entry.by,
                reason=entry.message,
                change=entry.change,
            )


class Approvers(msgspec.Struct, frozen=True):
    """The management level that must approve, and its people today."""

    level: str
    people: tuple[str, ...]


def needs_approval(goal: Level, ticket: Ticket, person: str) -> bool:
    """Tell whether somebody needs another one's yes to escalate into a level."""
    asked = goal.approval
    if asked is None or person in asked.people:
        return False
    return asked.unless is None or not matches(asked.unless, ticket)


def unanswered(ticket: Ticket, goal: Level, *, in_emergency: bool = False) -> Request | None:
    """Return the request that must be answered before another approval is asked for.

    The approval that is still owed for an emergency comes first, whatever is asked; otherwise
    only the same request stands in the way, and in an emergency not even that.
    """
    pending = ticket.pending_approval
    if pending is None or pending.afterwards:
        return pending
    return pending if pending.to == goal.id and not in_emergency else None


def approvers(
    goal: Level, person: str, rules: Rules, people: People, at: datetime
) -> Approvers | None:
    """Return who approves: the level's people, or the level above for a request of their own."""
    asked = goal.approval
    return asked_from(asked.by, person, rules, people, at) if asked else None


def asked_from(
    lowest: str, person: str, rules: Rules, people: People, at: datetime
) -> Approvers | None:
    """Return whom a person's request goes to that needs the yes of a level, or of one above it."""
    first = rules.level(lowest)
    for level in rules.management[first.rank :] if first else ():
        asked_ones = route(level, people, at).told
        if person not in asked_ones:
            return Approvers(level.id, asked_ones)
    return None


def ladder_in_office(request: Request, today: Rules, own: Rules) -> Rules:
    """Return by which rules a request is answered: today's, unless they lost its level."""
    return today if today.level(request.approver) is not None else own


def entitled(
    request: Request, rules: Rules, people: People, at: datetime, *, is_on_record: bool = False
) -> frozenset[str]:
    """Return who may answer a request by a policy, from its level on upwards.

    They are on duty there, or were asked and are named there still; nobody whom the policy knows
    no more is among them. What is on record was answered by whoever was asked then.
    """
    lowest = rules.level(request.approver)
    levels = rules.management[lowest.rank :] if lowest else ()
    on_duty = {name for level in levels for name in route(level, people, at).told}
    if is_on_record:
        return frozenset(on_duty.union(request.asked))
    asked = named_at(levels, people).keys() & set(request.asked)
    return frozenset(name for name in on_duty | asked if people.knows(name))


def with_stand_ins(
    asked: Collection[str], person: str, lent: Iterable[Delegation], at: datetime
) -> tuple[str, ...]:
    """Return who hears of a person's request: who is asked, and to whom they lent their yes."""
    in_force = (each for each in lent if each.since <= at < each.until)
    stand_ins = (each.to for each in in_force if each.person in asked and each.to != person)
    return tuple(dict.fromkeys((*asked, *stand_ins)))


def speaks_for(
    person: str,
    request: Request,
    may_answer: AbstractSet[str],
    delegations: Iterable[Delegation],
    at: datetime,
) -> str | None:
    """Return whose authority a person uses to answer a request; nothing where none suffices.

    That is their own, or that of somebody who delegated it; four eyes: never the requester's.
    Where no level above names its people, anybody but the requester may answer.
    """
    if person == request.by:
        return None
    others = may_answer - {request.by}
    if not others or person in others:
        return person
    lent = (each for each in delegations if each.is_in_force_for(person, at))
    return next((d.person for d in lent if d.person in others), None)
