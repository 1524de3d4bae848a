"""What the commands say of themselves: one source of the page on commands, of TAB and of man."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from escalate_cli.cli.command_loader import LazyCommand, LazyGroup, all_commands
from escalate_cli.cli.global_options import is_shared

if TYPE_CHECKING:  # the types that Typer's own methods name
    from typer._click import Context

ROOT = Path(__file__).parent.parent
PACKAGE = "escalate_cli.cli.commands"
HELP_NAMES = ("-h", "--help")
"""Typer keeps for a command what its first context in a process said of them."""


def _verbs(group: LazyGroup, context: "Context") -> Iterator[tuple[str, "LazyCommand", "Context"]]:
    """Yield each command that does something, with the words that call it."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = type(context)(command, parent=context, info_name=name)
        if isinstance(command, LazyGroup):
            yield from _verbs(command, inner)
        else:
            assert isinstance(command, LazyCommand)
            yield inner.command_path.removeprefix("escalate "), command, inner


def _all() -> dict[str, tuple[LazyCommand, "Context"]]:
    context = GROUP.make_context("escalate", ["where"])
    return {name: (verb, inner) for name, verb, inner in _verbs(GROUP, context)}


GROUP = all_commands(PACKAGE)
COMMANDS = _all()


def panel_of(name: str) -> str:
    """Name the panel of the help in which a command is listed."""
    module = name.split(maxsplit=1)[0].replace("-", "_")
    for candidate in (module, f"{module}_"):
        if (ROOT / PACKAGE.replace(".", "/") / f"{candidate}.py").exists():
            return str(import_module(f"{PACKAGE}.{candidate}").PANEL)
    return str(import_module(f"{PACKAGE}.{module}").PANEL)


def own_of(verb: LazyCommand, kind: str) -> list[tuple[str, str]]:
    """Return how a command's own options or arguments are typed, and what they are for."""
    context = type(verb.make_context("x", ["--help"], resilient_parsing=True))(verb)
    found = []
    for param in verb.get_params(context):
        record = param.get_help_record(context)
        wanted = param.param_type_name == kind and not is_shared(param.name or "")
        if wanted and record and "--help" not in param.opts:
            found.append(record)
    return found


def typed_as(name: str, verb: LazyCommand, context: "Context") -> str:
    """Write how a command is typed."""
    pieces = verb.collect_usage_pieces(context)
    return " ".join(["escalate", name, *(piece for piece in pieces if piece != "[OPTIONS]")])
