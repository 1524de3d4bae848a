"""What `beat` answers: how heartbeats stand, and the ticket that a beat ended."""

from typing import TYPE_CHECKING

from escalate_cli.render.parts.data.json_values import stored
from escalate_cli.render.parts.result import Records
from escalate_cli.render.results.changed import changed_lines
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.verbs.beat import HeartbeatStanding

if TYPE_CHECKING:
    from escalate_cli.render.parts.printer import Printer

HEARTBEAT = stored(
    *("key", "state", "beat_at", "missing_at", "every_seconds=heartbeat.every"),
    *("grace_seconds=heartbeat.grace", "ticket"),
)


class HeartbeatsResult(Records[HeartbeatStanding]):
    """The heartbeats of the policy, as they stand."""

    fields = HEARTBEAT
    nothing = "the policy has no heartbeats"

    def table(self, printer: "Printer") -> None:
        """Show a row for each."""
        rows = [
            (
                it.key,
                it.state,
                printer.full(it.beat_at) if it.beat_at else "-",
                printer.full(it.missing_at) if it.missing_at else "-",
                it.ticket or "-",
            )
            for it in self.things
        ]
        printer.writer.table(("heartbeat", "state", "last beat", "missing", "ticket"), rows)


class BeatResult(HeartbeatsResult):
    """Heartbeats that have beaten; in a pipe only what that ended, as a job beats unattended."""

    def data(self, printer: "Printer") -> None:
        """Write what was asked for, or else a line for each ticket that a beat changed."""
        if printer.writer.is_json or printer.writer.has_chosen:
            super().data(printer)
        else:
            printer.print_lines(_ended(it) for it in self.things if it.ended)

    def table(self, printer: "Printer") -> None:
        """Say until when all is well with each, and what that ended."""
        asker, ink = printer.asker(), printer.writer.ink
        printer.print_lines(one_line(_well(it, printer)) for it in self.things)
        done = [it.ended for it in self.things if it.ended]
        said = {it.ended.standing.ticket.id: it.says for it in self.things if it.ended}
        lines = changed_lines(done, lambda at: said[at.ticket.id], printer.wall, ink, asker)
        printer.print_lines(lines)


def _ended(it: HeartbeatStanding) -> str:
    return one_line(f"{it.ticket} {it.key}: beats again, {it.says}")


def _well(it: HeartbeatStanding, printer: "Printer") -> str:
    until = f", missing from {printer.full(it.missing_at)} on" if it.missing_at else ""
    return f"{it.key} has beaten{until}"
