"""Command loading: only the command that is called is imported."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Final

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from escalate_cli.cli.global_options import SHARED_OPTIONS, are_all_shared, is_shared
from escalate_cli.cli.habits import refuse_completion_option, refuse_fields_after_json
from escalate_cli.cli.signals import raise_again
from escalate_cli.cli.typed.given_values import check_given
from escalate_cli.cli.typed.words_after import FirstWord, deal_words, text_of
from escalate_cli.errors import MissingReasonError, UsageError
from escalate_cli.plugins import module_names

if TYPE_CHECKING:  # the types that Typer's own methods name
    from typer._click import Command, Context, HelpFormatter, Parameter

PANELS: Final = ("Tickets", "Escalation", "Automation", "Policy", "Reports", "Data")
ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "ack": ("acknowledge",),
    "mine": ("list", "is:mine"),
    "search": ("list", "--all"),
    "tell": ("note", "--public"),
    "up": ("escalate",),
}
"""Short names, and what each stands for."""

_NO_ALIASES: Final[Mapping[str, tuple[str, ...]]] = {}

_PAGE: Final = "now"
"""The command that stands where none is named."""

_NEGATED: Final = r"^-(?=[A-Za-z]{2,}:)"
"""A query's `-word:`; a short option that is one letter and its value has no such form."""


class LazyCommand(TyperCommand):
    """One command, whose help tells its own options from the shared ones."""

    examples: Sequence[str] = ()
    may_be_empty: Collection[str] = ()
    first_word: FirstWord | None = None

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Read the arguments; a mistake knows the command it was made at."""
        if any("QUERY" in str(param.metavar) for param in self.params):
            args = negations_in_words(args)
        refuse_fields_after_json(ctx, args)
        typed = list(args)
        ctx.allow_extra_args = text_of(self.params) is not None
        try:
            rest = super().parse_args(ctx, args)
        except typer.TyperException as error:
            from escalate_cli.cli.asking.missing_values import completed, is_missing  # noqa: PLC0415
            from escalate_cli.cli.asking.questions import may_ask  # noqa: PLC0415 - start-up time

            if is_missing(error) and not ctx.resilient_parsing and may_ask():
                return self.parse_args(ctx, completed(ctx, typed, error))
            vars(error).update(ctx=ctx, typed=typed)
            raise
        deal_words(ctx, self.first_word)
        check_given(ctx, self.may_be_empty)
        return rest

    def invoke(self, ctx: "Context") -> object:
        """Run the command, which an interrupt may now unwind; ask for a reason that it wants."""
        raise_again()
        try:
            return super().invoke(ctx)
        except MissingReasonError as error:
            from escalate_cli.cli.asking.questions import (  # noqa: PLC0415 - few want a reason
                ask_until,
                forget_typed_ahead,
                may_ask,
            )

            if not may_ask():
                raise
            forget_typed_ahead()
            ctx.params["message"] = ask_until(f"{error}: why?")
            return super().invoke(ctx)

    def collect_usage_pieces(self, ctx: "Context") -> list[str]:
        """Write the arguments as usual: brackets if optional, else nothing around them."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """List arguments, own options and shared options apart."""
        sections: dict[str, list[tuple[str, str]]] = {
            "Arguments": [],
            "Options": [],
            "Common options": [],
        }
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                sections[_section(param.param_type_name, param.name or "")].append(record)
        for title, records in sections.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)

    def format_epilog(self, ctx: "Context", formatter: "HelpFormatter") -> None:  # noqa: ARG002
        """Show how the command is typed."""
        if self.examples:
            with formatter.section("Examples"):
                formatter.write_text("\b\n" + "\n".join(self.examples))


class LazyGroup(TyperGroup):
    """The commands that lie as modules in one package.

    A module offers `command`, or `app` with commands of its own; a package is a group again.
    It may say its `PANEL` in the overview, `EXAMPLES` for its help page, as `MAY_BE_EMPTY` the
    parameters for which an empty text means something, and as `FIRST_WORD` an option to which
    the first word after the tickets may give a value. The short names are those of the group of
    all commands alone.
    """

    def __init__(
        self,
        package: str,
        *,
        name: str,
        about: str,
        params: "list[Parameter] | None" = None,
        aliases: Mapping[str, tuple[str, ...]] = _NO_ALIASES,
    ) -> None:
        super().__init__(
            name=name,
            help=about,
            params=params,
            context_settings={"help_option_names": ["-h", "--help"]},
            subcommand_metavar="COMMAND [ARGUMENTS]",
            options_metavar="",
            rich_markup_mode=None,
        )
        self._modules = {_verb(module): module for module in module_names(package)}
        self._aliases = aliases

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Read what stands before the command, where few options may stand."""
        name = args[0].partition("=")[0] if args else ""
        refuse_completion_option(name)
        if name in SHARED_OPTIONS and _PAGE in self._modules and are_all_shared(args):
            return super().parse_args(ctx, [_PAGE, *args])
        if name in SHARED_OPTIONS:
            path = ctx.command_path
            raise UsageError(f"{name} belongs after the command", help=f"{path} COMMAND {name}")
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: "Context") -> list[str]:  # noqa: ARG002 - Typer's signature
        """Name every command, without importing any."""
        return list(self._modules)

    def get_command(self, ctx: "Context", cmd_name: str) -> "Command | None":  # noqa: ARG002
        """Import the module of one command, and build it."""
        verb = self._aliases.get(cmd_name, (cmd_name,))[0]
        if verb not in self.commands and verb in self._modules:
            self.commands[verb] = _build(verb, import_module(self._modules[verb]))
        return self.commands.get(verb)

    def resolve_command(
        self, ctx: "Context", args: list[str]
    ) -> "tuple[str | None, Command | None, list[str]]":
        """Find the command, or say which name was meant; a group alone shows its help."""
        command = self.get_command(ctx, args[0])
        if command is None and not ctx.resilient_parsing:
            from escalate_cli.cli.programs import become, program_of  # noqa: PLC0415 - start-up time

            path = program_of(args[0]) if ctx.parent is None else None
            if path is not None:
                become(path, args[1:])
            raise UsageError(f"unknown command '{args[0]}'", help=self._advice(ctx, args[0]))
        rest = [*self._aliases.get(args[0], ())[1:], *args[1:]]
        return (
            args[0],
            command,
            ["--help"] if isinstance(command, TyperGroup) and not rest else rest,
        )

    def format_commands(self, ctx: "Context", formatter: "HelpFormatter") -> None:  # noqa: ARG002
        """List the commands by panel, each with its first sentence."""
        panels: dict[str, list[tuple[str, str]]] = {panel: [] for panel in PANELS}
        for verb, module in self._imported():
            panel = getattr(module, "PANEL", "Commands")
            names = [verb, *(name for name, meant in self._aliases.items() if meant[0] == verb)]
            panels.setdefault(panel, []).append((", ".join(names), _summary(module)))
        for panel, rows in panels.items():
            if rows:
                with formatter.section(panel):
                    formatter.write_dl(rows)

    def format_epilog(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Say where the details of one command are."""
        formatter.write_paragraph()
        formatter.write_text(f"{ctx.command_path} COMMAND --help explains one command.")

    def _imported(self) -> Iterator[tuple[str, ModuleType]]:
        for verb, module in self._modules.items():
            yield verb, import_module(module)

    def _advice(self, ctx: "Context", name: str) -> str:
        from escalate_cli.cli.other_words import (  # noqa: PLC0415 - start-up time
            ADVICE,
            commands_meant,
        )

        if name in ADVICE:
            return ADVICE[name]
        near = commands_meant(name, [*self._modules, *self._aliases])
        if not near:
            return f"{ctx.command_path} --help"
        return "did you mean " + " or ".join(f"'{verb}'" for verb in near) + "?"


def all_commands(package: str) -> LazyGroup:
    """Make the group of all commands, none of them imported yet."""
    version = TyperOption(
        param_decls=["--version"], is_flag=True, expose_value=False, help="Print the version."
    )
    about = "Track escalations in a folder: who answers, what climbs, why."
    return LazyGroup(package, name="escalate", about=about, params=[version], aliases=ALIASES)


def negations_in_words(args: Sequence[str]) -> list[str]:
    """Write `-tag:spam` as `not:tag:spam`, so that no option is taken for it."""
    end = args.index("--") if "--" in args else len(args)
    return [re.sub(_NEGATED, "not:", arg) for arg in args[:end]] + list(args[end:])


def _verb(module: str) -> str:
    return module.rpartition(".")[2].rstrip("_").replace("_", "-")


def _about(module: ModuleType) -> str:
    head, colon, rest = (module.__doc__ or "").strip().partition("`: ")
    is_named = bool(colon) and head.startswith("`")
    return rest[:1].upper() + rest[1:] if is_named else head + colon + rest


def _summary(module: ModuleType) -> str:
    command = getattr(module, "command", None)
    about = str(command.__doc__ or "") if command else _about(module)
    return about.strip().partition("\n")[0].rstrip(".")


def _section(kind: str, name: str) -> str:
    if kind == "argument":
        return "Arguments"
    return "Common options" if is_shared(name) or name == "help" else "Options"


def _build(verb: str, module: ModuleType) -> "Command":
    app = getattr(module, "app", None)
    if app is None and not hasattr(module, "command"):
        return LazyGroup(module.__name__, name=verb, about=_about(module))
    if app is None:
        app = typer.Typer(add_completion=False)
        app.command(verb)(module.command)
    app.rich_markup_mode = None
    for info in app.registered_commands:
        info.cls = LazyCommand
    built = typer.main.get_command(app)
    if isinstance(built, LazyCommand):
        built.examples = getattr(module, "EXAMPLES", ())
        built.may_be_empty = getattr(module, "MAY_BE_EMPTY", ())
        built.first_word = getattr(module, "FIRST_WORD", None)
    return built
