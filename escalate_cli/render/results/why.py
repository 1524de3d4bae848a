"""What `why` answers: the ledgers of the clocks and the accounts of the triggers."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

from escalate_cli.domain.engine.clock_breakdown import ClockBreakdown, Line, Segment
from escalate_cli.domain.engine.trigger_status import TriggerStatus
from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.domain.time.plain_values import plain
from escalate_cli.render.parts.data.json_values import SCHEMA, Fields, document, documents, stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.styled_text import Text, cell, joined
from escalate_cli.render.parts.screen.text_table import Column, show, table
from escalate_cli.render.parts.words.time_text import Wall, exact
from escalate_cli.render.results import why_reasons
from escalate_cli.usecases.insight.why import Explanation

_INDENT: Final = 2
_LINES: Final = (
    Column("FROM"),
    Column("TO"),
    Column(""),
    Column("COUNTED"),
    Column("TOTAL", turn=2),
    Column("OF", turn=1),
    Column("BECAUSE", least=16, folds=True),
)
_TRIGGERS: Final = (
    Column("TRIGGER"),
    Column("STATE"),
    Column("SINCE"),
    Column("DID", turn=1),
    Column("BECAUSE", least=24, folds=True),
)
_LINE: Final = stored(
    *("since", "until", "kind", "counted_seconds=counted", "total_seconds=total", "note"),
    "waits_on",
)
_SEGMENT: Final[Fields[Segment]] = {
    **stored("since", "until", "course.calendar"),
    "target_seconds": lambda it: plain(it.course.target and it.course.target.within),
    **stored("course.running", "elapsed_before_seconds=spent_before"),
    **stored("elapsed_after_seconds=spent_after"),
    "lines": lambda segment: documents(_LINE, segment.lines),
}
_LEDGER: Final[Fields[ClockBreakdown]] = {
    **stored("clock=clock.name", "clock.cycle", "clock.instance", "clock.started_at"),
    **stored("clock.ended_at"),
    "target_seconds": lambda it: plain(it.clock.target and it.clock.target.within),
    **stored("elapsed_seconds=clock.spent", "clock.due_at", "clock.breached_at", "clock.state"),
    "segments": lambda ledger: documents(_SEGMENT, ledger.segments),
    "rows": lambda ledger: documents(why_reasons.ROW, ledger.rows),
    "words": lambda ledger: documents(why_reasons.WORD, ledger.words),
}


class WhyResult(Document[Explanation]):
    """The arithmetic of the clocks, and what the triggers did."""

    def document(self) -> dict[str, object]:
        """Return the whole explanation as JSON has it."""
        return {
            "schema": SCHEMA,
            **document(stored("standing.ticket.id", "standing.now"), self.value),
            "clocks": documents(_LEDGER, self.value.ledgers),
            "triggers": [_status(account) for account in self.value.accounts],
            "undone": documents(why_reasons.UNDONE, self.value.undone),
        }

    def page(self, printer: Printer) -> None:
        """Show the ledgers, then what each trigger did."""
        on, wall, accounts = printer.writer.ink, printer.wall, self.value.accounts
        parts = [list(_ledger(on, it, wall)) for it in self.value.ledgers if _says(it)]
        if accounts:
            rows = [_account(account, wall) for account in accounts]
            parts.append([cell("Triggers", "bold"), *table(on, _TRIGGERS, rows, _INDENT)])
        if self.value.undone:
            parts.append(why_reasons.undone_lines(on, self.value, wall, _INDENT))
        lines = [line for part in parts for line in (*part, cell(""))][:-1]
        show(on, lines or [cell("nothing is counted: the policy sets no target", "dim")])


def _status(account: TriggerStatus) -> dict[str, object]:
    fields = account.__struct_fields__
    plainly = {name: plain(getattr(account, name)) for name in fields if name != "held_by"}
    return {**plainly, "held_by": why_reasons.held(account.held_by)}


def _says(ledger: ClockBreakdown) -> bool:
    """Leave out clocks that never had a target."""
    return ledger.clock.target is not None or any(s.course.target for s in ledger.segments)


def _ledger(on: Ansi, ledger: ClockBreakdown, wall: Wall) -> Iterator[Text]:
    clock = ledger.clock
    name = spaced(clock.name) + (f" (cycle {clock.cycle})" if clock.cycle > 1 else "")
    again = f", run {clock.instance}" if clock.instance > 1 else ""
    head = joined(cell(f"{name}{again}", "bold"), cell(f"  {_verdict(ledger, wall)}"))
    yield from head.wrap(on.width)
    yield from why_reasons.row_lines(on, ledger, wall, _INDENT)
    lines = [(segment, line) for segment in ledger.segments for line in segment.lines]
    is_today = all(wall.is_today(at) for _, line in lines for at in (line.since, line.until))
    write = wall.time if is_today else wall.dated
    rows = [_line(segment, line, write, wall) for segment, line in lines]
    yield from table(on, _LINES, rows, _INDENT) if rows else [cell("  just begun", "dim")]
    yield from why_reasons.word_lines(on, ledger, wall, _INDENT)


def _verdict(ledger: ClockBreakdown, wall: Wall) -> str:
    clock = ledger.clock
    target = exact(clock.target.within) if clock.target else "no target"
    spent = f"{clock.state}: {exact(clock.spent)} of {target}"
    if clock.breached_at is not None:
        excused = ", excused" if clock.excused else ""
        return f"{spent}, used up {wall.full(clock.breached_at)}{excused}"
    if clock.running and clock.due_at is not None:
        return f"{spent}, due {wall.full(clock.due_at)}"
    return f"{spent}, ended {wall.full(clock.ended_at)}" if clock.ended_at else spent


def _line(segment: Segment, line: Line, write: Callable[[datetime], str], wall: Wall) -> list[Text]:
    course = segment.course
    style = "" if line.kind == "counted" else "dim"
    target = exact(course.target.within) if course.target else "-"
    why = line.note or (
        f"hours of {course.calendar}"
        if line.kind == "counted"
        else why_reasons.waiting(line.waits_on, wall)
    )
    counted = exact(abs(line.counted)) if line.counted else "-"
    counted = f"-{counted}" if line.counted < timedelta(0) else counted
    return [
        cell(write(line.since), style),
        cell(write(line.until), style),
        cell(line.kind, style),
        cell(counted, style),
        cell(exact(line.total), style),
        cell(target, style),
        cell(why, style),
    ]


def _account(account: TriggerStatus, wall: Wall) -> list[Text]:
    style = {"fired": "bold", "due": "yellow", "idle": "dim"}.get(account.state, "")
    when = wall.time(account.since) if account.since else "-"
    if account.state == "waits" and account.since:
        when = f"{when} ({wall.due(account.since)})"
    late = ""
    might = account.held_by.until if account.held_by else account.since
    if account.noticed_at and might and account.noticed_at > might:
        late = f"noticed {wall.time(account.noticed_at)}"
    held = why_reasons.holder(account.held_by, wall)
    return [
        cell(account.trigger, style),
        cell(account.state, style),
        cell(when, style),
        cell(account.action or "-", style),
        cell(", ".join(part for part in (account.sentence, held, late) if part), style),
    ]
