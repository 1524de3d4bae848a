"""Reasons that may be left out: asked for once it is known that the act itself can be done."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from escalate_cli.cli.asking.questions import ask, forget_typed_ahead, may_ask
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.usecases.verbs.escalate import must_have_a_goal
from escalate_cli.usecases.verbs.resolve import must_be_resolvable

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring


def asked_why(run: "Wiring", ids: Sequence[str], wish: Wish) -> Wish:
    """Ask why tickets move up; raises what is wrong with them or the level."""

    def must_be_possible() -> bool:
        must_have_a_goal(run.context, ids, wish)
        return True

    said = _asked(run, "Why does it move up?", must_be_possible)
    return replace(wish, reason=said)


def asked_what_solved(
    run: "Wiring", ids: Sequence[str], key: str | None, outcome: str | None
) -> str:
    """Ask what solved tickets, if there is one to solve; raises what is wrong with them."""
    return _asked(
        run, "What solved it?", lambda: must_be_resolvable(run.context, ids, key, outcome)
    )


def _asked(run: "Wiring", question: str, is_possible: Callable[[], bool]) -> str:
    """Ask for one line where somebody answers; an empty line is none."""
    if run.printer.is_quiet or run.printer.writer.is_data or not may_ask() or not is_possible():
        return ""
    forget_typed_ahead()
    return ask(f"{question} Enter leaves it out:")
