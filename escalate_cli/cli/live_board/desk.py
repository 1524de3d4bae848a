"""What the board looks at and does: each time the command line anew, nothing kept in between."""

import io
import sys
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.cli.live_board.acts import SUPPOSED, BoardAct
from escalate_cli.cli.typed.send_option import send
from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.domain.ticket.people.team import some_of
from escalate_cli.domain.ticket.ticket import id_of, number_in
from escalate_cli.invocation import Invocation
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.words.coming_text import coming_text
from escalate_cli.render.parts.words.event_text import headline
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.results.show import ShowResult
from escalate_cli.render.results.why import WhyResult
from escalate_cli.usecases.care.undo import change_meant, undo
from escalate_cli.usecases.insight.board import Board, board_of
from escalate_cli.usecases.insight.coming import Coming, coming_of
from escalate_cli.usecases.insight.list_and_show import show
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.insight.why import why
from escalate_cli.usecases.seen import Sight, do_on_seen, tried

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from escalate_cli.render.parts.result import Result
    from escalate_cli.usecases.unit_of_work import Changed
    from escalate_cli.wiring import Wiring


class Seen(msgspec.Struct, frozen=True):
    """The board as it stood at one look.

    Attributes:
        wall: the clock of whoever looks, to the minute, so that all rows change together.
        sights: the tickets on it as the store had them then, by number.
    """

    board: Board
    wall: Wall
    person: str
    sights: dict[int, Sight]


class Desk:
    """Looks at the store of a command line, and acts there for one person."""

    def __init__(self, run: "Wiring", query: "Sequence[str]") -> None:
        self._run, self.query = run, tuple(query)

    def look(self) -> Seen:
        """Return the board as it stands now; raises EscalateError."""
        run = self._anew()
        with run.context.read() as view:
            board = board_of(run.context, view, parse(self.query, run.context))
            wall = Wall(run.now.replace(second=0), run.zone)
            numbers = [each.ticket.number for each in board.standings]
            return Seen(board, wall, run.context.by, {n: Sight.of(view, n) for n in numbers})

    def state(self) -> tuple[object, ...]:
        """Return what is another in another minute, or if something was written a second later."""
        run = self._anew()
        with run.store.read() as view:
            wrote = view.written_at(), view.highest(), run.store.last_check_at()
        return (*wrote, run.now.replace(second=0))

    def page(self, ticket: str, *, explained: bool) -> tuple[str, Sight]:
        """Return a ticket, or why its clocks stand as they do, as a page in colours.

        Returned as well is the ticket as it was then, or a moment before.
        """
        run = self._anew()
        with run.store.read() as view:
            sight = Sight.of(view, number_in(ticket))
        result: Result = (
            WhyResult(why(run.context, ticket, None))
            if explained
            else ShowResult(show(run.context, [ticket], looks=True), many=False)
        )
        look, paper = Invocation(table=True, color="always"), Paper()
        Printer(look, paper, io.StringIO(), run.now, run.zone, run.printer.asker).show(result)
        return paper.getvalue(), sight

    def foretell(self, act: BoardAct, sights: "Sequence[Sight]") -> list[str]:
        """Say what an act would cause, and what happens without it; nothing is kept."""
        run, ids = self._anew(), [id_of(sight.number) for sight in sights]
        wall, context = Wall(run.now, run.zone), run.context
        with context.read() as view:
            without = [coming_of(context, context.history(view, each.number)) for each in sights]
            title = view.ticket(sights[0].number).title
        done, coming = tried(context, sights, lambda c: act.do(c, ids, SUPPOSED))
        caused = {each.standing.ticket.id: list(_caused(each, wall)) for each in done}
        told = [
            [*caused.get(id_, ()), _next("then", then, wall), _next("without it", else_, wall)]
            for id_, then, else_ in zip(ids, coming, without, strict=True)
        ]
        if len(told) == 1:
            return [title, *told[0]]
        return [f"{id_}: {'; '.join(lines)}" for id_, lines in zip(ids, told, strict=True)]

    def act(self, act: BoardAct, sights: "Sequence[Sight]", text: str) -> None:
        """Carry out an act on what was seen; raises EscalateError, and then nothing was done."""
        ids = [id_of(sight.number) for sight in sights]
        do_on_seen(self._anew().context, sights, lambda c: act.do(c, ids, text))

    def taken_back(self, sight: Sight) -> "tuple[list[str], tuple[Sight, ...]]":
        """Say what an undo of the person's last change of a ticket would take back.

        Nothing is done. Returned as well is each ticket that it would alter, as it is.
        """
        context, id_ = self._anew().context, id_of(sight.number)
        change = change_meant(context, id_, None)
        found = undo(context, change, SUPPOSED, dry_run=True).standings
        with context.read() as view:
            others = {each.ticket.number: Sight.of(view, each.ticket.number) for each in found}
        sights = tuple({**others, sight.number: sight}.values())
        done, _ = tried(context, sights, lambda c: undo(c, change, SUPPOSED))
        gone = ", ".join(spaced(kind) for kind in (*done.what, *done.followed))
        heard = f", of which {', '.join(done.heard)} know" if done.heard else ""
        of = ", ".join(each.ticket.id for each in done.standings)
        return [f"takes back: {gone}{heard}", *([f"of {of}"] if len(sights) > 1 else [])], sights

    def take_back(self, id_: str, sights: "Sequence[Sight]", why: str) -> None:
        """Undo the person's last change of a ticket, as all was seen; raises EscalateError."""
        context = self._anew().context
        change = change_meant(context, id_, None)
        do_on_seen(context, sights, lambda c: undo(c, change, why))

    def send(self) -> None:
        """Send what waits in the outbox, as a command with --send does."""
        send(self._anew())

    def _anew(self) -> "Wiring":
        """Return the command line at this instant, without its warnings: the board hides them."""
        return self._run.anew(io.StringIO())


class Paper(io.StringIO):
    """Takes a page as a terminal of this size would."""

    def isatty(self) -> bool:
        """Tell that people look at it."""
        return True

    def fileno(self) -> int:
        """Return the terminal, whose width it has."""
        return sys.__stdout__.fileno() if sys.__stdout__ else super().fileno()


def _caused(changed: "Changed", wall: Wall) -> "Iterator[str]":
    for event in changed.effect.events:
        yield headline(event, wall)
    told = some_of(tuple(dict.fromkeys(message.to for message in changed.effect.messages)))
    if told:
        yield f"tells {told}"


def _next(when: str, coming: Coming | None, wall: Wall) -> str:
    return f"{when}: {coming_text(coming, wall) if coming else 'nothing by itself'}"
