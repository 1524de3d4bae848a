"""Edit: what was written down about a ticket is corrected."""

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import ACTIVE, Ticket
from escalate_cli.domain.verbs.outcome import Cause, Done, Refused
from escalate_cli.domain.verbs.priority import (
    Said,
    Triage,
    changed_from,
    is_vip,
    triage_of,
)
from escalate_cli.domain.verbs.refusals import wrong_status
from escalate_cli.domain.verbs.situation import Situation

NAMES = ("requester", "customer", "service", "category")
"""The fields that name somebody or something, or nothing."""


class Edits(msgspec.Struct, frozen=True, kw_only=True):
    """What an edit asks for; nothing means the field stays, an empty text empties it.

    Attributes:
        due: the date agreed for its resolution; nothing ends an agreement.
    """

    title: str | None = None
    description: str | None = None
    priority: str | None = None
    impact: str | None = None
    urgency: str | None = None
    requester: str | None = None
    customer: str | None = None
    vip: bool | None = None
    service: str | None = None
    category: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    add_skills: tuple[str, ...] = ()
    remove_skills: tuple[str, ...] = ()
    due: datetime | UnsetType | None = UNSET

    @property
    def said(self) -> Said:
        """Return what is asked for its priority."""
        return Said(priority=self.priority, impact=self.impact, urgency=self.urgency)


def edit(at: Situation, edits: Edits, message: str = "") -> Done | Refused:
    """Change fields of the ticket; what is the same already is not recorded."""
    triage = triage_of(at, edits.said)
    if isinstance(triage, Refused):
        return triage
    wanted = _wanted(at.ticket, edits, triage)
    if edits.vip is not None:
        wanted["vip"] = edits.vip
    elif is_vip(edits.customer, at.people):
        wanted["vip"] = True
    if edits.due is not UNSET:
        wanted["agreed_due_at"] = edits.due
    differing = {n: value for n, value in wanted.items() if value != getattr(at.ticket, n)}
    if not differing:
        return Done()
    refused = _no_date(at, edits.due, message) if "agreed_due_at" in differing else None
    if refused is not None:
        return refused
    changes = replace(e.Changes(), **differing)
    before = changed_from(at, triage.priority)
    edited = e.TicketEdited(changes=changes, message=message, priority_before=before, **at.stamp)
    return Done((edited,))


def _no_date(at: Situation, due: datetime | UnsetType | None, message: str) -> Refused | None:
    """Refuse to agree on a date, or to end that, where there is nothing left to agree on."""
    ticket = at.ticket
    refused = wrong_status(ticket, ACTIVE, "given a date")
    if refused is not None:
        return refused
    run = at.history.seen(at.now).clocks[ClockName.RESOLVE]
    if run.breached_at is not None and not (run.excused and due):
        return Refused(
            f"{ticket.id} has missed its target to resolve: no date changes that",
            f"escalate why {ticket.id} resolve tells when",
        )
    if at.is_on_record:
        return None
    if isinstance(due, datetime) and due <= at.now:
        return Refused(
            "an agreed date lies ahead", "give --due a later time, like +2d", Cause.WORDING
        )
    if not message.strip():
        what = "an agreed date" if due else "to end an agreed date"
        return Refused(f"{what} needs a reason", "say with -m why", Cause.REASON)
    return None


def _wanted(ticket: Ticket, edits: Edits, triage: Triage) -> dict[str, object]:
    """Return each field that is asked for, with what it shall be."""
    texts = {name: getattr(edits, name) for name in ("title", "description")}
    names = {name: getattr(edits, name) for name in NAMES}
    return {
        **{name: text for name, text in texts.items() if text is not None},
        **{name: value or None for name, value in names.items() if value is not None},
        "priority": triage.priority,
        "impact": triage.impact or ticket.impact,
        "urgency": triage.urgency or ticket.urgency,
        "tags": _merged(ticket.tags, edits.add_tags, edits.remove_tags),
        "skills": _merged(ticket.skills, edits.add_skills, edits.remove_skills),
    }


def _merged(
    held: tuple[str, ...], add: tuple[str, ...], remove: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (*held, *add) if name not in remove))
