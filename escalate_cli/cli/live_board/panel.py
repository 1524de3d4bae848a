"""The panel below the list: what an act causes, and the text that it asks for."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from escalate_cli.cli.live_board.acts import BoardAct
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.seen import Sight


class Asked(NamedTuple):
    """An act that somebody is about to do on a ticket as it was seen."""

    act: BoardAct
    ticket: Ticket
    sight: Sight

    def line(self, text: str) -> str:
        """Return the command line that does the same."""
        return self.act.line(self.ticket, text)


class ActPanel(Vertical):
    """Shows one act; it is not there while nothing is asked.

    Attributes:
        asked: what it is about, from the key on until it is done or left.
    """

    DEFAULT_CSS = """
    ActPanel { display: none; height: auto; max-height: 60%; border-top: solid; }
    """
    asked: Asked | None = None

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static(id="cause")
        yield Input(id="typed", compact=True)

    def open(self, asked: Asked, causes: Sequence[str]) -> None:
        """Say what an act causes, and wait for its text or for Enter."""
        said = "\n".join(one_line(line) for line in causes)
        act = asked.act
        ask = f"{act.name} {asked.ticket.id}: {act.asks or 'Enter does it'}, Esc leaves it"
        self.query_one("#cause", Static).update(Content(f"{ask}\n{said}"))
        self.display = True
        typed = self.query_one("#typed", Input)
        typed.value = ""
        typed.focus()

    def close(self) -> None:
        """Leave the act."""
        self.asked = None
        self.display = False
