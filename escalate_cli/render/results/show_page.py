"""One ticket on a page: where it stands, its clocks, moves and history."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.messages.outbox_message import DEAD, Message
from escalate_cli.domain.policy.calendars import ALWAYS
from escalate_cli.domain.policy.clock_name import CLOCKS
from escalate_cli.domain.ticket.action import Mode
from escalate_cli.domain.ticket.events.wording import VERSION, spaced
from escalate_cli.domain.ticket.sla_clock import Clock, ClockState
from escalate_cli.domain.ticket.ticket import Escalation, Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts import urgency_marks
from escalate_cli.render.parts.event_text import move
from escalate_cli.render.parts.terminal import cell
from escalate_cli.render.parts.text_table import Column, show, table
from escalate_cli.render.parts.time_text import Wall, spell
from escalate_cli.render.parts.timeline import timeline, wrapped
from escalate_cli.render.results.outbox import state_of
from escalate_cli.sanitize import one_line, sanitized

if TYPE_CHECKING:  # Rich costs as much start-up as all the rest; only a table needs it
    from rich.console import Console
    from rich.text import Text

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
    Column("WHY", least=20),
)
_UNTOLD: Final = (
    Column("WHO", least=12),
    Column("WHAT", turn=1),
    Column("STATE", least=20),
)
_STATES: Final = {
    ClockState.BREACHED: "red",
    ClockState.PAUSED: "dim",
    ClockState.MET: "dim",
    ClockState.STOPPED: "dim",
}


def show_story(on: "Console", story: "Story", wall: Wall) -> None:
    """Print the page of one ticket."""
    show(on, [line for part in _page(on, story, wall) for line in part])


def _page(on: "Console", story: "Story", wall: Wall) -> Iterator[list["Text"]]:
    standing = story.standing
    yield list(_head(on, standing, wall))
    yield list(_details(on, standing, wall))
    if standing.ticket.description:
        yield _titled("Description")
        yield list(wrapped(on, sanitized(standing.ticket.description), _INDENT, ""))
    clocks = _clocks(on, standing, wall)
    if clocks:
        yield _titled("Clocks")
        yield clocks
    if standing.ticket.escalations:
        yield _titled("Escalations")
        yield table(on, _MOVES, [_move(on, e, wall) for e in standing.ticket.escalations], _INDENT)
    if story.messages:
        yield _titled("Not told yet")
        yield table(on, _UNTOLD, [_untold(message, wall) for message in story.messages], _INDENT)
    yield _titled("History")
    yield list(timeline(on, story.events, wall))


def _titled(title: str) -> list["Text"]:
    return [cell(""), cell(title, "bold")]


def _head(on: "Console", standing: TicketSnapshot, wall: Wall) -> Iterator["Text"]:
    from rich.text import Text  # noqa: PLC0415 - start-up time

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
    dot = " - " if on.options.ascii_only else " · "
    said = Text(dot).join(cell(text, colour) for text, colour in facts if text)
    yield from said.wrap(on, on.width)


def _level(standing: TicketSnapshot) -> str:
    """Write level and name, and the management that is involved."""
    ticket, policy = standing.ticket, standing.rules
    known = policy.level(ticket.level)
    name = f" {known.name}" if known and known.name != ticket.level else ""
    above = f" with {ticket.management_level}" if ticket.management_level else ""
    return f"{ticket.level}{name}{above}"


def _details(on: "Console", standing: TicketSnapshot, wall: Wall) -> Iterator["Text"]:
    from rich.text import Text  # noqa: PLC0415 - start-up time

    yield cell("")
    for label, value in _filled_in(standing, wall):
        if value:
            lines = list(wrapped(on, sanitized(value), _INDENT + _LABEL, ""))
            said = lines[0][_INDENT + _LABEL :]
            lines[0] = Text.assemble((f"{' ' * _INDENT}{label:<{_LABEL}}", "dim"), said)
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
    yield "asked for", urgency_marks.asked_of(standing, wall)
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
    yield "key", ", ".join(filter(None, (ticket.key, *ticket.other_keys)))
    yield "source", ticket.source
    yield "policy", f"{standing.rules.name}, version {ticket.policy[:VERSION]}"
    if standing.next_at and ticket.is_owed:
        yield "policy acts", _acts(standing, wall)


def _customer(ticket: Ticket) -> str | None:
    if ticket.vip:
        return f"{ticket.customer} (VIP)" if ticket.customer else "VIP"
    return ticket.customer


def _acts(standing: TicketSnapshot, wall: Wall) -> str:
    if standing.next_at is None or standing.next_at <= standing.now:
        return "at the next check"
    return f"{wall.time(standing.next_at)} ({wall.due(standing.next_at)}) if nobody does"


def _clocks(on: "Console", standing: TicketSnapshot, wall: Wall) -> list["Text"]:
    clocks = standing.ticket.clocks
    held = [clocks[name] for name in CLOCKS if name in clocks and clocks[name].target]
    rows = [_clock(clock, standing, wall) for clock in held]
    return table(on, _CLOCKS, rows, _INDENT) if rows else []


def _clock(clock: Clock, standing: TicketSnapshot, wall: Wall) -> list["Text"]:
    within = clock.target.within if clock.target else clock.spent
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
    if clock.due_at is None:
        return "-"
    at = wall.time(clock.due_at)
    return at if clock.ended_at is not None else f"{at} ({wall.due(clock.due_at)})"


def _move(on: "Console", step: Escalation, wall: Wall) -> list["Text"]:
    arrow = "->" if on.options.ascii_only else "→"
    why = f"{step.trigger}: {step.reason}" if step.trigger and step.reason else step.reason
    return [
        cell(str(step.n), "dim"),
        cell(wall.time(step.at)),
        cell(move(step.origin, step.to, arrow)),
        cell(step.mode if step.mode == Mode.AUTOMATIC else f"by {step.by}"),
        cell(why or step.trigger or "-"),
    ]


def _untold(message: Message, wall: Wall) -> list["Text"]:
    style = "red" if message.state == DEAD else ""
    return [
        cell(message.to),
        cell(spaced(message.kind)),
        cell(state_of(message, wall), style),
    ]
