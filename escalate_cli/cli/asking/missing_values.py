"""Missing values: on a terminal each is asked for, and the command line is read again."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from escalate_cli.cli.asking.questions import (
    ask_fit,
    ask_until,
    forget_typed_ahead,
    pick,
)
from escalate_cli.cli.typed.arguments import is_argument, metavar_of, name_of_param
from escalate_cli.cli.typed.text_input import literal
from escalate_cli.cli.typed.typed_tickets import is_ticket
from escalate_cli.errors import UsageError

if TYPE_CHECKING:  # the types that Typer's own methods name
    import typer
    from typer._click import Context, Parameter

_TEXT: Final = "TEXT"
_SEVERAL: Final = "..."
_ID: Final = "ID"
_PERSON: Final = "PERSON"
_MOST: Final = 20
"""More people are not listed, but named."""


def is_missing(error: "typer.TyperException") -> bool:
    """Tell whether an error of Typer says that a value is missing."""
    return hasattr(error, "param_type")


def completed(ctx: "Context", args: Sequence[str], error: "typer.TyperException") -> list[str]:
    """Ask for the value that is missing, and return the command line with it."""
    param = _missing(ctx, args, error)
    forget_typed_ahead()
    metavar = param.metavar or (param.name or "").upper()
    values = _written(ctx) if metavar == _TEXT else []
    if not values:
        typed = _asked(param, metavar, _people(ctx, args) if _PERSON in metavar else {})
        values = typed.split() if _SEVERAL in metavar else [typed]
    if not is_argument(param):
        return [name_of_param(param), *values, *args]
    return [*args, *([] if "--" in args else ["--"]), *values]


def missing_after_several(ctx: "Context", args: Sequence[str]) -> str | None:
    """Name the argument that is missing behind one that takes several values."""
    required = [each for each in ctx.command.params if is_argument(each) and each.required]
    given = len(_positional(ctx, args))
    if required and required[0].nargs == -1 and 0 < given < len(required):
        return metavar_of(required[given])
    return None


def _positional(ctx: "Context", args: Sequence[str]) -> list[str]:
    """Return what of a command line is neither an option nor the value of one."""
    valued = {
        name
        for each in ctx.command.params
        if not is_argument(each) and not getattr(each, "is_flag", False)
        for name in each.opts
    }
    values = [before in valued for before in ["", *args]]
    return [
        each
        for each, is_value in zip(args, values, strict=False)
        if not is_value and each[:1] != "-"
    ]


def _missing(ctx: "Context", args: Sequence[str], error: "typer.TyperException") -> "Parameter":
    name = missing_after_several(ctx, args)
    param: Parameter = vars(error)["param"]
    return next((each for each in ctx.command.params if name and each.metavar == name), param)


def _written(ctx: "Context") -> list[str]:
    """Let a text be written in the person's editor, if they have said which."""
    from escalate_cli.cli.asking.editor import editor_of, written  # noqa: PLC0415 - few write in one

    editor = editor_of(os.environ)
    return [literal(written(editor, ctx.info_name or "text"))] if editor else []


def _people(ctx: "Context", args: Sequence[str]) -> Mapping[str, str]:
    """Return the people of the policy by which the command goes, while a page has room for them."""
    from escalate_cli.cli.completion.command_table import command_table  # noqa: PLC0415 - few ask
    from escalate_cli.cli.completion.policy_names import NAMES, policy_of  # noqa: PLC0415 - the same
    from escalate_cli.cli.completion.typed_words import typed  # noqa: PLC0415 - the same

    _, *verb = ctx.command_path.split()
    people = NAMES[_PERSON.lower()](policy_of(typed([*verb, *args, ""], command_table()).values))
    return people if len(people) <= _MOST else {}


def _asked(param: "Parameter", metavar: str, options: Mapping[str, str]) -> str:
    about = str(getattr(param, "help", "") or "").rstrip(".")
    question = f"{metavar}: {about}" if about else metavar
    if metavar_of(param) == _ID:
        return ask_fit(question, "", _ids)
    return pick(question, options) if options else ask_until(question)


def _ids(typed: str) -> str:
    """Return words for tickets; raises UsageError at a word that means no ticket."""
    wrong = next((word for word in typed.split() or [""] if not is_ticket(word)), None)
    if wrong is not None:
        raise UsageError(f"'{wrong}' is not a ticket id", "write it as T-12 or 12")
    return typed
