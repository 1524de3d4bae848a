"""Every event in words: one line, and below it what somebody wrote."""

from functools import singledispatch

import msgspec
from msgspec import UNSET

from escalate_cli.domain.policy.policy import FUNCTIONAL
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.render.parts.time_text import Wall

VERSION = 8
"""So many characters of a policy's version tell it from the others."""


def headline(event: e.Event, wall: Wall, arrow: str = "→") -> str:
    """Say in one line what happened."""
    if isinstance(event, e.TicketEscalated):
        return _escalated(event, arrow)
    if isinstance(event, e.TargetBreached):
        target = format_duration(event.target, days=False)
        at = wall.time(event.breached_at)
        return f"{spaced(event.clock)} target of {target} breached at {at}"
    if isinstance(event, e.TicketPaused):
        until = f" until {wall.time(event.until)}" if event.until else ""
        return f"waiting for {event.waiting_for}{until}"
    if isinstance(event, e.EscalationRequested):
        auto = f"goes by itself at {wall.time(event.auto_at)}" if event.auto_at else ""
        return _listed(_requested(event, arrow), auto)
    if isinstance(event, e.RulesChanged):
        return _rules_changed(event, wall)
    return _headline(event)


def _escalated(event: e.TicketEscalated, arrow: str) -> str:
    taker = event.owner or event.team
    return _listed(
        f"escalated {move(event.origin, event.to, arrow)}",
        "in an emergency" if event.break_glass else "",
        f"rule {event.trigger}" if event.trigger else "",
        f"approved by {event.approved_by}" if event.approved_by else "",
        f"now with {taker}" if taker and event.ladder == FUNCTIONAL else "",
        notice(event.notified),
    )


def _requested(event: e.EscalationRequested, arrow: str) -> str:
    asked = ", ".join(event.asked) or event.approver
    if event.afterwards:
        return f"asked {asked} to approve the move to {event.to} afterwards"
    return f"asked {asked} to approve {move(event.origin, event.to, arrow)}"


def _rules_changed(event: e.RulesChanged, wall: Wall) -> str:
    """Say which clocks stand otherwise since time counts by newer rules."""
    changed = (_recounted(each, wall) for each in event.clocks)
    return "counts by the rules of today: " + ("; ".join(changed) or "no clock stands otherwise")


def _recounted(clock: e.Recounted, wall: Wall) -> str:
    due = [wall.time(at) if at else "not" for at in (clock.due_before, clock.due_at)]
    again = f" run {clock.instance}" if clock.instance > 1 else ""
    return _listed(
        f"{spaced(clock.clock)}{again} is {clock.state}",
        f"was {clock.state_before}" if clock.state != clock.state_before else "",
        f"due {due[1]}, was {due[0]}" if due[0] != due[1] else "",
    )


def body(event: e.Event) -> str:
    """Return what somebody wrote with it, perhaps in several lines."""
    return _body(event)


def spaced(name: str) -> str:
    """Write the name of a clock or kind for people: `first response`."""
    return name.replace("_", " ")


def notice(people: tuple[str, ...]) -> str:
    """Name those for whom a message was written; that it was sent is an event of its own."""
    return f"notice to {', '.join(people)}" if people else ""


def move(origin: str | None, to: str | None, arrow: str = "→") -> str:
    """Write a move up a ladder; the first step of management has no origin."""
    return f"{origin} {arrow} {to}" if origin else f"to {to}"


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


@singledispatch
def _headline(event: e.Event) -> str:
    return spaced(e.kind_of(event).removeprefix("ticket_"))


@_headline.register
def _(event: e.TicketLogged) -> str:
    imported = f"imported from {event.source}" if event.imported_at else ""
    return _listed(f"logged as {event.priority} at {event.level}", imported)


@_headline.register
def _(event: e.TicketAcknowledged) -> str:
    return "acknowledged, taken over" if event.take else "acknowledged"


@_headline.register
def _(event: e.TicketAssessed) -> str:
    return _listed(
        f"assessed as {event.priority}",
        f"impact {event.impact}" if event.impact else "",
        f"urgency {event.urgency}" if event.urgency else "",
        f"category {event.category}" if event.category else "",
        f"needs {', '.join(event.skills)}" if event.skills else "",
        "needs a decision" if event.needs_decision else "",
    )


@_headline.register
def _(event: e.EscalationApproved) -> str:
    return _listed(f"approved the move to {event.to}", _lent(event.for_person))


@_headline.register
def _(event: e.EscalationDeclined) -> str:
    return _listed(f"declined the move to {event.to}", _lent(event.for_person))


def _lent(person: str | None) -> str:
    return f"for {person}" if person else ""


@_headline.register
def _(event: e.TicketReturned) -> str:
    taker = event.owner or event.team
    back = f"returned from {event.origin} to {event.to}"
    return _listed(back, f"now with {taker}" if taker else "", notice(event.notified))


@_headline.register
def _(event: e.NoteAdded) -> str:
    if event.from_requester:
        return "note from the requester"
    return "public note" if event.public else "internal note"


@_headline.register
def _(event: e.ComplaintReceived) -> str:
    return f"complaint from {event.requester}" if event.requester else "complaint"


@_headline.register
def _(event: e.TicketAssigned) -> str:
    team = f"team {event.team}" if event.team else ""
    return _listed(f"assigned to {event.owner or 'nobody'}", team)


@_headline.register
def _(event: e.TicketEdited) -> str:
    changes = msgspec.structs.asdict(event.changes).items()
    return "edited " + _listed(*(_change(n, v) for n, v in changes if v is not UNSET))


def _change(name: str, value: object) -> str:
    if name == "description":
        return name
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, tuple):
        value = " ".join(map(str, value))
    return f"{name}: {value or '-'}"


@_headline.register
def _(event: e.TriggerFired) -> str:
    outcomes: dict[str, str] = {
        Action.SUPERSEDED: "superseded by a higher move",
        Action.SATISFIED: "already satisfied",
        Action.LAPSED: "lapsed, no longer true",
        Action.NOTIFIED: "",
    }
    outcome = outcomes.get(event.action, event.action)
    return _listed(f"rule {event.trigger}", outcome, notice(event.notified))


@_headline.register
def _(event: e.MessageSent) -> str:
    return f"{spaced(event.message)} sent to {event.to} by {event.via}"


@_headline.register
def _(event: e.MessageDropped) -> str:
    return f"{spaced(event.message)} for {event.to} dropped unsent"


@_headline.register
def _(event: e.ChangeUndone) -> str:
    withdrawn = "the ticket is withdrawn" if event.withdrawn else ""
    return _listed(f"undid change {event.undone}", withdrawn)


@_headline.register
def _(event: e.EventRedacted) -> str:
    return f"redacted event {event.event}"


@_headline.register
def _(event: e.HandEdited) -> str:
    return f"edited by hand in the store's file: {', '.join(event.cells)}"


@_headline.register
def _(event: e.PolicyApplied) -> str:
    return f"follows policy version {event.policy[:VERSION]} from here"


@singledispatch
def _body(event: e.Event) -> str:
    return str(getattr(event, "message", ""))


@_body.register
def _(event: e.TicketEscalated) -> str:
    return _handed_over(event, event.routed)


@_body.register
def _(event: e.EscalationRequested) -> str:
    return _handed_over(event)


def _handed_over(event: e.TicketEscalated | e.EscalationRequested, routed: str = "") -> str:
    parts = (
        ("", event.reason),
        ("tried: ", event.tried),
        ("impact: ", event.impact_note),
        ("next step: ", event.next_step),
        ("", routed),
    )
    return "\n".join(f"{label}{text}" for label, text in parts if text)


@_body.register
def _(event: e.TicketReturned) -> str:
    return "\n".join(text for text in (event.message, event.routed) if text)


@_body.register
def _(_event: e.MessageSent) -> str:
    return ""


@_body.register
def _(event: e.MessageDropped) -> str:
    return event.reason


@_body.register
def _(event: e.NoteAdded) -> str:
    return event.text


@_body.register
def _(event: e.ComplaintReceived) -> str:
    return event.text


@_body.register
def _(event: e.TicketResolved) -> str:
    return event.resolution


@_body.register
def _(event: e.ReviewRecorded) -> str:
    parts = [
        f"root cause: {event.root_cause}",
        *(f"factor: {text}" for text in event.factors),
        *(f"went well: {text}" for text in event.went_well),
        *(f"action: {text}" for text in event.actions),
    ]
    return "\n".join(parts)


@_body.register
def _(event: e.TriggerFired) -> str:
    return event.reason


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: `1 ticket`, `2 tickets`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
