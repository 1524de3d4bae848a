"""Habits from other programs: what was meant by a command line that says something else here."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from escalate_cli.errors import UsageError

if TYPE_CHECKING:  # the types that Typer's own methods name
    from typer._click import Context, Parameter

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
        _metavar(each) in ("ID", "QUERY") for each in ctx.command.params if _is_argument(each)
    )


def _are_fields(word: str) -> bool:
    if not re.fullmatch(_NAMES, word):
        return False
    from escalate_cli.render.parts.data.ticket_fields import TICKET  # noqa: PLC0415 - few need it

    return set(word.split(",")) <= {*TICKET}


def missing_after_several(ctx: "Context", args: Sequence[str]) -> str | None:
    """Name the argument that is missing behind those of which there may be several."""
    required = [each for each in ctx.command.params if _is_argument(each) and each.required]
    given = len(_positional(ctx, args))
    if required and required[0].nargs == -1 and 0 < given < len(required):
        return _metavar(required[given])
    return None


def _positional(ctx: "Context", args: Sequence[str]) -> list[str]:
    """Return what of a command line is neither an option nor the value of one."""
    valued = {
        name
        for each in ctx.command.params
        if not _is_argument(each) and not getattr(each, "is_flag", False)
        for name in each.opts
    }
    values = [before in valued for before in ["", *args]]
    return [
        each
        for each, is_value in zip(args, values, strict=False)
        if not is_value and each[:1] != "-"
    ]


def _is_argument(param: "Parameter") -> bool:
    return param.param_type_name == "argument"


def _metavar(param: "Parameter") -> str:
    return (param.metavar or param.name or "").strip("[].")
