"""The board on the screen: one list, a panel for acts below it, a ticket in its place on Enter."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from typing import Final, TypeVar

from rich.text import Text as RichText
from textual import events, work
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from escalate_cli.cli.live_board.desk import Desk, Seen
from escalate_cli.cli.live_board.haste import Haste
from escalate_cli.cli.live_board.keys import ALWAYS, BINDINGS, BY_KEY, HELP, LETTERS, UNDO
from escalate_cli.cli.live_board.panel import ActPanel, Asked
from escalate_cli.cli.live_board.rows import head_of, rows_of
from escalate_cli.cli.live_board.ticket_list import TicketList, content_of
from escalate_cli.domain.ticket.ticket import Ticket, number_in
from escalate_cli.errors import EscalateError, UsageError
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.seen import Sight

T = TypeVar("T")

POLL: Final = 2.0
"""Seconds between two looks at whether anything was written."""
SEND_AFTER: Final = 10.0
"""So many seconds after an act its messages go out: it may be undone before."""
_ENDINGS: Final = {signal.SIGTERM: 143, signal.SIGHUP: 129}


class LiveBoard(App[None]):
    """The board of one person.

    Args:
        desk: what it looks at and does.
        haste: what knows keys that come too fast.
    """

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: ansi_default; color: ansi_default; }
    #head, #status { height: auto; }
    #head { text-style: bold; margin-bottom: 1; }
    #page { display: none; height: 1fr; }
    #filter { display: none; }
    Input { border: none; height: 1; padding: 0; background: ansi_default; }
    """
    BINDINGS = BINDINGS

    def __init__(self, desk: Desk, haste: Haste) -> None:
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self._desk, self._haste = desk, haste
        self._seen: Seen | None = None
        self._state: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Static(id="head")
        yield TicketList()
        with VerticalScroll(id="page"):
            yield Static(id="text")
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
        self.set_interval(POLL, self._poll)

    def _paint(self) -> None:
        """Write the whole screen again, which the shell has had since."""
        for widget in self.screen.walk_children():
            widget.refresh()

    def on_resize(self) -> None:
        """Lay the rows out in the new width."""
        if self._seen:
            self._show(self._seen)

    # what is shown

    @work(exclusive=True, group="look")
    async def action_refresh(self) -> None:
        """Look at the store again; what is written meanwhile is seen by the next look."""
        state = await self._asking(self._desk.state)
        seen = await self._asking(self._desk.look)
        if seen is not None:
            self._state = state or ()
            self._show(seen)

    @work(exclusive=True, group="poll")
    async def _poll(self) -> None:
        """Look again once something was written, or the minute is another."""
        state = await self._asking(self._desk.state)
        if state is not None and state != self._state:
            self.action_refresh()

    def _show(self, seen: Seen) -> None:
        self._seen = seen
        self.query_one("#head", Static).update(content_of(head_of(seen, self._desk.query)))
        self._list.show(rows_of(seen, max(self.size.width - 2, 20)))

    @property
    def _list(self) -> TicketList:
        return self.query_one(TicketList)

    def _ticket(self) -> tuple[Ticket, Sight] | None:
        chosen = self._list.chosen
        if chosen is None or self._seen is None:
            return None
        number = number_in(chosen)
        return self._seen.tickets[number], self._seen.sights[number]

    async def _asking(self, ask: Callable[[], T]) -> T | None:
        """Ask the store in the background; what it cannot answer is said."""
        try:
            return await asyncio.to_thread(ask)
        except EscalateError as error:
            self._say(f"{error}; {error.help}" if error.help else str(error))
            return None

    def _say(self, text: str) -> None:
        self.query_one("#status", Static).update(Content(one_line(text)))

    # moving about

    def action_move(self, by: int) -> None:
        """Go down or up."""
        listed = self._list
        if self.query_one("#page").display:
            self.query_one("#page").scroll_relative(y=by, animate=False)
        elif by > 0:
            listed.action_cursor_down()
        else:
            listed.action_cursor_up()

    def action_edge(self, which: str) -> None:
        """Go to the first ticket, or the last one."""
        self._list.action_first() if which == "first" else self._list.action_last()

    def action_close(self) -> None:
        """Close what is open, the panel first."""
        self._panel.close()
        self.query_one("#filter").display = False
        self.query_one("#page").display = False
        self._list.display = True
        self._list.focus()
        self._say("")

    def action_leave(self, code: int) -> None:
        """End it with an exit code."""
        self.exit(None, code)

    def action_help(self) -> None:
        """Show the keys."""
        self._open_page(Content(HELP))

    def action_why(self) -> None:
        """Explain the clocks of the ticket."""
        self._read(explained=True)

    def on_option_list_option_selected(self) -> None:
        """Open the ticket."""
        self._read(explained=False)

    @work(exclusive=True, group="read")
    async def _read(self, *, explained: bool) -> None:
        chosen = self._list.chosen
        if chosen is not None:
            page = await self._asking(lambda: self._desk.page(chosen, explained=explained))
            if page is not None:
                self._open_page(Content.from_rich_text(RichText.from_ansi(page)))

    def _open_page(self, text: Content) -> None:
        self.query_one("#text", Static).update(text)
        self._list.display = False
        page = self.query_one("#page")
        page.display = True
        page.scroll_home(animate=False)
        page.focus()

    def action_filter(self) -> None:
        """Ask what to look for."""
        field = self.query_one("#filter", Input)
        field.value = " ".join(self._desk.query)
        field.display = True
        field.focus()

    # acting

    @property
    def _panel(self) -> ActPanel:
        return self.query_one(ActPanel)

    def action_open(self, key: str) -> None:
        """Open the panel of an act: nothing is done yet."""
        found, panel = self._ticket(), self._panel
        if found is None or panel.asked is not None or self._haste.is_burst:
            return
        panel.asked = asked = Asked(BY_KEY[key], *found)
        self._haste.asks()
        self._open_panel(asked)

    @work(exclusive=True, group="panel")
    async def _open_panel(self, asked: Asked) -> None:
        panel, causes = self._panel, await self._asking(lambda: self._causes(asked))
        if panel.asked is not asked:
            return
        if causes is None:
            panel.asked = None
        else:
            panel.open(asked, causes)
            self._haste.opens()
            self._say(asked.line("…" if asked.act.asks else ""))

    def _causes(self, asked: Asked) -> list[str]:
        if asked.act is UNDO:
            return self._desk.taken_back(asked.ticket)
        return self._desk.foretell(*asked)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the command as it stands."""
        asked = self._panel.asked
        if asked is not None and event.input.id == "typed" and event.value:
            self._say(asked.line(event.value))

    async def on_event(self, event: events.Event) -> None:
        """Mistrust a key on its way to whom it is for, and again where that one does not use it."""
        if not isinstance(event, events.Key | events.Paste) or not self._mistrusts(event):
            await super().on_event(event)

    def _mistrusts(self, event: events.Key | events.Paste) -> bool:
        """Close the panel of which a key or a pasted text comes too soon."""
        is_obeyed = isinstance(event, events.Key) and event.key in ALWAYS
        if is_obeyed or self._panel.asked is None or not self._haste.is_too_fast(event.time):
            return False
        self.action_close()
        self._say("too fast: nothing was done")
        self._haste.strays(event.time)
        return True

    def on_key(self, event: events.Key) -> None:
        """Know text that is no key of ours."""
        self._haste.comes(event.time, is_ours=not event.is_printable or event.character in LETTERS)

    @work(exclusive=True, group="act")
    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do what was asked, or look for what was typed."""
        if event.input.id == "filter":
            self._desk.query = tuple(event.value.split())
            self.action_close()
            self.action_refresh()
            return
        asked, text = self._panel.asked, event.value
        if asked is None:
            return
        if asked.act.asks and not text.strip():
            self._say(f"nothing was typed: {asked.act.asks}?")
            return
        self.action_close()
        if await self._asking(lambda: self._do(asked, text)):
            self._say(f"done: {asked.line(text)}")
            self.set_timer(SEND_AFTER, self._send)
        self.action_refresh()

    def _do(self, asked: Asked, text: str) -> bool:
        if asked.act is UNDO:
            self._desk.take_back(asked.ticket, asked.sight, text)
        else:
            self._desk.act(*asked, text)
        return True

    @work(group="send")
    async def _send(self) -> None:
        await self._asking(self._desk.send)


def run_board(desk: Desk) -> None:
    """Show the board until somebody leaves it; raises SystemExit with the code of its end."""
    is_screen = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    if not is_screen:
        raise UsageError("the board needs a terminal", "escalate board --html FILE writes a page")
    board = LiveBoard(desk, Haste())
    board.run(mouse=False)
    sys.exit(board.return_code)
