"""What `check` answers: outside a terminal, a line for each new decision."""

from collections.abc import Iterable
from typing import Final

import msgspec

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.time.plain_values import plain
from escalate_cli.render.parts.ansi import Ansi
from escalate_cli.render.parts.decision_text import Phrases
from escalate_cli.render.parts.json_values import SCHEMA, Fields, document, documents, stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Result
from escalate_cli.render.parts.ticket_fields import TICKET
from escalate_cli.usecases.automation.check import Checked, Pressing

DECISION: Final[Fields[Decision]] = stored(
    *("key", "ticket", "trigger", "type", "since", "noticed_at", "action", "from=origin"),
    *("to", "notified", "superseded", "reason"),
)
_MESSAGES: Final = stored("sent", "failed", "pending", "dead")
_ERROR: Final = stored("ticket", "message")


class CheckCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What stands besides the tickets.

    Attributes:
        sent: messages that this run delivered; `failed` those it could not.
        pending: messages that wait in the outbox; `dead` those given up.
        unreachable: those that wait although the policy has no contact for them.
        outdated: open tickets that follow an older version of the policy.
    """

    sent: int = 0
    failed: int = 0
    pending: int = 0
    dead: int = 0
    unreachable: int = 0
    outdated: int = 0


class CheckResult(Result):
    """One run of `check`.

    Args:
        checked: what the run did.
        pressing: what is overdue or at risk after it; for terminals and JSON.
        counts: what else stands; for terminals and JSON.
        dry_run: whether it only would have done so.
    """

    def __init__(
        self,
        checked: Checked,
        pressing: Pressing | None = None,
        counts: CheckCounts | None = None,
        *,
        dry_run: bool = False,
    ) -> None:
        self._checked = checked
        self._pressing = pressing
        self._counts = counts or CheckCounts()
        self._dry_run = dry_run

    def document(self) -> dict[str, object]:
        """Return what the run did, and what presses after it."""
        checked, pressing, counts = self._checked, self._pressing, self._counts
        return {
            "schema": SCHEMA,
            "now": plain(checked.now),
            "last_check_at": plain(checked.last_check_at),
            "tickets": checked.active,
            "decisions": documents(DECISION, checked.decisions),
            "overdue": documents(TICKET, pressing.overdue if pressing else ()),
            "at_risk": documents(TICKET, pressing.at_risk if pressing else ()),
            "messages": document(_MESSAGES, counts),
            "errors": documents(_ERROR, checked.errors),
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
            printer.print_lines(map(self._phrases(None).line, self._checked.decisions))

    def page(self, printer: Printer) -> None:
        """Show what was decided and what presses, or only the decisions where it is quiet."""
        phrases = self._phrases(printer.writer.ink)
        if printer.is_quiet:
            printer.print_lines(map(phrases.line, self._checked.decisions))
            return
        from escalate_cli.render.results.check_page import show_check  # noqa: PLC0415 - start-up time

        out, wall = printer.writer, printer.wall
        show_check(out, self._checked, self._pressing, self._counts, phrases, wall)

    def _phrases(self, ink: Ansi | None) -> Phrases:
        return Phrases.of(self._checked, self._pressing, ink, dry_run=self._dry_run)
