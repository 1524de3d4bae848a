"""Trigger status: why each rule spoke or did not, and when it would."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.due_findings import Due
from escalate_cli.domain.engine.episodes import trigger_of
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.held import Held
from escalate_cli.domain.ticket.matching import holds, values_of
from escalate_cli.domain.ticket.ticket import Ticket


class TriggerStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one rule on one ticket, in one episode or in none.

    Attributes:
        state: `fired`, `due` (the next check decides it), `waits` (for `since`), `held` (its
            clock stands still), or `idle`.
        since: when its condition became, or would become, true.
        noticed_at: when it was decided.
        sentence: the reason, or what it waits for.
        held_by: the time in which it could not be decided; without an end while it still cannot.
    """

    trigger: str
    type: str
    state: str
    key: str | None = None
    since: datetime | None = None
    noticed_at: datetime | None = None
    action: str | None = None
    sentence: str = ""
    held_by: Held | None = None


def accounts(agenda: Agenda, now: datetime) -> list[TriggerStatus]:
    """Return what every rule of the ticket's policy did, or still waits for."""
    history = agenda.history
    found: dict[str, list[TriggerStatus]] = {rule.name: [] for rule in history.rules.triggers}
    today = {name: rule.name for rule in history.rules.triggers for name in rule.was}
    for event in history.fired.values():
        found.setdefault(today.get(event.trigger, event.trigger), []).append(_fired(event))
    for due in agenda.undecided(now):
        if due.may_act:
            found[due.case.rule.name].append(_open(due, now))
    for due in agenda.held(now):
        found[due.case.rule.name].append(_held(due))
    ticket = history.seen(now)
    for rule in history.rules.triggers:
        if not found[rule.name]:
            found[rule.name].append(_idle(rule, ticket))
    return [account for accounts_of_one in found.values() for account in accounts_of_one]


def _fired(event: e.TriggerFired) -> TriggerStatus:
    return TriggerStatus(
        trigger=event.trigger,
        type=event.type,
        state="fired",
        key=event.key,
        since=event.since,
        noticed_at=event.at,
        action=event.action,
        sentence=event.reason,
        held_by=event.held_by,
    )


def _open(due: Due, now: datetime) -> TriggerStatus:
    return TriggerStatus(
        trigger=due.case.rule.name,
        type=due.case.rule.type,
        state="due" if due.since <= now else "waits",
        key=due.key,
        since=due.since,
        sentence=due.case.finding.reason,
        held_by=due.held,
    )


def _held(due: Due) -> TriggerStatus:
    return TriggerStatus(
        trigger=due.case.rule.name,
        type=due.case.rule.type,
        state="held",
        key=due.key,
        since=due.since,
        sentence=due.case.finding.reason,
        held_by=due.held,
    )


def _idle(rule: Rule, ticket: Ticket) -> TriggerStatus:
    sentence = "; ".join(_unmet(rule, ticket)) or trigger_of(rule).waits_for(ticket)
    return TriggerStatus(trigger=rule.name, type=rule.type, state="idle", sentence=sentence)


def _unmet(rule: Rule, ticket: Ticket) -> Iterator[str]:
    """Yield each condition of the rule that the ticket does not meet."""
    for condition in rule.when.conditions:
        if not holds(condition, ticket):
            wanted = "not " * condition.negated + " or ".join(condition.values)
            is_now = ", ".join(values_of(ticket, condition.field)) or "nothing"
            yield f"{condition.field} must be {wanted}, it is {is_now}"
