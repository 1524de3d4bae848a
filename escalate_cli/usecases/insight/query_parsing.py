"""The words of a query: `status:open owner:@me -tag:spam due:<2h "mail server"`."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Final

import msgspec

from escalate_cli.domain.policy.identity import plain_form
from escalate_cli.domain.policy.people import People, Person
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket.search import NOTHING
from escalate_cli.domain.ticket.ticket import ACTIVE, Status
from escalate_cli.domain.time.duration import parse_duration
from escalate_cli.domain.time.instant_parsing import is_day, is_relative, parse_instant
from escalate_cli.domain.time.span import parse_span
from escalate_cli.domain.time.timezones import instant_of, zone_named
from escalate_cli.errors import BadDurationError, BadInstantError, UsageError
from escalate_cli.suggestions import nearest
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.query import (
    STATES,
    FieldTerm,
    InstantTerm,
    Not,
    Query,
    StateTerm,
    Term,
    TextTerm,
)

FIELDS: Final = {
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
    "outcome": "outcome",
}
"""Each word before a colon that asks for values, and the field of a ticket that has them."""

INSTANTS: Final = {
    "due": "due_at",
    "logged": "logged_at",
    "updated": "updated_at",
    "acknowledged": "acknowledged_at",
    "resolved": "resolved_at",
    "closed": "closed_at",
}
"""Each word before a colon that asks for an instant, and the field of a ticket that has it."""

_NAMES: Final = {"owner", "requester"}
_KEYS: Final = ("is", *FIELDS, *INSTANTS)
_STATES: Final = ("mine", *STATES)
_PART: Final = re.compile(r'(?:[^\s"]|"[^"]*")+')
_COMPARED: Final = re.compile(r"([A-Za-z]+)([<>=!]+)")
_OPERATOR: Final = re.compile(r"(<=|>=|<|>|)(.*)", re.DOTALL)
_FLIPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_DAY: Final = timedelta(days=1)
_INSTANTS_HELP: Final = "write it like due:<2h, logged:>=2026-11-01, closed:2026-W47, updated:today"
_LONGEST_SHOWN: Final = 60
_NO_WORDS: Final = {
    "and": "all that is asked for must hold anyway",
    "or": "several values of a field are written priority:P1,P2",
    "not": "without a value is written not:tag:spam or -tag:spam",
    "@me": "write owner:@me or is:mine",
    "-": "write not: before what must not hold, as in -tag:spam",
}
"""What looks like a part of a query and is none, with what to write instead."""


def parse(parts: Iterable[str], context: Context, *, everything: bool = False) -> Query:
    """Read a query, given as words or as one quoted text.

    Finished tickets are asked for by `everything`, by their status, or by when they were finished.

    Raises:
        UsageError: a word looks like a query and is none; it says which is nearest.
    """
    reader = _Reader(policy=context.policy, me=context.by, now=context.now)
    fields: dict[str, set[str]] = {}
    terms: list[Term] = []
    for part in _split(parts):
        term = reader.term(part)
        if isinstance(term, FieldTerm):
            fields.setdefault(term.field, set()).update(term.values)
        else:
            terms.append(term)
    terms += [FieldTerm(field, frozenset(values)) for field, values in fields.items()]
    return Query(
        terms=tuple(sorted(terms, key=lambda term: term.cost)),
        finished=everything or any(map(_asks_for_finished, terms)),
    )


def _split(parts: Iterable[str]) -> list[str]:
    """Split a query at blanks that are not quoted."""
    found: list[str] = []
    for part in parts:
        if part.count('"') % 2:
            raise UsageError(f"the query {_shown(part)} has an open quotation mark")
        found += _PART.findall(part)
    return found


def _asks_for_finished(term: Term) -> bool:
    if isinstance(term, InstantTerm):
        dated = term.since is not None or term.until is not None
        return dated and term.field in {"resolved_at", "closed_at"}
    finished = set(Status) - ACTIVE
    if not isinstance(term, FieldTerm):
        return False
    if term.field == "outcome":
        return NOTHING not in term.values
    return term.field == "status" and not finished.isdisjoint(term.values)


class _Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Reads one word after the other, as who asks now would mean it."""

    policy: Policy
    me: str
    now: datetime

    def term(self, part: str) -> Term:
        """Read a word; `-` or `not:` before it turns it round."""
        for sign in ("-", "not:"):
            if part.casefold().startswith(sign) and part != sign:
                return Not(self._plain(part[len(sign) :]))
        return self._plain(part)

    def _plain(self, part: str) -> Term:
        key, colon, value = part.partition(":")
        value = value.replace('"', "")
        if part.startswith('"') or not colon:
            return self._text(part)
        key = _one_of(key, _KEYS, part)
        if not value:
            raise UsageError(f"'{key}:' asks for nothing", f"{key}:{NOTHING} is without one")
        if key == "is":
            return self._state(value)
        if key in INSTANTS:
            return self._instant(key, value)
        values = [self._value(key, each) for each in value.split(",")]
        return FieldTerm(FIELDS[key], frozenset().union(*values))

    def _text(self, part: str) -> TextTerm:
        """Read a text that is looked for; what looks like a query is refused unless quoted."""
        quoted = f"as text it is quoted: '\"{part[:_LONGEST_SHOWN]}\"'"
        if advice := _NO_WORDS.get(part.casefold()):
            raise UsageError(f"{_shown(part)} is no word of a query", f"{advice}; {quoted}")
        compared = _COMPARED.match(part)
        if compared and (near := nearest(compared[1], _KEYS, alike=0.8)):
            raise UsageError(
                f"{_shown(part)} is no word of a query", f"did you mean '{near}:'? {quoted}"
            )
        text = plain_form(part.replace('"', ""))
        named = [p.id for p in self.policy.people.people.values() if _is_named(p, text)]
        return TextTerm(text, frozenset(named))

    def _state(self, value: str) -> Term:
        if value.casefold() in set(Status).difference(_STATES):
            raise UsageError(f"'is:{value}' is no word of a query", f"write status:{value}")
        state = _one_of(value, _STATES, f"is:{value}", before="is:")
        if state == "mine":
            return FieldTerm("owner", _names_of(self.me, self.policy.people))
        return StateTerm(state)

    def _value(self, key: str, value: str) -> frozenset[str]:
        """Return the ways in which a ticket may have a value."""
        if not value:
            raise UsageError(f"'{key}:' has a comma too many", f"write {key}:A,B")
        if key in _NAMES:
            return _names_of(self.me if value == "@me" else value, self.policy.people)
        rules = self.policy.rules
        strict = {
            "status": [status.value for status in Status],
            "priority": list(rules.priorities),
            "level": [level.id for level in rules.functional],
            "management": [level.id for level in rules.management],
            "team": list(self.policy.people.teams),
        }.get(key, [])
        may_lack = value == NOTHING and key in {"management", "team"}
        if strict and not may_lack and plain_form(value) not in map(plain_form, strict):
            near = nearest(value, strict)
            meant = f"did you mean '{near}'? " if near else ""
            known = f"known are {', '.join(strict)}"
            raise UsageError(f"there is no {key} {_shown(value)}", meant + known)
        return frozenset({plain_form(value)})

    def _instant(self, key: str, typed: str) -> InstantTerm:
        """Read `<2h`, `>=2026-11-01` or `today` as a span from one instant to before another."""
        field = INSTANTS[key]
        if typed == NOTHING:
            return InstantTerm(field)
        match = _OPERATOR.fullmatch(typed)
        operator, text = match.groups() if match else ("", typed)
        try:
            first, after = self._span(key, text)
        except (BadInstantError, BadDurationError) as error:
            raise UsageError(f"'{key}:{typed[:_LONGEST_SHOWN]}': {error}", _INSTANTS_HELP) from None
        if key != "due" and _is_duration(text):
            operator = _FLIPPED.get(operator, "")
        if not operator and after - first < _DAY / 2:
            raise UsageError(
                f"'{key}:{typed}' is one instant, which hardly any ticket has",
                f"write {key}:<{typed} or {key}:>{typed}",
            )
        since = {"": first, ">=": first, ">": after}.get(operator)
        until = {"": after, "<=": after, "<": first}.get(operator)
        return InstantTerm(field, since, until)

    def _span(self, key: str, text: str) -> tuple[datetime, datetime]:
        """Return what was named from its first instant to the first after it."""
        zone = self.policy.people.timezone
        if span := parse_span(text, self.now, zone):
            return span
        if _is_duration(text):
            length = parse_duration(text).resolve(None)
            at = self.now + length if key == "due" else self.now - length
        else:
            at = parse_instant(text, self.now, zone, past=key != "due" and not is_relative(text))
        if not is_day(text):
            return at, at + datetime.resolution
        clock = zone_named(zone)
        next_day = at.astimezone(clock).date() + _DAY
        return at, instant_of(datetime.combine(next_day, time.min), clock)


def _is_duration(text: str) -> bool:
    """Tell whether a length of time was typed, which counts ahead to what is due, else back."""
    try:
        parse_duration(text)
    except BadDurationError:
        return False
    return True


def _one_of(word: str, among: Sequence[str], part: str, before: str = "") -> str:
    """Return the word that was typed, in small letters, or say which is nearest."""
    if word.casefold() in among:
        return word.casefold()
    near = nearest(word, among)
    after = "" if before else ":"
    meant = f"did you mean '{before}{near}{after}'?" if near else ""
    names = f"known are {', '.join(f'{before}{name}' for name in among)}"
    advice = meant if near and not before else f"{meant} {names}".strip()
    quoted = "" if before else f"; text with a colon is quoted: '\"{part[:_LONGEST_SHOWN]}\"'"
    what = f"'{before}{word[:_LONGEST_SHOWN]}' is nothing a query can ask for"
    raise UsageError(what, f"{advice}{quoted}")


def _names_of(name: str, people: People) -> frozenset[str]:
    """Return the names of the one person who goes by a name; else the name alone."""
    found = [person for person in people.people.values() if plain_form(name) in _names(person)]
    if len(found) != 1:
        return frozenset({plain_form(name)})
    others = (_names(person) for person in people.people.values() if person is not found[0])
    return frozenset({plain_form(name)} | _names(found[0]).difference(*others))


def _names(person: Person) -> set[str]:
    names = (person.id, person.name, *person.logins, *person.addresses)
    return {plain_form(name) for name in names if name}


def _is_named(person: Person, text: str) -> bool:
    return text in plain_form(person.name)


def _shown(text: str) -> str:
    return f"'{text[:_LONGEST_SHOWN]}'"
