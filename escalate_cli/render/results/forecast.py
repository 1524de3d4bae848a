"""What `forecast` answers: what happens when, who is told, how the ticket stands then."""

from collections.abc import Iterator
from datetime import UTC
from typing import Final

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.ticket.action import Action
from escalate_cli.render.parts.data.json_values import SCHEMA, document, stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.render.parts.screen.styled_text import Text, cell, joined
from escalate_cli.render.parts.screen.text_table import Column, show, table
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.results.check import DECISION
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.insight.forecast import Forecast, Prospect

_COLUMNS: Final = (
    Column("WHEN"),
    Column("UTC", turn=1),
    Column("IN"),
    Column("WHAT", least=24, folds=True),
    Column("NOTICE TO", least=9, folds=True),
    Column("THEN AT"),
    Column("OWNER", turn=2),
)
_BEGINS: Final = stored(
    *("begins.ticket.id", "begins.now", "until", "stopped"),
    *("begins.ticket.priority", "begins.ticket.level"),
)
_AFTER: Final = stored("status", "priority", "level", "management_level", "owner")


class ForecastResult(Document[Forecast]):
    """What would happen if nobody acted."""

    def document(self) -> dict[str, object]:
        """Return what would happen as JSON has it."""
        return {
            "schema": SCHEMA,
            **document(_BEGINS, self.value),
            "decisions": [
                {**document(DECISION, decision), "after": document(_AFTER, prospect.after.ticket)}
                for prospect in self.value.prospects
                for decision in prospect.decisions
            ],
        }

    def page(self, printer: Printer) -> None:
        """Show one row for each thing that would happen."""
        on, wall, forecast = printer.writer.ink, printer.wall, self.value
        ticket = forecast.begins.ticket
        place = f"{ticket.priority} {ticket.level}, {ticket.status}"
        title = cell(f"  {one_line(ticket.title)}  ")
        head = joined(cell(ticket.id, "bold"), title, cell(place, "dim"))
        rows = [row for prospect in forecast.prospects for row in _rows(prospect, wall)]
        until = wall.full(forecast.until)
        if not rows:
            show(on, [*head.wrap(on.width), cell(f"  nothing happens until {until}", "dim")])
            return
        stop = f": {len(rows):,} decisions, and more would follow" if forecast.stopped else ""
        end = cell(f"if nobody acts until {until}{stop}", "dim")
        show(on, [*head.wrap(on.width), *table(on, _COLUMNS, rows, 2), end])


def _rows(prospect: Prospect, wall: Wall) -> Iterator[list[Text]]:
    ticket = prospect.after.ticket
    for decision in prospect.decisions:
        at = decision.since
        above = f" with {ticket.management_level}" if ticket.management_level else ""
        yield [
            cell(wall.time(at)),
            cell(f"{at.astimezone(UTC):%m-%d %H:%M}", "dim"),
            cell(wall.due(at)),
            cell(_what(decision), "bold" if decision.action == Action.ESCALATED else ""),
            cell(", ".join(decision.notified) or "-"),
            cell(f"{ticket.level}{above}"),
            cell(ticket.owner or "-"),
        ]


def _what(decision: Decision) -> str:
    if decision.type == "breach":
        return f"{decision.trigger.replace('_', ' ')} target breached"
    if decision.action == Action.ESCALATED:
        origin = f"{decision.origin} to " if decision.origin else "to "
        return f"{decision.trigger}: {origin}{decision.to}"
    return f"{decision.trigger}: {decision.action}"
