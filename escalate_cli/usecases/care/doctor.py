"""Symptoms for `doctor`: what may be wrong with a store, its surroundings and its policy."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from escalate_cli.domain.messages.recipient import contact_of
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket.people.team import some_of
from escalate_cli.domain.ticket.search import Search
from escalate_cli.domain.ticket.ticket import Ticket, id_of
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.errors import EscalateError
from escalate_cli.suggestions import shell_word
from escalate_cli.usecases.care.store_care import Symptom
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.outbox.outbox_counts import counts
from escalate_cli.usecases.ports import ProgressWatch, View
from escalate_cli.usecases.unchecked import PATIENCE
from escalate_cli.usecases.versions import ending_holidays

SLACK = timedelta(minutes=5)
"""So far two clocks may be apart before one of them is wrong."""


def examine(
    context: Context,
    view: View,
    watch: ProgressWatch | None = None,
    line: str = "*/5 * * * * escalate check",
    shown: Callable[[datetime], str] = format_instant,
) -> Iterator[Symptom]:
    """Look for what is wrong with the tickets and with what should happen to them.

    `line` is that of a crontab which runs `check` on this store; `shown` writes an instant.
    """
    yield from _histories(view, watch)
    yield from _references(context, view)
    yield from _heartbeat(context, view, line, shown)
    yield from _times(context, view, shown)
    yield from _messages(context, view)
    yield from _people(context.rules, context.people)
    yield from _leavers(context, view)
    yield from _holidays(context, view)


def _histories(view: View, watch: ProgressWatch | None) -> Iterator[Symptom]:
    """Recompute every digest, and the chain over all events."""
    for each in view.damage():
        if each.number is not None:
            remedy = f"escalate verify {each.number}"
            yield _symptom("history", each.said, remedy)
    numbers: Iterable[int] = view.numbers()
    for number in watch(numbers, view.highest()) if watch else numbers:
        try:
            broken = view.broken_digests(number)
            view.ticket(number)
        except EscalateError as error:
            yield _symptom("history", str(error), f"escalate verify {number}")
            continue
        if broken:
            events = ", ".join(map(str, broken))
            found = f"{id_of(number)}: events were changed after they were written: {events}"
            yield _symptom("history", found, f"escalate verify {number}")
    for number in view.broken_standing():
        found = f"row {number} of the table standing was changed after it was written"
        yield _symptom("standing", found, "escalate verify")
    if not view.is_chained():
        found = "the events are not those that were written: some were changed, or are missing"
        yield _symptom("chain", found, "escalate verify")


def _symptom(check: str, found: str, remedy: str) -> Symptom:
    return Symptom(check=check, found=found, remedy=remedy)


def _references(context: Context, view: View) -> Iterator[Symptom]:
    """Look for tickets whose policy is gone, and messages about tickets that are not there."""
    known: dict[str, bool] = {context.rules.id: True}
    for ticket in _all_tickets(view):
        policy = ticket.policy
        if policy not in known:
            known[policy] = view.policy_source(policy) is not None
        if not known[policy]:
            found = f"{ticket.id} follows the policy version {policy[:12]}, which is not kept"
            yield _symptom("policy version", found, f"escalate policy apply {ticket.id}")
    numbers = {id_of(number) for number in view.numbers()}
    for message in view.messages():
        if message.ticket not in numbers:
            found = f"the message {message.key} is about {message.ticket}, which is not there"
            yield _symptom("outbox", found, f"escalate outbox drop {shell_word(message.key)}")


def _all_tickets(view: View) -> Iterator[Ticket]:
    yield from view.search()
    yield from view.archived()


def _heartbeat(
    context: Context, view: View, line: str, shown: Callable[[datetime], str]
) -> Iterator[Symptom]:
    """Tell whether the policy is applied as often as it should be."""
    active = view.active_count()
    last = context.store.last_check_at()
    late = context.now - PATIENCE
    if active and (last is None or last < late):
        ran = f"last ran at {shown(last)}" if last else None
        said = ran or "has never run, as far as is noted"
        found = f"check {said}; open tickets: {active}"
        yield _symptom("heartbeat", found, f"crontab -e, then: {line}")
    missed = len(view.due_by(late))
    if missed:
        length = format_duration(PATIENCE)
        found = f"tickets on which something has been due for longer than {length}: {missed}"
        yield _symptom("heartbeat", found, "escalate check")


def _times(context: Context, view: View, shown: Callable[[datetime], str]) -> Iterator[Symptom]:
    """Look for what was recorded in the future."""
    latest = context.now + SLACK
    last = context.store.last_check_at()
    if last is not None and last > latest:
        found = f"check ran at {shown(last)}, which is in the future"
        yield _symptom("clock", found, "date -u shows the clock; set it right, then escalate check")
    ahead = {each.id: each.latest_at for each in view.search() if each.latest_at > latest}
    if ahead:
        at = shown(max(ahead.values()))
        found = f"tickets changed in the future, up to {at}: {len(ahead)} ({some_of(ahead)})"
        yield _symptom(
            "clock", found, "date -u shows the clock; env shows whether ESCALATE_NOW is set"
        )


def _messages(context: Context, view: View) -> Iterator[Symptom]:
    """Look for messages that will not arrive by themselves."""
    for number in view.broken_messages():
        found = f"row {number} of the outbox cannot be read: somebody edited it"
        yield _symptom("outbox", found, "put it right in tickets.json, or: escalate restore FILE")
    left = counts(context, view)
    if left.dead:
        found = f"messages that could not be delivered and were given up: {left.dead}"
        yield _symptom("outbox", found, "escalate outbox list, then escalate outbox retry")
    if left.unreachable:
        found = f"messages that wait for people whom no channel reaches: {left.unreachable}"
        remedy = "escalate outbox list; give them contacts in the policy, or escalate outbox drop"
        yield _symptom("outbox", found, remedy)


def _people(rules: Rules, people: People) -> Iterator[Symptom]:
    """Look for people whom no message can reach, where messages are sent at all."""
    if not people.channels:
        return
    told = {level.person for level in rules.levels() if level.person}
    told |= {member for team in people.teams.values() for member in team.members}
    for name in sorted(told):
        person = people.person_of(name)
        contacts = person.contact if person else ()
        if not any(contact_of(contact, people) for contact in contacts):
            found = f"{name} is on a ladder or in a team, and no channel reaches them"
            yield _symptom("channels", found, f"give {name} a contact in the policy")


def _leavers(context: Context, view: View) -> Iterator[Symptom]:
    """Look for tickets in the hands of people whom the policy knows no more."""
    if not context.people.people:
        return
    for ticket in view.search(Search(active=True)):
        if ticket.owner and context.people.person_of(ticket.owner) is None:
            found = f"{ticket.owner}, who has {ticket.id} ({ticket.priority}), is not in the policy"
            yield _symptom("people", found, f"escalate assign {ticket.id} PERSON")


def _holidays(context: Context, view: View) -> Iterator[Symptom]:
    """Look for tickets that follow a version of the policy whose holidays end."""
    for each in ending_holidays(context, view):
        found = (
            f"the holidays of calendar {each.calendar} end with {each.last}"
            f" for open tickets: {each.tickets}"
        )
        first = "give the policy the holidays to come, then: " if each.in_force else ""
        yield _symptom("holidays", found, f"{first}escalate policy apply")
