"""What the board shows: the list, as fresh as the store, and a ticket in its place on Enter."""

import asyncio
import signal
from collections.abc import Callable
from typing import Final, TypeVar

from rich.text import Text as RichText
from textual import events, work
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from escalate_cli.cli.live_board.desk import Desk, Seen
from escalate_cli.cli.live_board.keys import HELP
from escalate_cli.cli.live_board.marks import Marks
from escalate_cli.cli.live_board.panel import ActPanel
from escalate_cli.cli.live_board.rows import head_of, rows_of
from escalate_cli.cli.live_board.ticket_list import TicketList, content_of
from escalate_cli.cli.live_board.ticket_page import Read, TicketPage
from escalate_cli.domain.ticket.ticket import id_of, number_in
from escalate_cli.errors import EscalateError
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.seen import Sight

T = TypeVar("T")

POLL: Final = 2.0
"""Seconds between two looks at whether anything was written."""
UNWATCHED: Final = 5
"""Of so many of them only one is taken while the terminal does not have the focus."""
_BELOW_PANEL: Final = 2
"""Lines of the status where a panel needs the others; an error alone is shown whole."""
_ENDINGS: Final = {signal.SIGTERM: 143, signal.SIGHUP: 129}


class Lookout(App[None]):
    """Shows tickets, moves about and marks; it does nothing about them.

    Args:
        desk: what it looks at.
    """

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: ansi_default; color: ansi_default; overflow: hidden; }
    #head { height: auto; text-style: bold; margin-bottom: 1; }
    #foot { dock: bottom; height: auto; }
    #status { height: auto; }
    #filter { display: none; }
    Input { border: none; height: 1; padding: 0; background: ansi_default; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self._desk, self._marks, self._polls = desk, Marks(), 0
        self._seen: Seen | None = None
        self._state: tuple[object, ...] = ()
        self._is_silent = False

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Static(id="head")
        yield TicketList()
        yield TicketPage()
        with Vertical(id="foot"):
            yield ActPanel()
            yield Input(
                id="filter", placeholder="owner:@me, is:free, words; nothing is all", compact=True
            )
            yield Static(id="status")

    async def on_mount(self) -> None:
        """Begin to look, and let signals end it as they end any program."""
        loop = asyncio.get_running_loop()
        for number, code in _ENDINGS.items():
            loop.add_signal_handler(number, self.exit, None, code)
        self.app_resume_signal.subscribe(self, lambda _: self._paint())
        self._list.focus()
        self.action_refresh()
        self.set_interval(POLL, self.poll)

    def _paint(self) -> None:
        """Write the whole screen again, which the shell has had since."""
        for widget in self.screen.walk_children():
            widget.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out anew what has another size; the rows once their new width is known."""
        self._panel.fit(event.size.height)
        if self._seen:
            self.call_later(self._show, self._seen)

    # what is shown

    @work(exclusive=True, group="look")
    async def action_refresh(self) -> None:
        """Look at the store again; what is written meanwhile is seen by the next look."""
        state = await self._asked_state()
        seen = await self._asking(self._desk.look)
        if seen is not None:
            self._state = state or ()
            self._show(seen)
            if self._page.read is not None:
                self._read(self._page.read.id, explained=self._page.read.explained)

    @work(exclusive=True, group="poll")
    async def poll(self) -> None:
        """Look again once something was written, or the minute is another."""
        self._polls += 1
        if not self.app_focus and self._polls % UNWATCHED:
            return
        state = await self._asked_state()
        if state is not None and state != self._state:
            self.action_refresh()

    async def _asked_state(self) -> tuple[object, ...] | None:
        """Ask for the state of the store; that it did not answer is said until it does."""
        state = await self._asking(self._desk.state)
        if state is not None and self._is_silent:
            self._say("")
        self._is_silent = state is None
        return state

    def _show(self, seen: Seen) -> None:
        self._seen = seen
        self.query_one("#head", Static).update(content_of(head_of(seen, self._desk.query)))
        if lost := self._marks.keep(seen.sights):
            self._say(f"no longer as it was marked: {', '.join(lost)}")
        self._list.show(rows_of(seen, max(self.size.width - 2, 20)), self._marks.ids)

    @property
    def _list(self) -> TicketList:
        return self.query_one(TicketList)

    @property
    def _panel(self) -> ActPanel:
        return self.query_one(ActPanel)

    @property
    def _page(self) -> TicketPage:
        return self.query_one(TicketPage)

    @property
    def _chosen(self) -> Sight | None:
        """Return the ticket that is selected, as it was seen."""
        chosen = self._list.chosen
        return self._seen.sights[number_in(chosen)] if chosen and self._seen else None

    def _meant(self) -> tuple[Sight, ...]:
        """Return what an act is about: the ticket that is read, those marked, or the selected."""
        if self._page.display:
            return (self._page.read.sight,) if self._page.read else ()
        return self._marks.sights or tuple(filter(None, [self._chosen]))

    async def _asking(self, ask: Callable[[], T]) -> T | None:
        """Ask the store in the background; what it cannot answer is said."""
        try:
            return await asyncio.to_thread(ask)
        except EscalateError as error:
            self._say(f"{error}; {error.help}" if error.help else str(error))
            return None

    def _say(self, text: str) -> None:
        """Say something, above the command that the panel would do: nothing takes its place."""
        status = self.query_one("#status", Static)
        status.styles.max_height = _BELOW_PANEL if self._panel.display else None
        lines = filter(None, (text, self._panel.command))
        status.update(Content("\n".join(one_line(line) for line in lines)))

    # moving about

    def action_move(self, by: int) -> None:
        """Go down or up."""
        listed = self._list
        if self._page.display:
            self._page.scroll_relative(y=by, animate=False)
        elif by > 0:
            listed.action_cursor_down()
        else:
            listed.action_cursor_up()

    def action_edge(self, which: str) -> None:
        """Go to the first ticket, or the last one."""
        self._list.action_first() if which == "first" else self._list.action_last()

    def action_mark(self) -> None:
        """Mark the ticket and go to the next one, or forget its mark."""
        if self._chosen is not None and not self._page.display:
            self._marks.turn(self._chosen)
            self._show_marks()
            self._list.action_cursor_down()

    def _show_marks(self) -> None:
        if self._seen:
            self._show(self._seen)
        self._say(f"marked: {', '.join(self._marks.ids)}" if self._marks else "")

    def action_copy(self) -> None:
        """Copy the ids of what an act would be about."""
        ids = " ".join(id_of(sight.number) for sight in self._meant())
        if ids:
            self.copy_to_clipboard(ids)
            self._say(f"copied, if the terminal lets it: {ids}")

    def action_help(self) -> None:
        """Show the keys."""
        self._open_page(Content(HELP))

    def action_why(self) -> None:
        """Explain the clocks of the ticket."""
        if chosen := self._page.read.id if self._page.read else self._list.chosen:
            self._read(chosen, explained=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the ticket."""
        if event.option_id:
            self._read(event.option_id, explained=False)

    @work(exclusive=True, group="read")
    async def _read(self, ticket: str, *, explained: bool) -> None:
        page = await self._asking(lambda: self._desk.page(ticket, explained=explained))
        if page is not None:
            read = Read(ticket, explained, page[1])
            self._open_page(Content.from_rich_text(RichText.from_ansi(page[0])), read)

    def _open_page(self, text: Content, read: Read | None = None) -> None:
        self._page.open(text, read)
        self._list.display = False
        if self._panel.asked is None:
            self._page.focus()

    def action_filter(self) -> None:
        """Ask what to look for."""
        field = self.query_one("#filter", Input)
        field.value = " ".join(self._desk.query)
        field.display = True
        field.focus()
