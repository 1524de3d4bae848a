"""Values of options and arguments as they were typed: none empty, each in UTF-8."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from escalate_cli.cli.typed.arguments import is_argument, metavar_of, name_of_param
from escalate_cli.cli.typed.text_input import text_meant
from escalate_cli.errors import NotUtf8Error, UsageError
from escalate_cli.sanitize import read_as_utf8

if TYPE_CHECKING:  # the types that Typer's own methods name
    from typer._click import Context, Parameter

_PATHS: Final = ("FILE", "PATH")
"""What a file is called is bytes, which need be no text."""

_TEXT: Final = "TEXT"
"""Free text, which may lie in a file or be piped."""

_QUERY: Final = "QUERY"
"""Words to look for; without any, everything is found."""


def check_given(ctx: "Context", may_be_empty: Collection[str] = ()) -> None:
    """Refuse values that are empty or not UTF-8; read the others whatever the locale.

    An empty value is most often a variable of a shell that was never set.
    """
    for param in ctx.command.params:
        name = param.name or ""
        source = ctx.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            ctx.params[name] = _checked(param, ctx.params[name], name in may_be_empty)


def _checked(param: "Parameter", value: object, may_be_empty: bool) -> object:
    if isinstance(value, list | tuple):
        return type(value)(_checked(param, each, may_be_empty) for each in value)
    if not isinstance(value, str):
        return value
    if not value.strip() and not may_be_empty and not _is_query(param):
        raise _empty(param)
    if metavar_of(param) in _PATHS:
        return value
    text = read_as_utf8(value)
    if text is None:
        raise NotUtf8Error(name_of_param(param))
    return text_meant(text) if metavar_of(param) == _TEXT else text


def _is_query(param: "Parameter") -> bool:
    return is_argument(param) and metavar_of(param) == _QUERY


def _empty(param: "Parameter") -> UsageError:
    name = name_of_param(param)
    way = (
        f"leave {name} out, or give it a value" if param.opts[0][:1] == "-" else "say what is meant"
    )
    return UsageError(f"{name} has an empty value", f"{way}; was a variable unset?")
