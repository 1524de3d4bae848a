"""The panel below the list: what an act causes, and the text that it asks for."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from escalate_cli.cli.live_board.acts import BoardAct
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.seen import Sight


class Asked(NamedTuple):
    """An act that somebody is about to do on tickets as they were seen.

    Attributes:
        sights: all that must be as it was seen; of an undo also others that it would alter.
    """

    act: BoardAct
    ids: tuple[str, ...]
    sights: tuple[Sight, ...]

    def line(self, text: str) -> str:
        """Return the command line that does the same."""
        return self.act.line(self.ids, text)


class ActPanel(Vertical):
    """Shows one act; it is not there while nothing is asked.

    Attributes:
        asked: what it is about, from the key on until it is done or left.
        command: the command line of it, as far as it is typed.
    """

    DEFAULT_CSS = """
    ActPanel { display: none; height: auto; border-top: solid ansi_default; }
    ActPanel VerticalScroll { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll(-1)"),
        Binding("down", "scroll(1)"),
    ]
    asked: Asked | None = None
    command = ""

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with VerticalScroll(can_focus=False):
            yield Static(id="cause")
        yield Input(id="typed", compact=True)

    def open(self, asked: Asked, causes: Sequence[str]) -> None:
        """Say what an act causes, and wait for its text or for Enter."""
        said = "\n".join(one_line(line) for line in causes)
        act, ids = asked.act, ", ".join(asked.ids)
        ask = f"{act.name} {ids}: {act.asks or 'Enter does it'}, Esc leaves it"
        self.query_one("#cause", Static).update(Content(f"{ask}\n{said}"))
        self.display = True
        self.query_one(VerticalScroll).scroll_home(animate=False)
        typed = self.query_one("#typed", Input)
        typed.value = ""
        typed.focus()

    def fit(self, lines: int) -> None:
        """Leave some of the lines of the screen to what is above and below."""
        self.query_one(VerticalScroll).styles.max_height = lines * 3 // 5

    def action_scroll(self, by: int) -> None:
        """Show what has no room."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def close(self) -> None:
        """Leave the act."""
        self.asked, self.command = None, ""
        self.display = False
