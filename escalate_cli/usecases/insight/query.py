"""The words that `list` understands: `status:open owner:@me "mail server"`."""

import re
from collections.abc import Callable, Iterable

import msgspec

from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.errors import UsageError

FIELDS = {
    "status": "status",
    "priority": "priority",
    "level": "level",
    "management": "management_level",
    "owner": "owner",
    "team": "team",
    "requester": "requester",
    "customer": "customer",
    "service": "service",
    "category": "category",
    "impact": "impact",
    "urgency": "urgency",
    "tag": "tags",
    "skill": "skills",
    "key": "key",
    "source": "source",
}
"""Each word before a colon, and the field of a ticket that it asks about."""

STATES: dict[str, Callable[[TicketSnapshot], bool]] = {
    "breached": lambda s: s.is_overdue,
    "overdue": lambda s: s.is_overdue,
    "at-risk": lambda s: s.is_at_risk,
    "unacknowledged": lambda s: s.ticket.status is Status.OPEN,
    "vip": lambda s: s.ticket.vip,
    "escalated": lambda s: bool(s.ticket.escalations),
    "pending": lambda s: s.ticket.pending_approval is not None,
    "waiting": lambda s: s.ticket.status is Status.WAITING,
}
"""Each word after `is:`, and what it asks."""

_PART = re.compile(r'(?:[^\s"]|"[^"]*")+')
_FINISHED = frozenset({"resolved", "closed"})


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket must be: every field one of its values, every state, all words.

    Attributes:
        finished: whether resolved and closed tickets are looked at too.
    """

    fields: tuple[tuple[str, frozenset[str]], ...] = ()
    states: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    finished: bool = False

    def matches(self, standing: TicketSnapshot) -> bool:
        """Tell whether a ticket is what is looked for."""
        return (
            all(_holds(standing, field, values) for field, values in self.fields)
            and all(STATES[state](standing) for state in self.states)
            and all(_mentions(standing, word) for word in self.words)
        )


def _holds(standing: TicketSnapshot, field: str, values: frozenset[str]) -> bool:
    value = getattr(standing.ticket, field)
    held = value if isinstance(value, tuple) else (value or "-",)
    return any(str(name).casefold() in values for name in held)


def _mentions(standing: TicketSnapshot, word: str) -> bool:
    ticket = standing.ticket
    return any(word in text.casefold() for text in (ticket.id, ticket.title, ticket.description))


def parse(parts: Iterable[str], rules: Rules, me: str, *, everything: bool = False) -> Query:
    """Read a query, given as words or as one quoted text.

    Raises:
        UsageError: naming the words that are known.
    """
    fields: dict[str, set[str]] = {}
    states: list[str] = []
    words: list[str] = []
    for part in _parts(parts):
        key, colon, value = part.replace('"', "").partition(":")
        if not colon or part.startswith('"'):
            words.append(part.replace('"', "").casefold())
        elif key == "is":
            states.append(_known(value, STATES, "is:"))
        else:
            field = FIELDS[_known(key, FIELDS, "", f"; text with a colon is quoted: '\"{part}\"'")]
            fields.setdefault(field, set()).update(_values(field, value, rules, me))
    asked = fields.get("status", set())
    return Query(
        fields=tuple((field, frozenset(values)) for field, values in fields.items()),
        states=tuple(states),
        words=tuple(words),
        finished=everything or bool(asked & _FINISHED),
    )


def _parts(parts: Iterable[str]) -> list[str]:
    """Split a query at blanks that are not quoted; what begins with a quotation mark is text."""
    found: list[str] = []
    for part in parts:
        if part.count('"') % 2:
            raise UsageError(f"the query {part!r} has an open quotation mark")
        found += _PART.findall(part)
    return found


def _known(word: str, known: Iterable[str], before: str, advice: str = "") -> str:
    if word.casefold() in known:
        return word.casefold()
    names = ", ".join(f"{before}{name}" for name in known)
    what = f"'{before}{word}' is nothing a list can ask for"
    raise UsageError(what, f"known are {names}{advice}")


def _values(field: str, value: str, rules: Rules, me: str) -> set[str]:
    """Return the values asked for; a status, level or priority must be a real one."""
    values = {me if part == "@me" else part for part in value.split(",")}
    known = {
        "status": [status.value for status in Status],
        "priority": list(rules.priorities),
        "level": [level.id for level in rules.functional],
    }.get(field)
    for part in values:
        if known is not None and part.casefold() not in {name.casefold() for name in known}:
            raise UsageError(f"there is no {field} '{part}'", f"known are {', '.join(known)}")
    return {part.casefold() for part in values}
