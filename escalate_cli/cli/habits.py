"""Habits from other programs: what was meant by a command line that says something else here."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from escalate_cli.cli.typed.arguments import is_argument, metavar_of
from escalate_cli.errors import UsageError

if TYPE_CHECKING:  # the types that Typer's own methods name
    from typer._click import Context

_SCRIPTS: Final = ("--install-completion", "--show-completion")
_JSON: Final = ("--json", "--jsonl")
_NAMES: Final = r"(?a)[a-z_]+(?:,[a-z_]+)*"


def refuse_completion_option(name: str) -> None:
    """Refuse what programs made with Typer call the script of completion; raises UsageError."""
    if name in _SCRIPTS:
        raise UsageError(f"there is no {name}", "escalate completion SHELL prints the script")


def refuse_fields_after_json(ctx: "Context", args: Sequence[str]) -> None:
    """Refuse `--json id,title`, which elsewhere selects fields; raises UsageError.

    Only where the words after it could be nothing but a query or ids: a text is not looked at.
    """
    for option, after in zip(args, [*args[1:], ""], strict=False):
        name, equals, fields = option.partition("=")
        if name in _JSON and equals:
            raise _use_fields(ctx, name, fields)
        if option in _JSON and _takes_no_text(ctx) and _are_fields(after):
            raise _use_fields(ctx, option, after)


def _use_fields(ctx: "Context", option: str, fields: str) -> UsageError:
    typed = fields or "A,B"
    return UsageError(
        f"{option} selects no fields", f"{ctx.command_path} {option} --fields {typed}"
    )


def _takes_no_text(ctx: "Context") -> bool:
    return all(
        metavar_of(each) in ("ID", "QUERY") for each in ctx.command.params if is_argument(each)
    )


def _are_fields(word: str) -> bool:
    if not re.fullmatch(_NAMES, word):
        return False
    from escalate_cli.render.parts.data.ticket_fields import TICKET  # noqa: PLC0415 - few need it

    return set(word.split(",")) <= {*TICKET}
