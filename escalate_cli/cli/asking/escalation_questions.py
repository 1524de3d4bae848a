"""An escalation in questions: why a ticket moves up, once it is known that it can."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from escalate_cli.cli.asking.questions import ask, forget_typed_ahead, may_ask
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.usecases.verbs.escalate import must_have_a_goal

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring


def asked_why(run: "Wiring", ids: Sequence[str], wish: Wish) -> Wish:
    """Ask for the reason where somebody answers; an empty line is none.

    Raises what is wrong with the tickets or the level, so that nobody writes in vain.
    """
    if run.printer.is_quiet or run.printer.writer.is_data or not may_ask():
        return wish
    must_have_a_goal(run.context, ids, wish)
    forget_typed_ahead()
    return replace(wish, reason=ask("Why does it move up? Enter leaves it out:"))
