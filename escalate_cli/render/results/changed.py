"""What a verb answers: the tickets that it acted on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.data.ticket_fields import PRESSURE, TICKET, TICKET_COLUMNS
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Records
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.unit_of_work import Changed

if TYPE_CHECKING:  # only an answer to a person asks who they are
    from escalate_cli.render.parts.screen.ansi import Ansi
    from escalate_cli.render.parts.screen.asker import Asker

Verb = str | Callable[[TicketSnapshot], str]
"""What was done, the same for all tickets or said of each."""

MOST_HINTED: Final = 5
"""A hint about more tickets than that helps nobody."""


class ChangedResult(Records[TicketSnapshot]):
    """Tickets that a verb acted on, as they are now.

    Args:
        verb: what was done.
        many: whether several ids could be given.
        command: its name, where it matters for what comes next.
    """

    fields, columns, extra = TICKET, TICKET_COLUMNS, PRESSURE
    nothing = "nothing to change"

    def __init__(
        self,
        done: Sequence[Changed],
        verb: Verb,
        *,
        many: bool = False,
        command: str = "",
    ) -> None:
        super().__init__([each.standing for each in done], many=many)
        self._done = done
        self._said = verb, command

    def ids(self) -> Iterable[str]:
        """Return the ids of the tickets."""
        return (standing.ticket.id for standing in self.things)

    def table(self, printer: Printer) -> None:
        """Say in a line what was done with each, and what to type next."""
        verb, command = self._said
        asker, ink = printer.asker(), printer.writer.ink
        lines = changed_lines(self._done, verb, printer.wall, ink, asker, command)
        printer.print_lines(lines)


def changed_lines(
    done: Sequence[Changed],
    verb: Verb,
    wall: Wall,
    ink: "Ansi",
    asker: "Asker",
    command: str = "",
) -> Iterator[str]:
    """Yield `T-12 acknowledged · P1 · L2 · due in 1h 20m · Mail server down` and the like.

    What an act caused stands below it, unless it was done to many.
    """
    from escalate_cli.render.parts.words import urgency_marks  # noqa: PLC0415 - a pipe gets none
    from escalate_cli.render.parts.words.caused_text import caused_lines  # noqa: PLC0415 - the same

    for each in done:
        standing, ticket = each.standing, each.standing.ticket
        said = verb if isinstance(verb, str) else verb(standing)
        id_, act = one_line(ticket.id), f"{one_line(ticket.id)} {one_line(said)}"
        pressure = urgency_marks.pressure_of(standing, wall)
        parts = (
            act,
            one_line(ticket.priority),
            urgency_marks.level_of(ticket),
            one_line(asker.awaited(standing)),
            f"asked for {asked}" if (asked := urgency_marks.asked_of(standing, wall)) else "",
            pressure,
            one_line(ticket.title),
        )
        painted = {
            act: ink.paint(id_, "bold") + act.removeprefix(id_),
            pressure: ink.paint(pressure, urgency_marks.style_of(standing)),
        }
        yield from ink.folded(parts, painted)
        if len(done) <= MOST_HINTED:
            yield from caused_lines(each, wall, ink, asker)
    yield from _next_lines([each.standing for each in done], ink, asker, command)


def _next_lines(
    standings: Sequence[TicketSnapshot], ink: "Ansi", asker: "Asker", command: str
) -> Iterator[str]:
    """Yield what comes next, once for several tickets where one command line can do it."""
    steps: dict[str, list[str]] = {}
    for standing in standings:
        step = asker.next_step(standing, command)
        if step is not None:
            alike = step if step.endswith("{}") else step.format(standing.ticket.id)
            steps.setdefault(alike, []).append(standing.ticket.id)
    for step, ids in steps.items():
        if len(ids) <= MOST_HINTED:
            yield ink.paint(f"next: escalate {one_line(step.format(' '.join(ids)))}", "dim")
