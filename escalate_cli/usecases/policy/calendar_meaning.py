"""What calendars mean: when they are open, whatever they are called and however it is written."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.policy.sections.calendars import ALWAYS, CalendarSpec, calendar_of
from escalate_cli.domain.time.calendar import FIRST_DAY, LAST_DAY
from escalate_cli.domain.time.holidays import day_of
from escalate_cli.domain.time.opening_hours import DAY, Interval, hours_of, weekly_hours
from escalate_cli.usecases.policy.policy_meaning import Form, table

_Written = Sequence[tuple[str, str]]
_WHOLE_WEEK = (((DAY * 0, DAY),),) * 7
_NEVER_CLOSED: Hashable = ("UTC", _WHOLE_WEEK, frozenset[Hashable]())

Names = Mapping[str, str]


def meaning_of(spec: CalendarSpec) -> Hashable:
    """Return what is equal for two calendars exactly if they are open at the same times.

    Days are local: two zones are two meanings, but for what is never closed. A special day that has
    the hours of its weekday is none.
    """
    week = tuple(map(_joined, weekly_hours(dict(spec.hours))))
    special = calendar_of(spec).special.between(FIRST_DAY, LAST_DAY).items()
    days = ((day, _joined(hours)) for day, hours in special)
    closed = frozenset(d for d in days if d[1] != week[d[0].weekday()])
    never_closed = not closed and week == _WHOLE_WEEK
    return _NEVER_CLOSED if never_closed else (spec.zone, week, closed)


def names_in_common(old: Rules, new: Rules) -> tuple[Names, Names]:
    """Return what the calendars of each policy are called beside the other one.

    Those that mean the same have one name, that of the old policy; all others keep theirs.
    """
    before, after = _by_meaning(old), _by_meaning(new)
    pairs = _Names({}, {})
    for means, names in before.items():
        if means in after:
            both = (name for name in names if name in after[means])
            pairs.call(next(both, names[0]), names, after[means])
    for means, names in before.items():
        if means not in after:
            pairs.call(names[0], names, ())
    for means, names in after.items():
        if means not in before:
            pairs.call(names[0], (), names)
    return pairs


class _Names(NamedTuple):
    """The names of the calendars of two policies."""

    old: dict[str, str]
    new: dict[str, str]

    def call(self, name: str, old: Sequence[str], new: Sequence[str]) -> None:
        """Call calendars of both by one name, or by another one where it is taken."""
        for called, names in ((self.old, old), (self.new, new)):
            free = name if name not in called.values() else f"{name} (of its own)"
            called.update(dict.fromkeys(names, free))


def _by_meaning(rules: Rules) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = {_NEVER_CLOSED: [ALWAYS]}
    for name, spec in rules.calendars.items():
        found.setdefault(meaning_of(spec), []).append(name)
    return found


def calendars_of(rules: Rules, names: Names) -> Form:
    """Return the form of all calendars, each under its name in the comparison."""
    own = {name: _form(spec) for name, spec in rules.calendars.items()}
    return table({names[name]: form for name, form in own.items() if names[name] != ALWAYS})


def _form(spec: CalendarSpec) -> Form:
    holidays = (*spec.holidays, *spec.recurring)
    written = f"[{', '.join(map(str, holidays))}]" if holidays else None
    parts = {
        "timezone": Form(spec.zone, spec.zone),
        **dict(_days(spec.hours)),
        "holidays": Form(frozenset({*spec.holidays, *map(day_of, spec.recurring)}), written),
        **({"dates": table(dict(_days(spec.dates)))} if spec.dates else {}),
    }
    return Form(meaning_of(spec), table(parts).reads, parts)


def _days(days: Sequence[tuple[str, _Written]]) -> Iterator[tuple[str, Form]]:
    for day, hours in days:
        said = f"[{', '.join(map('-'.join, hours))}]" if hours else "closed"
        yield day, Form(_joined(hours_of(day, hours)), said)


def _joined(hours: Sequence[Interval]) -> tuple[Interval, ...]:
    """Join intervals that touch; they are in order."""
    found: list[Interval] = []
    for opens, closes in hours:
        if found and found[-1][1] == opens:
            found[-1] = (found[-1][0], closes)
        else:
            found.append((opens, closes))
    return tuple(found)
