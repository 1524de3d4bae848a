"""What `why` answers: the ledgers of the clocks and the accounts of the triggers."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.engine.clock_breakdown import ClockBreakdown, Line, Segment
from escalate_cli.domain.engine.trigger_status import TriggerStatus
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.render.parts.event_text import spaced
from escalate_cli.render.parts.json_values import SCHEMA, plain, seconds
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.render.parts.terminal import cell, joined
from escalate_cli.render.parts.text_table import Column, show, table
from escalate_cli.render.parts.time_text import Wall
from escalate_cli.usecases.insight.why import Explanation

if TYPE_CHECKING:  # Rich costs as much start-up as all the rest; only a table needs it
    from rich.console import Console
    from rich.text import Text

_INDENT: Final = 2
_LINES: Final = (
    Column("FROM"),
    Column("TO"),
    Column(""),
    Column("COUNTED"),
    Column("TOTAL"),
    Column("OF", turn=1),
    Column("BECAUSE", least=12),
)
_TRIGGERS: Final = (
    Column("TRIGGER"),
    Column("STATE"),
    Column("SINCE"),
    Column("DID", turn=1),
    Column("BECAUSE", least=24),
)


class WhyResult(Document):
    """The arithmetic of the clocks, and what the triggers did."""

    def __init__(self, explained: Explanation) -> None:
        self._explained = explained

    def document(self) -> dict[str, object]:
        """Return the whole explanation as JSON has it."""
        standing = self._explained.standing
        return {
            "schema": SCHEMA,
            "id": standing.ticket.id,
            "now": plain(standing.now),
            "clocks": [_ledger_document(ledger) for ledger in self._explained.ledgers],
            "triggers": [plain(account) for account in self._explained.accounts],
        }

    def page(self, printer: Printer) -> None:
        """Show the ledgers, then what each trigger did."""
        on, wall, accounts = printer.writer.console, printer.wall, self._explained.accounts
        parts = [list(_ledger(on, it, wall)) for it in self._explained.ledgers if _says(it)]
        if accounts:
            rows = [_account(account, wall) for account in accounts]
            parts.append([cell("Triggers", "bold"), *table(on, _TRIGGERS, rows, _INDENT)])
        lines = [line for part in parts for line in (*part, cell(""))][:-1]
        show(on, lines or [cell("nothing is counted: the policy sets no target", "dim")])


def _ledger_document(ledger: ClockBreakdown) -> dict[str, object]:
    clock = ledger.clock
    return {
        "clock": clock.name,
        "cycle": clock.cycle,
        "instance": clock.instance,
        "started_at": plain(clock.started_at),
        "ended_at": plain(clock.ended_at),
        "target_seconds": seconds(clock.target.within) if clock.target else None,
        "elapsed_seconds": seconds(clock.spent),
        "due_at": plain(clock.due_at),
        "breached_at": plain(clock.breached_at),
        "state": clock.state.value,
        "segments": [_segment_document(segment) for segment in ledger.segments],
    }


def _segment_document(segment: Segment) -> dict[str, object]:
    course = segment.course
    return {
        "since": plain(segment.since),
        "until": plain(segment.until),
        "calendar": course.calendar,
        "target_seconds": seconds(course.target.within) if course.target else None,
        "running": course.running,
        "elapsed_before_seconds": seconds(segment.spent_before),
        "elapsed_after_seconds": seconds(segment.spent_after),
        "lines": [_line_document(line) for line in segment.lines],
    }


def _line_document(line: Line) -> dict[str, object]:
    return {
        "since": plain(line.since),
        "until": plain(line.until),
        "kind": line.kind,
        "counted_seconds": seconds(line.counted),
        "total_seconds": seconds(line.total),
        "note": line.note,
    }


def _says(ledger: ClockBreakdown) -> bool:
    """Leave out clocks that never had a target."""
    return ledger.clock.target is not None or any(s.course.target for s in ledger.segments)


def _ledger(on: "Console", ledger: ClockBreakdown, wall: Wall) -> Iterator["Text"]:
    clock = ledger.clock
    name = spaced(clock.name) + (f" (cycle {clock.cycle})" if clock.cycle > 1 else "")
    again = f", run {clock.instance}" if clock.instance > 1 else ""
    yield joined(cell(f"{name}{again}", "bold"), cell(f"  {_verdict(ledger, wall)}"))
    lines = [(segment, line) for segment in ledger.segments for line in segment.lines]
    is_today = all(wall.is_today(at) for _, line in lines for at in (line.since, line.until))
    write = wall.time if is_today else wall.dated
    rows = [_line(segment, line, write) for segment, line in lines]
    yield from table(on, _LINES, rows, _INDENT) if rows else [cell("  just begun", "dim")]


def _verdict(ledger: ClockBreakdown, wall: Wall) -> str:
    clock = ledger.clock
    target = format_duration(clock.target.within, days=False) if clock.target else "no target"
    spent = f"{clock.state}: {format_duration(clock.spent, days=False)} of {target}"
    if clock.breached_at is not None:
        return f"{spent}, used up {wall.full(clock.breached_at)}"
    if clock.running and clock.due_at is not None:
        return f"{spent}, due {wall.full(clock.due_at)}"
    return f"{spent}, ended {wall.full(clock.ended_at)}" if clock.ended_at else spent


def _line(segment: Segment, line: Line, write: Callable[[datetime], str]) -> list["Text"]:
    course = segment.course
    style = "" if line.kind == "counted" else "dim"
    target = format_duration(course.target.within, days=False) if course.target else "-"
    why = line.note or (f"hours of {course.calendar}" if line.kind == "counted" else "waiting")
    counted = format_duration(abs(line.counted), days=False) if line.counted else "-"
    counted = f"-{counted}" if line.counted < timedelta(0) else counted
    return [
        cell(write(line.since), style),
        cell(write(line.until), style),
        cell(line.kind, style),
        cell(counted, style),
        cell(format_duration(line.total, days=False), style),
        cell(target, style),
        cell(why, style),
    ]


def _account(account: TriggerStatus, wall: Wall) -> list["Text"]:
    style = {"fired": "bold", "due": "yellow", "idle": "dim"}.get(account.state, "")
    when = wall.time(account.since) if account.since else "-"
    if account.state == "waits" and account.since:
        when = f"{when} ({wall.due(account.since)})"
    late = ""
    if account.noticed_at and account.since and account.noticed_at > account.since:
        late = f"noticed {wall.time(account.noticed_at)}"
    return [
        cell(account.trigger, style),
        cell(account.state, style),
        cell(when, style),
        cell(account.action or "-", style),
        cell(", ".join(part for part in (account.sentence, late) if part), style),
    ]
