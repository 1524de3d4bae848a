"""What `check` answers: outside a terminal, a line for each new decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from escalate_cli.domain.time.plain_values import plain
from escalate_cli.render.parts.data.json_values import SCHEMA, Fields, document, documents, stored
from escalate_cli.render.parts.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from escalate_cli.domain.engine.decision import Decision
    from escalate_cli.render.parts.printer import Printer
    from escalate_cli.render.parts.screen.ansi import Ansi
    from escalate_cli.render.parts.words.decision_text import Phrases
    from escalate_cli.usecases.automation.check import Checked

DECISION: Final[Fields[Decision]] = stored(
    *("key", "ticket", "trigger", "type", "since", "noticed_at", "action", "from=origin"),
    *("to", "notified", "superseded", "reason", "routed"),
)
_MISSED: Final = stored("key=heartbeat.key", "since", "ticket", "is_new")
_SENT: Final = stored("sent", "failed")
_LEFT: Final = stored("pending", "dead")
_ERROR: Final = stored("ticket", "message")


class CheckResult(Result):
    """One run of `check`.

    Args:
        checked: what the run did; for terminals and JSON what presses after it too.
        dry_run: whether it only would have done so.
    """

    def __init__(self, checked: Checked, *, dry_run: bool = False) -> None:
        self._checked = checked
        self._dry_run = dry_run

    def document(self) -> dict[str, object]:
        """Return what the run did, and what presses after it."""
        from escalate_cli.render.parts.data.ticket_fields import TICKET  # noqa: PLC0415 - start-up time
        from escalate_cli.render.results.maintenance import WINDOW  # noqa: PLC0415 - the same

        checked, pressing = self._checked, self._checked.pressing
        return {
            "schema": SCHEMA,
            "now": plain(checked.now),
            "last_check_at": plain(checked.last_check_at),
            "tickets": checked.active,
            "heartbeats": documents(_MISSED, checked.missed),
            "decisions": documents(DECISION, checked.decisions),
            "overdue": documents(TICKET, pressing.overdue if pressing else ()),
            "at_risk": documents(TICKET, pressing.at_risk if pressing else ()),
            "messages": document(_SENT, checked) | document(_LEFT, checked.left),
            "errors": documents(_ERROR, checked.errors),
            "maintenance": documents(WINDOW, checked.maintenance),
        }

    def complaints(self) -> Iterable[str]:
        """Return which tickets could not be decided."""
        return (f"{error.ticket}: {error.message}" for error in self._checked.errors)

    def data(self, printer: Printer) -> None:
        """Write the run as a document, the chosen fields of decisions, or a line for each."""
        if printer.writer.is_json:
            printer.document(self.document())
        elif printer.writer.has_chosen:
            printer.writer.records(self._checked.decisions, DECISION, tuple(DECISION))
        else:
            printer.print_lines(self._lines(None))

    def page(self, printer: Printer) -> None:
        """Show what was decided and what presses, or only the decisions where it is quiet."""
        if printer.is_quiet:
            printer.print_lines(self._lines(printer.writer.ink))
            return
        from escalate_cli.render.results.check_page import show_check  # noqa: PLC0415 - start-up time

        out, wall = printer.writer, printer.wall
        show_check(out, self._checked, self._phrases(out.ink), wall)

    def _lines(self, ink: Ansi | None) -> Iterable[str]:
        """Yield a line for each heartbeat that is missing, then one for each decision."""
        checked = self._checked
        if not (checked.missed or checked.decisions):
            return
        from escalate_cli.render.parts.words.missed_text import missed_line  # noqa: PLC0415 - start-up time

        yield from map(missed_line, checked.missed)
        yield from map(self._phrases(ink).line, checked.decisions)

    def _phrases(self, ink: Ansi | None) -> Phrases:
        from escalate_cli.render.parts.words.decision_text import Phrases  # noqa: PLC0415 - start-up time

        return Phrases.of(self._checked, ink, dry_run=self._dry_run)
