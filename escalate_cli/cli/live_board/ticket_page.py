"""The page of the board in place of its list: a ticket, why its clocks stand so, or the keys."""

from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from escalate_cli.usecases.seen import Sight


class Read(NamedTuple):
    """A ticket that is on the page, as it was read."""

    id: str
    explained: bool
    sight: Sight


class TicketPage(VerticalScroll):
    """Shows one text; it is not there while the list is.

    Attributes:
        read: the ticket of which it is, if it is of one.
    """

    DEFAULT_CSS = """
    TicketPage { display: none; height: 1fr; scrollbar-size-vertical: 1; }
    """
    read: Read | None = None

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static(id="text")

    def open(self, text: Content, read: Read | None = None) -> None:
        """Show a text from its top; of the ticket that is there already, where one has got to."""
        before, self.read = self.read, read
        goes_on = before is not None and read is not None and before[:2] == read[:2]
        self.query_one("#text", Static).update(text)
        self.display = True
        if not goes_on:
            self.scroll_home(animate=False)

    def close(self) -> None:
        """Give way to the list."""
        self.read = None
        self.display = False
