"""What goes wrong while messages are sent does not undo the command before."""

from typing import TYPE_CHECKING, NoReturn

import pytest
import typer

from escalate_cli.cli.typed.send_option import send_after
from escalate_cli.errors import StoreBusyError

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring


class _Busy:
    """A wiring whose store somebody else holds by now."""

    def __init__(self) -> None:
        self.printer, self.said = self, ""

    def complain(self, line: str) -> None:
        """Keep what is said."""
        self.said = line

    @property
    def context(self) -> NoReturn:
        """Fail, as sending does."""
        raise StoreBusyError("process 17", 10)


def _wiring(busy: _Busy) -> "Wiring":
    return busy  # type: ignore[return-value]  # as much of one as is looked at


def test_a_store_that_is_busy_then_leaves_the_messages_to_check() -> None:
    busy = _Busy()
    with pytest.raises(typer.Exit) as left:
        send_after(_wiring(busy))
    assert left.value.exit_code == 2
    assert busy.said.startswith("done, but sending ended early: the store is in use by process 17")
