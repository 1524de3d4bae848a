"""The list of the board: what reads otherwise is written, and the selection stays on its ticket."""

from collections.abc import Container, Sequence
from typing import Final

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from escalate_cli.cli.live_board.rows import ScreenRow
from escalate_cli.render.parts.screen.styled_text import Text

MARKED: Final = "*"
_COLOURS: Final = {"red": "ansi_red", "yellow": "ansi_yellow"}
"""Those of the terminal itself, which can be read on its background, be that dark or light."""


class TicketList(OptionList):
    """Tickets under titles, of which only tickets can be selected."""

    DEFAULT_CSS = """
    TicketList { border: none; padding: 0; height: 1fr; background: ansi_default; }
    TicketList { scrollbar-size-vertical: 1; }
    """

    def __init__(self) -> None:
        super().__init__(id="list", markup=False, compact=True)

    @property
    def chosen(self) -> str | None:
        """Return the id of the ticket that is selected, if there is one."""
        option = self.highlighted_option
        return option.id if option else None

    def show(self, rows: Sequence[ScreenRow], marked: Container[str] = ()) -> None:
        """Show other rows in place of those that are there."""
        names = [row.name for row in rows]
        rows = [row.behind(MARKED if row.name in marked else " ") for row in rows]
        if names == [option.id for option in self.options]:
            for number, row in enumerate(rows):
                if str(self.get_option_at_index(number).prompt) != row.text.plain:
                    self.replace_option_prompt_at_index(number, content_of(row.text))
            return
        at, chosen = self.highlighted or 0, self.chosen
        self.set_options(
            Option(content_of(row.text), id=row.name, disabled=row.standing is None) for row in rows
        )
        tickets = [number for number, row in enumerate(rows) if row.standing]
        if chosen in names:
            self.highlighted = names.index(chosen)
        elif tickets:
            self.highlighted = min(tickets, key=lambda number: abs(number - at))


def content_of(text: Text) -> Content:
    """Return a line of ours as one of Textual's."""
    return Content.assemble(
        *(
            (plain, " ".join(_COLOURS.get(word, word) for word in style.split()))
            for plain, style in text.pieces
        )
    )
