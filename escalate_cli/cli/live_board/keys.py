"""The keys of the board, each with one meaning."""

from typing import Final

from textual.binding import Binding, BindingType

from escalate_cli.cli.live_board.acts import ACTS, BoardAct

UNDO: Final = BoardAct(
    "u", "undo", "why", lambda ids, text: ("undo", *ids, "-m", text), lambda *_: ()
)
"""Takes back the person's last change of the ticket."""
BY_KEY: Final = {act.key: act for act in (*ACTS, UNDO)}
LETTERS: Final = frozenset("jkgGW/r?qy ") | BY_KEY.keys()
"""Characters that do something on the list; all others belong to some text."""

_ACTS: Final = "\n".join(f"{act.key:<6} {act.name}" for act in BY_KEY.values())
HELP: Final = f"""j k or the arrows  move          g G   to the top, to the end
Enter  the ticket               W     why its clocks stand so
/      look for (a query)       r     look again
Space  mark, for one act on several
y      copy the id              Esc   back, or forget the marks
q      leave

{_ACTS}

An act is done by Enter, once the panel has said what it causes."""


def _named(key: str) -> str:
    """Return a key by the names that terminals may give it."""
    return f"{key},shift+{key.lower()}" if key.isupper() else key


ALWAYS: Final = {"ctrl+c": "leave(130)", "ctrl+z": "suspend_process", "escape": "back_out"}
"""Keys that are obeyed whatever is open, each with what it does."""
BINDINGS: Final[list[BindingType]] = [
    *(Binding(key, action, priority=True) for key, action in ALWAYS.items()),
    Binding("j", "move(1)"),
    Binding("k", "move(-1)"),
    Binding("g", "edge('first')"),
    Binding(_named("G"), "edge('last')"),
    Binding(_named("W"), "why"),
    Binding("slash", "filter"),
    Binding("r", "refresh"),
    Binding("space", "mark"),
    Binding("y", "copy"),
    Binding("question_mark", "help"),
    Binding("q", "leave(0)"),
    *(Binding(_named(key), f"open('{key}')") for key in BY_KEY),
]
