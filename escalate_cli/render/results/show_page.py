"""One ticket on a page: where it stands, its clocks, moves and history."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.ticket.action import Mode
from escalate_cli.domain.ticket.clock.sla_clock import Clock, ClockState
from escalate_cli.domain.ticket.events.wording import VERSION, spaced
from escalate_cli.domain.ticket.ticket import Escalation, Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.asker import Asker
from escalate_cli.render.parts.screen.styled_text import Text, cell, joined
from escalate_cli.render.parts.screen.text_table import Column, show, table
from escalate_cli.render.parts.words import urgency_marks
from escalate_cli.render.parts.words.coming_text import coming_text
from escalate_cli.render.parts.words.event_text import counted, move
from escalate_cli.render.parts.words.move_text import move_of
from escalate_cli.render.parts.words.time_text import Wall, spell
from escalate_cli.render.parts.words.timeline import newest_of, timeline, wrapped
from escalate_cli.render.results.outbox import bundled
from escalate_cli.sanitize import one_line, sanitized

if TYPE_CHECKING:
    from escalate_cli.usecases.insight.list_and_show import Story

_INDENT: Final = 2
_LABEL: Final = 14
_CLOCKS: Final = (
    Column("CLOCK"),
    Column("ELAPSED"),
    Column("TARGET"),
    Column("DUE"),
    Column("STATE"),
    Column("HOURS", turn=1),
)
_MOVES: Final = (
    Column("", turn=1),
    Column("WHEN"),
    Column("MOVE"),
    Column("HOW", least=9, turn=2),
    Column("WHY", least=20, folds=True),
)
_GIST: Final = 3
"""Lines of a description, where not everything is shown."""

_ABOUT: Final = ("impact", "urgency", "service", "category", "skills", "tags", "team")
_KEPT: Final = (
    *("logged", "agreed due", "cycle", "complaints", "resolved", "resolution", "closed"),
    *("reviewed", "duplicate of", "related to", "action of"),
)
_STATES: Final = {
    ClockState.BREACHED: "red",
    ClockState.PAUSED: "dim",
    ClockState.MET: "dim",
    ClockState.STOPPED: "dim",
}


def show_story(on: Ansi, story: "Story", asker: Asker, wall: Wall) -> None:
    """Print what of one ticket is needed to act."""
    standing, ticket = story.standing, story.standing.ticket
    newest = newest_of(story.events)
    hidden = len(story.events) - len(newest)
    about = f", the newest {len(newest)} of {len(story.events)}" if hidden else ""
    parts = (
        _head(on, standing, wall),
        _rows(on, [*_ahead(story, asker, wall), *_summed_up(standing, wall)]),
        _described(on, ticket, _GIST),
        _clocks(on, standing, wall),
        _untold(on, story.messages, wall),
        _titled(f"History{about}"),
        timeline(on, newest, wall),
        [cell(f"escalate show {ticket.id} --all shows the rest", "dim")] if hidden else [],
    )
    show(on, [line for part in parts for line in part])


def show_whole_story(on: Ansi, story: "Story", asker: Asker, wall: Wall) -> None:
    """Print all that there is of one ticket."""
    standing, ticket = story.standing, story.standing.ticket
    parts = (
        _head(on, standing, wall),
        _rows(on, [*_ahead(story, asker, wall), *_filled_in(standing, wall)]),
        _described(on, ticket, None),
        _clocks(on, standing, wall),
        _moves(on, ticket, wall),
        _untold(on, story.messages, wall),
        _titled("History"),
        timeline(on, story.events, wall, numbered=True),
    )
    show(on, [line for part in parts for line in part])


def _titled(title: str) -> list[Text]:
    return [cell(""), cell(title, "bold")]


def _described(on: Ansi, ticket: Ticket, most: int | None) -> Iterator[Text]:
    """Yield the description, or how it begins."""
    if ticket.description:
        yield cell("")
        text = sanitized(ticket.description)
        lines = list(wrapped(on, text if most is None else _closed_up(text), _INDENT, ""))
        yield from lines[:most]
        if most is not None and len(lines) > most:
            yield cell(f"{' ' * _INDENT}{counted(len(lines) - most, 'more line')}", "dim")


def _closed_up(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.strip())


def _moves(on: Ansi, ticket: Ticket, wall: Wall) -> Iterator[Text]:
    if ticket.escalations:
        yield from _titled("Escalations")
        yield from table(on, _MOVES, [_move(on, e, wall) for e in ticket.escalations], _INDENT)


def _untold(on: Ansi, messages: Sequence[Message], wall: Wall) -> Iterator[Text]:
    """Yield who has not heard yet, and why."""
    if messages:
        yield from _titled("Not told yet")
        for bundle in bundled(messages, wall):
            yield from wrapped(on, bundle.line, _INDENT, "")


def _ahead(story: "Story", asker: Asker, wall: Wall) -> Iterator[tuple[str, str | None]]:
    """Yield whose move it is, and what the policy does if they do not make it."""
    standing = story.standing
    yield "move", move_of(standing, asker, wall)
    yield "asked for", urgency_marks.asked_of(standing, wall)
    comes = story.coming if standing.ticket.closed_at is None else None
    yield "else", coming_text(comes, wall) if comes else None


def _summed_up(standing: TicketSnapshot, wall: Wall) -> Iterator[tuple[str, str | None]]:
    """Yield what is known of a ticket in few rows."""
    ticket, known = standing.ticket, dict(_filled_in(standing, wall))
    who = (ticket.requester, _customer(ticket))
    told = f"informed: {known['stakeholders']}" if ticket.stakeholders else None
    yield "requester", ", ".join(filter(None, (*who, told)))
    yield "about", "; ".join(f"{name} {known[name]}" for name in _ABOUT if known[name])
    for name in _KEPT:
        yield name, known[name]


def _head(on: Ansi, standing: TicketSnapshot, wall: Wall) -> Iterator[Text]:
    ticket, style = standing.ticket, urgency_marks.style_of(standing)
    margin = len(ticket.id) + 2
    lines = list(wrapped(on, one_line(ticket.title), margin, "bold"))
    lines[0] = cell(f"{ticket.id}  ", "bold") + lines[0][margin:]
    yield from lines
    facts = (
        (ticket.priority, ""),
        (_level(standing), ""),
        (ticket.status.value, ""),
        (f"owner {ticket.owner}" if ticket.owner else "no owner", ""),
        (urgency_marks.pressure_of(standing, wall), style),
    )
    dot = f" {on.sign('·')} "
    said = Text(dot).join(cell(text, colour) for text, colour in facts if text)
    yield from said.wrap(on.width)


def _level(standing: TicketSnapshot) -> str:
    """Write level and name, and the management that is involved."""
    ticket, policy = standing.ticket, standing.rules
    known = policy.level(ticket.level)
    name = f" {known.name}" if known and known.name != ticket.level else ""
    above = f" with {ticket.management_level}" if ticket.management_level else ""
    return f"{ticket.level}{name}{above}"


def _rows(on: Ansi, rows: Iterable[tuple[str, str | None]]) -> Iterator[Text]:
    """Yield what has a value, with what it is."""
    yield cell("")
    for label, value in rows:
        if value:
            lines = list(wrapped(on, sanitized(value), _INDENT + _LABEL, ""))
            said = lines[0][_INDENT + _LABEL :]
            lines[0] = joined((f"{' ' * _INDENT}{label:<{_LABEL}}", "dim"), said)
            yield from lines


def _filled_in(standing: TicketSnapshot, wall: Wall) -> Iterator[tuple[str, str | None]]:
    """Yield what is known of a ticket; only what there is will be shown."""
    ticket = standing.ticket
    yield "requester", ticket.requester
    yield "customer", _customer(ticket)
    yield "stakeholders", ", ".join(ticket.stakeholders)
    yield "impact", ticket.impact
    yield "urgency", ticket.urgency
    yield "service", ticket.service
    yield "category", ticket.category
    yield "skills", ", ".join(ticket.skills)
    yield "tags", ", ".join(ticket.tags)
    yield "team", ticket.team
    yield "logged", f"{wall.time(ticket.logged_at)}, {wall.ago(ticket.logged_at)}"
    yield "agreed due", wall.time(ticket.agreed_due_at) if ticket.agreed_due_at else None
    yield "cycle", str(ticket.cycle) if ticket.cycle > 1 else None
    yield "complaints", str(len(ticket.complaints)) if ticket.complaints else None
    yield "resolved", wall.time(ticket.resolved_at) if ticket.resolved_at else None
    yield "resolution", ticket.resolution
    yield "closed", wall.time(ticket.closed_at) if ticket.closed_at else None
    yield "reviewed", wall.time(ticket.reviewed_at) if ticket.reviewed_at else None
    yield "duplicate of", ticket.duplicate_of
    yield "related to", ", ".join(ticket.related)
    yield "action of", ticket.action_of
    yield "key", ", ".join(filter(None, (ticket.key, *ticket.other_keys)))
    yield "source", ticket.source
    yield "policy", f"{standing.rules.name}, version {ticket.policy[:VERSION]}"


def _customer(ticket: Ticket) -> str | None:
    if ticket.vip:
        return f"{ticket.customer} (VIP)" if ticket.customer else "VIP"
    return ticket.customer


def _clocks(on: Ansi, standing: TicketSnapshot, wall: Wall) -> list[Text]:
    clocks = standing.ticket.clocks
    held = [clock for clock in map(clocks.get, CLOCKS) if clock and _shows(clock)]
    rows = [_clock(clock, standing, wall) for clock in held]
    return [cell(""), *table(on, _CLOCKS, rows, _INDENT)] if rows else []


def _shows(clock: Clock) -> bool:
    """Tell whether a clock has a target, or missed one that it has no longer."""
    return clock.target is not None or clock.breached_at is not None


def _clock(clock: Clock, standing: TicketSnapshot, wall: Wall) -> list[Text]:
    within = clock.target.within if clock.target else clock.breached_target or clock.spent
    in_days = clock.calendar == ALWAYS
    at_risk = clock.running and clock.spent >= within * standing.rules.at_risk
    risky = at_risk and clock.state is ClockState.RUNNING
    style = _STATES.get(clock.state, "yellow" if at_risk else "")
    state = "at risk" if risky else clock.state.value
    if clock.excused:
        style, state = "dim", "excused"
    return [
        cell(spaced(clock.name)),
        cell(spell(clock.spent, days=in_days)),
        cell(spell(within, days=in_days)),
        cell(_due(clock, wall), style),
        cell(state, style),
        cell(clock.calendar, "dim"),
    ]


def _due(clock: Clock, wall: Wall) -> str:
    due_at = clock.due_at if clock.target else clock.breached_at
    if due_at is None:
        return "-"
    at = wall.time(due_at)
    is_over = clock.ended_at is not None or clock.target is None
    return at if is_over else f"{at} ({wall.due(due_at)})"


def _move(on: Ansi, step: Escalation, wall: Wall) -> list[Text]:
    arrow = on.sign("→")
    why = f"{step.trigger}: {step.reason}" if step.trigger and step.reason else step.reason
    return [
        cell(str(step.n), "dim"),
        cell(wall.time(step.at)),
        cell(move(step.origin, step.to, arrow)),
        cell(step.mode if step.mode == Mode.AUTOMATIC else f"by {step.by}"),
        cell(why or step.trigger or "-"),
    ]
