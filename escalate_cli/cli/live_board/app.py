"""The board on the screen: acts by key on what it shows, in a panel below the list."""

import os
import sys
from typing import Final

from textual import events, work
from textual.widgets import Input

from escalate_cli.cli.live_board.desk import Desk
from escalate_cli.cli.live_board.haste import Haste
from escalate_cli.cli.live_board.keys import ALWAYS, BINDINGS, BY_KEY, LETTERS, UNDO
from escalate_cli.cli.live_board.lookout import Lookout
from escalate_cli.cli.live_board.panel import Asked
from escalate_cli.domain.ticket.ticket import id_of
from escalate_cli.errors import UsageError

SEND_AFTER: Final = 10.0
"""So many seconds after an act its messages go out: it may be undone before."""


class LiveBoard(Lookout):
    """The board of one person.

    Args:
        desk: what it looks at and does.
        haste: what knows keys that come too fast.
    """

    BINDINGS = BINDINGS

    def __init__(self, desk: Desk, haste: Haste) -> None:
        super().__init__(desk)
        self._haste = haste

    def action_leave(self, code: int) -> None:
        """End it with an exit code."""
        self.exit(None, code)

    def action_back_out(self) -> None:
        """Close what is open; where nothing is, forget the marks."""
        if self._panel.asked is None and self._list.has_focus:
            self._marks.clear()
            self._show_marks()
        self.action_close()

    def action_close(self) -> None:
        """Close what is open, the panel first."""
        is_panel = self._panel.asked is not None
        self._panel.close()
        self.query_one("#filter").display = False
        if not is_panel:
            self._page.close()
        self._list.display = not self._page.display
        (self._page if self._page.display else self._list).focus()
        self._say("")

    def action_open(self, key: str) -> None:
        """Open the panel of an act: nothing is done yet."""
        sights, panel = self._meant(), self._panel
        if not sights or panel.asked is not None or self._haste.is_burst:
            return
        act, ids = BY_KEY[key], tuple(id_of(sight.number) for sight in sights)
        if act is UNDO and len(ids) > 1:
            self._say("an undo is about one ticket: Esc forgets the marks")
            return
        panel.asked = asked = Asked(act, ids, sights)
        self._haste.asks()
        self._open_panel(asked)

    @work(exclusive=True, group="panel")
    async def _open_panel(self, asked: Asked) -> None:
        panel, told = self._panel, await self._asking(lambda: self._foretold(asked))
        if panel.asked is not asked:
            return
        if told is None:
            panel.asked = None
        else:
            causes, panel.asked = told
            panel.open(panel.asked, causes)
            self._haste.opens()
            panel.command = asked.line("…" if asked.act.asks else "")
            self._say("")

    def _foretold(self, asked: Asked) -> tuple[list[str], Asked]:
        """Return what an act causes, and the act with all that it is about."""
        if asked.act is UNDO:
            causes, sights = self._desk.taken_back(asked.sights[0])
            return causes, asked._replace(sights=sights)
        return self._desk.foretell(asked.act, asked.sights), asked

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the command as it stands."""
        asked = self._panel.asked
        if asked is not None and event.input.id == "typed" and event.value:
            self._panel.command = asked.line(event.value)
            self._say("")

    async def on_event(self, event: events.Event) -> None:
        """Mistrust a key on its way to whom it is for, and again where that one does not use it."""
        if not isinstance(event, events.Key | events.Paste) or not self._mistrusts(event):
            await super().on_event(event)

    def _mistrusts(self, event: events.Key | events.Paste) -> bool:
        """Close a panel that was only just opened when a key comes; tell whether it was so."""
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

    @work(group="act")
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
        self._marks.clear()
        if await self._asking(lambda: self._do(asked, text)):
            self.action_close()
            self._say(f"done: {asked.line(text)}")
            self.set_timer(SEND_AFTER, self._send)
        self.action_refresh()

    def _do(self, asked: Asked, text: str) -> bool:
        if asked.act is UNDO:
            self._desk.take_back(asked.ids[0], asked.sights, text)
        else:
            self._desk.act(asked.act, asked.sights, text)
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
