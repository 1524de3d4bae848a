"""What `check` did and what presses, for a person at a terminal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.engine.breaches import breaks_at
from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.data.data_writer import DataWriter
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.styled_text import Text, cell
from escalate_cli.render.parts.screen.text_table import Column, show, table
from escalate_cli.render.parts.words import urgency_marks
from escalate_cli.render.parts.words.clock_text import late_by
from escalate_cli.render.parts.words.decision_text import Phrases
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.render.parts.words.missed_text import missed_outcome
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.results.maintenance import silent_line

if TYPE_CHECKING:
    from escalate_cli.usecases.automation.check import Checked
    from escalate_cli.usecases.automation.heartbeats import MissedBeat

_SILENT_AFTER: Final = timedelta(hours=1)
_DONE: Final = (
    Column("ID"),
    Column("P"),
    Column("RULE", least=15),
    Column("DECISION", least=14, folds=True),
    Column("SINCE", turn=1),
    Column("NOTICE TO", least=11, turn=2, folds=True),
    Column("TITLE", least=16, turn=3),
)
_OVERDUE: Final = (
    Column("ID"),
    Column("P"),
    Column("LVL"),
    Column("CLOCK"),
    Column("SINCE", turn=1),
    Column("BY"),
    Column("OWNER", least=6, turn=3),
    Column("NEXT", turn=2),
    Column("TITLE", least=16, turn=4),
)
_AT_RISK: Final = (
    Column("ID"),
    Column("P"),
    Column("LVL"),
    Column("AT RISK"),
    Column("DUE"),
    Column("OWNER", least=6, turn=2),
    Column("TITLE", least=16, turn=3),
)


def show_check(out: DataWriter, checked: "Checked", phrases: Phrases, wall: Wall) -> None:
    """Print what is overdue and what is at risk, then what was decided, and count it all."""
    on, pressing, left = out.ink, checked.pressing, checked.left
    overdue = pressing.overdue if pressing else ()
    at_risk = pressing.at_risk if pressing else ()
    done = [_missed(each, wall) for each in checked.missed]
    done += (_decision(each, phrases, wall) for each in checked.decisions)
    _section(on, "Overdue", _OVERDUE, [_overdue(standing, wall) for standing in overdue])
    _section(on, "At risk", _AT_RISK, [_at_risk(standing, wall) for standing in at_risk])
    _section(on, phrases.title, _DONE, done)
    for window in checked.maintenance:
        out.line(silent_line(window, wall))
    ink, to_send = out.ink, left.pending - left.unreachable
    painted = {
        f"{len(overdue)} overdue": "red" if overdue else "",
        f"{len(at_risk)} at risk": "yellow" if at_risk else "",
        f"{counted(left.unreachable, 'message')} without a contact": "yellow",
        f"{counted(left.dead, 'message')} undelivered": "red",
    }
    last, style = _last_check(checked.last_check_at, wall)
    parts = (
        f"{checked.active} open",
        f"{len(overdue)} overdue",
        f"{len(at_risk)} at risk",
        f"{counted(to_send, 'message')} to send" if to_send else "",
        f"{counted(left.unreachable, 'message')} without a contact" if left.unreachable else "",
        f"{counted(left.dead, 'message')} undelivered" if left.dead else "",
        f"{checked.outdated} under an older policy" if checked.outdated else "",
        last,
    )
    styles = {**painted, last: style}
    for line in ink.folded(parts, {part: ink.paint(part, styles[part]) for part in styles}):
        out.line(line)


def _missed(missed: "MissedBeat", wall: Wall) -> list[Text]:
    ticket = missed.logged.standing.ticket if missed.logged else None
    return [
        cell(ticket.id if ticket else "-", "bold"),
        cell(ticket.priority if ticket else "-"),
        cell(missed.heartbeat.key),
        cell(missed_outcome(missed)),
        cell(wall.time(missed.since)),
        cell("-"),
        cell(ticket.title if ticket else missed.heartbeat.title),
    ]


def _decision(decision: Decision, phrases: Phrases, wall: Wall) -> list[Text]:
    told = phrases.notified(decision)
    return [
        cell(decision.ticket, "bold"),
        cell(phrases.priority(decision) or "-"),
        cell(phrases.name(decision)),
        cell(phrases.outcome(decision)),
        cell(wall.time(decision.since)),
        cell("; ".join(filter(None, (", ".join(told), decision.routed))) or "-"),
        cell(phrases.title_of(decision)),
    ]


def _section(on: Ansi, title: str, columns: Sequence[Column], rows: list[list[Text]]) -> None:
    if rows:
        show(on, [cell(title, "bold"), *table(on, columns, rows, indent=2), cell("")])


def _overdue(standing: TicketSnapshot, wall: Wall) -> list[Text]:
    ticket = standing.ticket
    late = standing.overdue_clocks
    worst, others = late[0], f" +{len(late) - 1}" if len(late) > 1 else ""
    return [
        *_ticket_cells(ticket),
        cell(f"{spaced(worst.name)}{others}", "red"),
        cell(wall.time(worst.breached_at) if worst.breached_at else "-"),
        cell(late_by(worst), "red"),
        cell(ticket.owner or "-"),
        cell(_next(standing, wall)),
        cell(ticket.title),
    ]


def _at_risk(standing: TicketSnapshot, wall: Wall) -> list[Text]:
    ticket = standing.ticket
    first = min(standing.running(), key=_due)
    return [
        *_ticket_cells(ticket),
        cell(spaced(first.name), "yellow"),
        cell(urgency_marks.due_of(standing, wall), "yellow"),
        cell(ticket.owner or "-"),
        cell(ticket.title),
    ]


def _due(clock: Clock) -> datetime:
    return clock.due_at or clock.started_at


def _ticket_cells(ticket: Ticket) -> list[Text]:
    level = urgency_marks.short_level_of(ticket)
    return [cell(ticket.id, "bold"), cell(ticket.priority), cell(level)]


def _next(standing: TicketSnapshot, wall: Wall) -> str:
    """Say when the policy does something again, and whether a clock is due or breached then."""
    at = standing.next_at
    if at is None:
        return "-"
    if at <= standing.now:
        return "next check"
    return f"{_about(standing, at)}{wall.time(at)}"


def _about(standing: TicketSnapshot, at: datetime) -> str:
    for clock in standing.running():
        if clock.due_at == at:
            return f"{spaced(clock.name)} due "
        if breaks_at(clock, standing.rules) == at:
            return f"{spaced(clock.name)} breach "
    return ""


def _last_check(at: datetime | None, wall: Wall) -> tuple[str, str]:
    """Say when the last check was, and in which style."""
    if at is None:
        return "first check", ""
    return f"last check {wall.ago(at)}", "yellow" if wall.now - at > _SILENT_AFTER else "dim"
