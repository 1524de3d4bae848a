"""Duty plans: their layers, and `on_call`, which stands for some of them."""

import re
from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.sections.duty_layer import Crew, Every, Layer
from escalate_cli.domain.policy.sections.policy_key import CalendarName, Doc, Word, Zone
from escalate_cli.domain.time.timezones import instant_of, zone_named
from escalate_cli.errors import BadDurationError
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.sections.dates import dates
from escalate_cli.strict_yaml.diagnostics import MistakeError
from escalate_cli.strict_yaml.mapping_reader import Section
from escalate_cli.strict_yaml.scalars import duration, text
from escalate_cli.strict_yaml.syntax_tree import Items, Node, quoted

SHORTEST_TURN = timedelta(hours=1)
LONGEST_TURN = 366
"""The most months or open days of a turn."""

OF_NOBODY = ("a turn of nobody", "name people")

_MINUTE = timedelta(minutes=1)
_COUNTED = re.compile("([0-9]{1,6})(mo|bd)")


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody takes the turns of others, in [from_at, until_at)."""

    person: Annotated[Crew, Doc("person, or list of people, who takes the turn", "di")]
    from_at: Annotated[datetime, Doc("local time", "2026-12-24 00:00", names=("from",))]
    until_at: Annotated[
        datetime, Doc("local time, exclusive", "2026-12-27 00:00", names=("until",))
    ]


class OnCall(msgspec.Struct, frozen=True, kw_only=True):
    """One layer of turns under its overrides."""

    zone: Annotated[
        Zone, Doc("zone of the hand-over", "Europe/Lisbon", "that of the file", ("timezone",))
    ]
    starts: Annotated[
        datetime, Doc("local time at which the first turn begins", "2026-01-05 09:00")
    ]
    every: Annotated[
        Every,
        Word("turn"),
        Doc("length of a turn, at least `1h`, as in a [layer](#teamsnameduty)", "1w"),
    ]
    order: Annotated[
        tuple[Crew, ...],
        Doc("list of turns, each of a person or a list of people", "[cy, [di, cy]]"),
    ]
    calendar: Annotated[
        CalendarName | None, Doc("calendar whose open days `bd` counts", "office")
    ] = None
    overrides: Annotated[
        tuple[Override, ...],
        Doc(
            "list of [exceptions](#teamsnameon_calloverrides), the last of which counts most",
            "[{from: 2026-12-24, until: 2026-12-27, person: di}]",
        ),
    ] = ()


class Spelt(msgspec.Struct, frozen=True, kw_only=True):
    """What a team may say instead of its layers."""

    on_call: Annotated[
        OnCall | None,
        Doc(
            "[turns under overrides](#teamsnameon_call), read as layers of `duty`",
            "{every: 1w, starts: 2026-01-05, order: [cy, di]}",
        ),
    ] = None


def lowered(spelt: OnCall, team: str, members: tuple[str, ...]) -> tuple[Layer, ...]:
    """Return the layers that `on_call` stands for; before its turns the first member is next."""
    zone = spelt.zone
    waiting = Layer(
        zone=zone,
        people=members[:1],
        until_at=instant_of(spelt.starts, zone_named(zone)),
        source="members",
        note=f"nobody of team {team} is on call: {''.join(members[:1])} is next",
    )
    turns = Layer(
        zone=zone,
        turns=spelt.order,
        every=spelt.every,
        starts=spelt.starts,
        calendar=spelt.calendar,
        source="on_call",
    )
    overrides = (
        Layer(
            zone=zone,
            people=each.person,
            from_at=each.from_at,
            until_at=each.until_at,
            source=f"on_call.overrides[{number}]",
        )
        for number, each in enumerate(spelt.overrides, 1)
    )
    return (*((waiting,) if members else ()), turns, *overrides)


def on_call(node: Node, draft: CompileContext) -> OnCall:
    """Read whose turn it is when, and who takes it instead."""

    def override(node: Node) -> Override:
        section = draft.section(node, Override)
        return section.read(
            Override, **dates(section, Override, zone, draft, FindingCode.DUTY_LAYER)
        )

    section = draft.section(node, OnCall, readers={Override: override})
    zone = section.field(OnCall, "zone", draft.zone)
    found = section.read(OnCall, zone=zone)
    _want_calendar(section, found.every, found.calendar, draft)
    if found.starts.date() > draft.today:
        draft.report.warn(
            section.key("starts"),
            "nobody is on call before that",
            "let it start in the past",
            code=FindingCode.STARTS_LATER,
        )
    return found


def layer(node: Node, draft: CompileContext) -> Layer:
    """Read a layer: turns of a length that begin at a time, or people; and when it is open."""
    section = draft.section(node, Layer)
    zone = section.field(Layer, "zone", draft.zone)
    found = section.read(
        Layer,
        zone=zone,
        **dates(section, Layer, zone, draft, FindingCode.DUTY_LAYER, optional=True),
    )
    _judge_turns(section, draft)
    calendar = found.calendar or found.hours
    _want_calendar(section, found.every, calendar, draft)
    return replace(found, calendar=calendar)


def turn(node: Node) -> Every:
    """Read how long a turn is."""
    if counted := _COUNTED.fullmatch(text(node)):
        number = int(counted[1])
        if not 0 < number <= LONGEST_TURN:
            raise MistakeError(
                f"no turn has a length of {text(node)}",
                f"at least 1, at most {LONGEST_TURN}",
                code=FindingCode.TURN,
            )
        return Every(months=number) if counted[2] == "mo" else Every(open_days=number)
    try:
        length = duration(node)
    except BadDurationError as error:
        raise MistakeError(
            f"{quoted(text(node))} is no length of a turn",
            "write it like 12h, 1d, 2w, 1mo or 1bd",
            code=FindingCode.DURATION,
        ) from error
    if length < SHORTEST_TURN:
        raise MistakeError(
            f"a turn of {text(node)} is too short", "at least 1h", code=FindingCode.TURN
        )
    if length % _MINUTE:
        raise MistakeError(
            f"a turn of {text(node)} is not made of whole minutes", code=FindingCode.TURN
        )
    return Every(time=length)


def crew(node: Node, draft: CompileContext) -> tuple[str, ...]:
    """Read who shares a turn: a person, or a list of several."""
    person = draft.readers[Word("person")]
    if not isinstance(node, Items):
        return (person(node),)
    if not node.items:
        raise MistakeError(*OF_NOBODY, code=FindingCode.EMPTY)
    found = draft.report.each(person, node)
    return tuple(dict.fromkeys(found))


def _want_calendar(
    section: Section, every: Every | None, calendar: str | None, draft: CompileContext
) -> None:
    """Turns in open days need the calendar that says which days these are."""
    if every is not None and every.open_days and calendar is None:
        draft.report.error(
            section.key("every"),
            "'bd' needs the 'calendar' whose open days it counts",
            code=FindingCode.DUTY_LAYER,
        )


def _judge_turns(section: Section, draft: CompileContext) -> None:
    """A layer has turns with a length and a start, or else people; never a turn of nobody."""
    turns = "turns" in section
    for key in ("every", "starts") if turns else ():
        if key not in section:
            section.miss(key)
    if not turns and "people" not in section:
        section.miss("turns")
    for key in ("people",) if turns else ("every", "starts", "calendar"):
        if key in section:
            advice = "give 'turns' or 'people', not both" if turns else "give 'turns', one or more"
            draft.report.error(
                section.key(key),
                f"{quoted(key)} is not for this layer",
                advice,
                code=FindingCode.DUTY_LAYER,
            )
    for key in ("turns", "people"):
        value = section.value(key)
        if isinstance(value, Items) and not value.items:
            draft.report.error(value, *OF_NOBODY, code=FindingCode.EMPTY)
