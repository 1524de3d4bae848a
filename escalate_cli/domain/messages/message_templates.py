"""Message templates: the texts of the policy, filled with the fields of a ticket."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache, lru_cache
from string import Template

import msgspec

from escalate_cli.domain.messages.message_kind import MessageKind
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Escalation, Ticket
from escalate_cli.domain.time.timezones import zone_named

BUILT_IN: Mapping[str, str] = {
    MessageKind.HANDOFF: "$id $title ($priority) is now with you at $level ($level_name).\n"
    "Reason: $reason\n"
    "Tried: $tried\n"
    "Impact: $impact_note\n"
    "Next step: $next_step\n"
    "Requester: $requester\n"
    "Due: $due\n"
    "So far: $timeline\n"
    "To take it: escalate ack $id",
    MessageKind.MANAGEMENT: "$id $title ($priority) was escalated to you as $level_name.\n"
    "Reason: $reason\n"
    "Owner: $owner\n"
    "Due: $due\n"
    "So far: $timeline",
    MessageKind.ALERT: "$id $title ($priority, $level): $reason\nOwner: $owner\nDue: $due",
    MessageKind.REMINDER: "$id $title ($priority): an update is due.\n"
    "By: $update_due\n"
    "To give it: escalate note $id TEXT --public",
    MessageKind.ASSIGNED: "$id $title ($priority, $level) was assigned to you by $by.\n"
    "Reason: $reason\n"
    "Due: $due",
    MessageKind.TAKEN: "$by has taken $id $title ($priority, $level), which was with you.\n"
    "Reason: $reason",
    MessageKind.RETURNED: "$id $title ($priority) comes back to $level ($level_name).\n"
    "Reason: $reason",
    MessageKind.RELEASED: "$id $title ($priority) was handed back and waits at $level"
    " ($level_name).\n"
    "By: $by\n"
    "Reason: $reason\n"
    "To take it: escalate ack $id",
    MessageKind.REOPENED: "$id $title ($priority) was reopened and waits at $level ($level_name).\n"
    "Reason: $reason\n"
    "To take it: escalate ack $id",
    MessageKind.APPROVAL_REQUEST: "$by asks to escalate $id $title ($priority) to $to.\n"
    "Reason: $reason\n"
    "Tried: $tried\n"
    "To answer: escalate approve $id, or escalate decline $id -m WHY",
    MessageKind.APPROVAL_AFTERWARDS: "$by took $id $title ($priority) to $to in an emergency.\n"
    "Reason: $reason\n"
    "Your yes is asked for afterwards: escalate approve $id, or escalate decline $id -m WHY",
    MessageKind.APPROVED: "$by approved that $id $title goes to $to.\nReason: $reason",
    MessageKind.DECLINED: "$by declined that $id $title goes to $to.\nReason: $reason",
    MessageKind.STAKEHOLDER_UPDATE: "$id: $title has been escalated to $level_name.\n"
    "Next update by: $update_due",
    MessageKind.STATUS_UPDATE: "$id: $title is $status at $level_name.\n"
    "Waiting for: $waiting_for\n"
    "Reason: $reason\n"
    "Next update by: $update_due",
    MessageKind.NOTE: "$id: $title\n$reason\nNext update by: $update_due",
    MessageKind.REPLY: "$id $title ($priority): the requester writes:\n$reason",
    MessageKind.COMPLAINT: "$id $title ($priority): the requester complains.\n"
    "Reason: $reason\n"
    "Due: $due",
    MessageKind.RESOLUTION: "$id: $title is resolved.\nResolution: $reason",
    MessageKind.CLOSURE: "$id: $title is closed.\nReason: $reason",
    MessageKind.WITHDRAWN: "$id $title: what you were told counts no more, $by took it back.\n"
    "Reason: $reason\n"
    "It is $status at $level ($level_name).",
}
"""Every message has a text without a policy; the policy's own text goes first."""

FIELDS = (
    "id",
    "title",
    "priority",
    "status",
    "level",
    "level_name",
    "owner",
    "team",
    "requester",
    "customer",
    "service",
    "waiting_for",
    "reason",
    "tried",
    "impact_note",
    "next_step",
    "due",
    "update_due",
    "timeline",
    "trigger",
    "by",
    "to",
)
"""What a text may mention as `$field`; checked when a policy is read."""

NOTHING = "-"
"""What stands for a field that says nothing."""

LONGEST = 100_000
"""Characters of one message; the longest note fits, with everything around it."""


class TemplatePart(msgspec.Struct, frozen=True):
    """Text with `%` in it, and the fields of which at least one must say something."""

    text: str
    names: tuple[str, ...]


class TemplateLine(msgspec.Struct, frozen=True):
    """A line made of parts, with the fields of all; a part that says nothing is left out."""

    parts: tuple[TemplatePart, ...]
    names: tuple[str, ...]


_NEXT_LINE = r"(?<!:)\n"
_LED_TO = r"(?=:\s\$)"
_NEXT_SENTENCE = r"(?<=[.!?;] )"


def text_of(
    name: str,
    ticket: Ticket,
    rules: Rules,
    people: People,
    event: e.Event | None = None,
    clock: str | None = None,
) -> str:
    """Fill in one message; ticket text is data and is never read as a template.

    `clock` is the one that the message speaks of, if it does.
    """
    known = TemplateFields(ticket, rules, people, event, clock)
    own = people.messages.get(name)
    if own is not None:
        return _cut(_filled_in(own, known))
    lines = _lines(BUILT_IN.get(name, BUILT_IN[MessageKind.ALERT]))
    return _cut("\n".join(_said_of(line, known) for line in lines if _says(line, known)))


def _cut(text: str) -> str:
    """Keep a text to what the store can hold many of: a template may repeat its fields."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _filled_in(own: str, known: Mapping[str, str]) -> str:
    """Fill in a text of the policy, without lines and sentences whose fields say nothing at all."""
    kept = [line for line in _own_lines(own) if not line.names or _says(line, known)]
    filled = "\n".join(_said_of(line, known).rstrip(" ") for line in kept)
    return filled if kept else _part(own).text % known


def _says(text: TemplateLine | TemplatePart, known: Mapping[str, str]) -> bool:
    """Tell whether one of its fields says something."""
    for name in text.names:  # noqa: SIM110 - faster than `any`
        if known[name] != NOTHING:
            return True
    return False


def _said_of(line: TemplateLine, known: Mapping[str, str]) -> str:
    """Fill in a line without those parts that say nothing."""
    return "".join([p.text % known for p in line.parts if not p.names or _says(p, known)])


@cache
def _lines(text: str) -> list[TemplateLine]:
    """Split a built-in text into lines, and each where a colon leads to a field."""
    return [_line(re.split(_LED_TO, line)) for line in re.split(_NEXT_LINE, text)]


@cache
def _own_lines(own: str) -> list[TemplateLine]:
    """Split a text of a policy into lines, and each into sentences: once for all messages of it.

    It is kept for as many texts as the policies have: a bound below that would keep none of them
    where a run goes through all in turn.
    """
    return [_line(re.split(_NEXT_SENTENCE, line)) for line in own.split("\n")]


def _line(texts: Iterable[str]) -> TemplateLine:
    parts = tuple(map(_part, texts))
    return TemplateLine(parts, tuple(name for part in parts for name in part.names))


def _part(text: str) -> TemplatePart:
    """Read a text with `$field`s."""
    template = Template(text)

    def blank(match: re.Match[str]) -> str:
        name = match["named"] or match["braced"]
        return f"%({name})s" if name else "$"

    blanks = template.pattern.sub(blank, text.replace("%", "%%"))
    return TemplatePart(blanks, tuple(template.get_identifiers()))


class TemplateFields(dict[str, str]):
    """The fields that a text may mention; each is looked up when a text first asks for it."""

    def __init__(
        self,
        ticket: Ticket,
        rules: Rules,
        people: People,
        event: e.Event | None,
        clock: str | None = None,
    ) -> None:
        super().__init__()
        self._ticket, self._rules, self._zone = ticket, rules, people.timezone
        self._event, self._clock = event, clock

    def __missing__(self, name: str) -> str:
        """Return what a field says, or what stands for nothing."""
        if name in _OF_EVENT:
            text = _said(self._event, name)
        elif name in _WORKED_OUT:
            text = _WORKED_OUT[name](self)
        else:
            text = getattr(self._ticket, name)
        self[name] = text = text or NOTHING
        return text

    def level(self) -> str:
        """Return the level that has the ticket, or to which the event leads."""
        return (self._event.leads_to if self._event else None) or self._ticket.level

    def level_name(self) -> str:
        """Return what the policy calls that level."""
        level = self._rules.level(self["level"])
        return level.name if level else self._ticket.level

    def reason(self) -> str | None:
        """Return why it came to the event, in the words of people or of a rule."""
        names = ("reason", "message", "resolution", "text")
        return next((text for name in names if (text := _said(self._event, name))), None)

    def due(self) -> str:
        """Return when the clock that is spoken of is due, or else the first of all that run."""
        clocks = self._ticket.clocks
        running = {n: c.due_at for n, c in clocks.items() if c.running and c.due_at}
        due_at = running.get(self._clock or "", min(running.values(), default=None))
        return _local(due_at, self._zone)

    def update_due(self) -> str:
        """Return by when the requester is told more; a time that has passed is no promise."""
        update, event = self._ticket.clocks.get(ClockName.UPDATE), self._event
        due_at = update.due_at if update and not update.ended_at else None
        return _local(None if due_at and event and due_at <= event.at else due_at, self._zone)

    def timeline(self) -> str:
        """Tell in one line how the ticket came to where it is."""
        moves = (_step(step, self._zone) for step in self._ticket.escalations)
        return "; ".join([f"{_local(self._ticket.logged_at, self._zone)} logged", *moves])


_OF_EVENT = frozenset({"tried", "impact_note", "next_step", "trigger", "by", "to"})
_WORKED_OUT: Mapping[str, Callable[[TemplateFields], str | None]] = {
    "level": TemplateFields.level,
    "level_name": TemplateFields.level_name,
    "reason": TemplateFields.reason,
    "due": TemplateFields.due,
    "update_due": TemplateFields.update_due,
    "timeline": TemplateFields.timeline,
}
"""What is not a field of the event, nor one of the ticket as it is."""


def _said(event: e.Event | None, name: str) -> str | None:
    found = getattr(event, name, None)
    return None if found is None else str(found)


def _step(step: Escalation, zone: str) -> str:
    why = f" ({step.reason})" if step.reason else ""
    return f"{_local(step.at, zone)} escalated to {step.to}{why}"


@lru_cache(maxsize=256)
def _local(at: datetime | None, zone: str) -> str:
    return f"{at.astimezone(zone_named(zone)):%Y-%m-%d %H:%M %Z}" if at else NOTHING
