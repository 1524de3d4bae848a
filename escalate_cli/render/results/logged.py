"""What `log` answers: where new issues are, by when, and what to type next."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.data.ticket_fields import PRESSURE, TICKET, of_standing
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Records
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.results.changed import MOST_HINTED
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.verbs.log import Logged

if TYPE_CHECKING:  # only an answer to a person asks who they are
    from escalate_cli.render.parts.screen.ansi import Ansi
    from escalate_cli.render.parts.screen.asker import Asker

_ANSWERS: Final = (ClockName.FIRST_RESPONSE, ClockName.ACKNOWLEDGE)


class LoggedResult(Records[Logged]):
    """New issues; in a pipe, and where it is to be quiet, their ids alone.

    Args:
        alike: tickets that may be about the same as the one issue that is new.
        asks: whether the person is asked which of them it is.
    """

    fields, extra = of_standing(TICKET), of_standing(PRESSURE)
    columns = ("id",)

    def __init__(
        self,
        logged: Sequence[Logged],
        *,
        many: bool = True,
        alike: Sequence[Ticket] = (),
        asks: bool = False,
    ) -> None:
        super().__init__(logged, many=many)
        self._alike, self._asks = alike, asks

    def ids(self) -> Iterable[str]:
        """Return the ids of the tickets."""
        return (one.standing.ticket.id for one in self.things)

    def page(self, printer: Printer) -> None:
        """Say where each is."""
        asker, ink = printer.asker(), printer.writer.ink
        each = {id(one): one for one in self.things}.values()  # one may stand for several lines
        printer.print_lines(logged_lines(list(each), printer.wall, ink, asker))
        if self.things and self._alike:
            new = self.things[0].standing.ticket
            printer.print_lines(_alike_lines(new, self._alike, printer.wall, ink))
            if not self._asks:
                printer.print_lines(_tie_lines(new, self._alike, ink))


def logged_lines(
    logged: Sequence[Logged], wall: Wall, ink: "Ansi", asker: "Asker"
) -> Iterator[str]:
    """Yield what became of new issues: where each is, by when, and what to type next."""
    from escalate_cli.render.parts.screen.folding import folded  # noqa: PLC0415 - a pipe
    from escalate_cli.render.parts.words import urgency_marks  # noqa: PLC0415 - gets none of it
    from escalate_cli.render.parts.words.caused_text import consequences  # noqa: PLC0415 - the same
    from escalate_cli.text_width import cells  # noqa: PLC0415 - the same

    for one in logged:
        ticket = one.standing.ticket
        id_ = one_line(ticket.id)
        margin = " " * (len(id_) + 2)
        place = f"{one_line(ticket.priority)}  {urgency_marks.level_of(ticket)}"
        title = f"  {one_line(ticket.title)}"
        is_short = cells(f"{id_}  {place}{title}") <= ink.width
        yield f"{ink.paint(id_, 'bold')}  {place}{title if is_short else ''}"
        if not is_short:
            yield from folded(title, ink.width, len(margin))
        if not one.is_new:
            often = "again" if one.times == 1 else f"{one.times} times"
            noted = one.noted or f"noted there that it was reported {often}"
            yield f"{margin}{_stands(one)}: {noted}"
        dues = ", ".join(_dues(one.standing, wall))
        if dues:
            yield f"{margin}{dues}"
        step = asker.next_step(one.standing, "log")
        if step is None:
            whose = one_line(asker.awaited(one.standing))
            yield from [f"{margin}{whose}"] * bool(whose)
        if len(logged) <= MOST_HINTED:
            for line in consequences(one.effect, ticket, ink, asker):
                for part in folded(line, ink.width, len(margin)):
                    yield ink.paint(part, "dim")
        if step is not None:
            yield ink.paint(f"{margin}next: escalate {step.format(id_)}", "dim")


def _alike_lines(new: Ticket, alike: Sequence[Ticket], wall: Wall, ink: "Ansi") -> Iterator[str]:
    """Yield which tickets look like a new one, and how they stand or were solved."""
    from escalate_cli.render.parts.screen.folding import folded  # noqa: PLC0415 - the same

    margin = len(one_line(new.id)) + 2
    for ticket in alike:
        said = f"looks like {ticket.id}, {_state(ticket, wall)}: {ticket.title}"
        yield from folded(one_line(said), ink.width, margin)


def _tie_lines(new: Ticket, alike: Sequence[Ticket], ink: "Ansi") -> Iterator[str]:
    """Yield what to type where a new ticket repeats one on which somebody works."""
    same = next((ticket for ticket in alike if ticket.is_active), None)
    if same is not None:
        said = f"if it is the same: escalate link {new.id} --duplicate-of {same.id}"
        yield ink.paint(" " * (len(one_line(new.id)) + 2) + one_line(said), "dim")


def _state(ticket: Ticket, wall: Wall) -> str:
    if ticket.is_active:
        return f"{ticket.owner} has it" if ticket.owner else "nobody has it"
    ended_at = ticket.resolved_at or ticket.updated_at
    how = f' "{ticket.resolution}"' if ticket.resolution else ""
    return f"solved {wall.ago(ended_at)}{how}"


def _stands(one: Logged) -> str:
    """Say how a ticket stands that was not new."""
    if one.is_reopened:
        return "is reopened"
    return "is open already" if one.standing.ticket.is_active else "is resolved"


def _dues(standing: TicketSnapshot, wall: Wall) -> Iterator[str]:
    """Yield by when somebody must answer, and by when it must be solved."""
    answer = next((at for name in _ANSWERS if (at := _due_at(standing, name))), None)
    for word, at in (("respond", answer), ("resolve", _due_at(standing, ClockName.RESOLVE))):
        if at is not None:
            yield f"{word} by {wall.time(at)} ({wall.due(at)})"


def _due_at(standing: TicketSnapshot, clock: str) -> datetime | None:
    return next((c.due_at for c in standing.running() if c.name == clock), None)
