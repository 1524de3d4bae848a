"""Manual pages, made of what the commands say of themselves: one for each, and one above them."""

import re
from typing import TYPE_CHECKING

from escalate_cli.cli.command_loader import ALIASES, PANELS, LazyCommand
from escalate_cli.cli.global_options import is_shared
from escalate_cli.cli.overview import OVERVIEW
from tests.reference import COMMANDS, HELP_NAMES, ROOT, panel_of, typed_as

if TYPE_CHECKING:  # the types that Typer's own methods name
    from typer._click import Context

FOLDER = ROOT / "docs" / "man"
PROGRAM = "escalate"
CODES = (
    ("0", "done; also: nothing to do, an empty list"),
    ("1", "the answer is no: not found, not allowed, a conflict, findings"),
    ("2", "it could not be done: usage, a bad file, a message that was not taken"),
    ("75", "the store was busy for ten seconds"),
    ("130", "interrupted"),
)
VARIABLES = (
    ("ESCALATE_STORE", "the folder of the tickets; --store goes before it"),
    ("ESCALATE_POLICY", "the policy to follow; --policy goes before it"),
    ("ESCALATE_ACTOR", "who acts; --as goes before it"),
    ("ESCALATE_NOW", "the instant to take for the present; --now goes before it"),
)


def pages() -> dict[str, str]:
    """Return every page by the name of its file."""
    found = {f"{PROGRAM}.1": _overview()}
    for name, (verb, context) in COMMANDS.items():
        found[_file(name)] = _page(name, verb, context)
    for alias, meant in ALIASES.items():
        found[_file(alias)] = f".so man1/{_file(meant[0])}\n"
    return dict(sorted(found.items()))


def _file(name: str) -> str:
    return f"{PROGRAM}-{name.replace(' ', '-')}.1"


def _overview() -> str:
    about = OVERVIEW.split("\n")[2].strip().rstrip(".")
    parts = [
        _title(PROGRAM),
        ".SH NAME",
        f"{PROGRAM} \\- {_text(about[:1].lower() + about[1:])}",
        ".SH SYNOPSIS",
        f".B {PROGRAM}\n.RI [ COMMAND\\~[ARGUMENTS] ]",
        ".SH DESCRIPTION",
        _text("Without a command: what presses, what is yours, and what comes next."),
    ]
    for panel in PANELS:
        rows = [
            (f"{PROGRAM} {name}", _summary(verb))
            for name, (verb, _) in COMMANDS.items()
            if panel_of(name) == panel
        ]
        parts += [f".SS {_text(panel)}", *_tagged(rows)] if rows else []
    _, (verb, context) = next(iter(COMMANDS.items()))
    of_every = _records(verb, context, "option", own=False)
    parts += [".SH OPTIONS OF EVERY COMMAND", *_tagged(of_every)]
    parts += [".SH ENVIRONMENT", *_tagged(VARIABLES), ".SH EXIT STATUS", *_tagged(CODES)]
    return "\n".join(parts) + "\n"


def _page(name: str, verb: LazyCommand, context: "Context") -> str:
    called = f"{PROGRAM}-{name.replace(' ', '-')}"
    parts = [
        _title(called),
        ".SH NAME",
        f"{_text(called)} \\- {_text(_summary(verb))}",
        ".SH SYNOPSIS",
        f".B {_text(typed_as(name, verb, context))}",
        ".SH DESCRIPTION",
        *_paragraphs(verb.help or ""),
    ]
    for title, kind in (("ARGUMENTS", "argument"), ("OPTIONS", "option")):
        rows = _records(verb, context, kind, own=True)
        parts += [f".SH {title}", *_tagged(rows)] if rows else []
    examples = [_text(line) for line in verb.examples]
    parts += [".SH EXAMPLES", ".nf", *examples, ".fi", ".SH SEE ALSO", f".BR {PROGRAM} (1)"]
    return "\n".join(parts) + "\n"


def _paragraphs(about: str) -> list[str]:
    whole = [" ".join(part.split()) for part in about.replace("\n", "\n\n", 1).split("\n\n")]
    return "\n.PP\n".join(_text(part) for part in whole if part).split("\n")


def _title(called: str) -> str:
    return f'.TH "{_text(called.upper())}" 1 "" "{PROGRAM}" "User Commands"'


def _summary(verb: LazyCommand) -> str:
    return (verb.help or "").partition("\n")[0].rstrip(".")


def _records(
    verb: LazyCommand, context: "Context", kind: str, *, own: bool
) -> list[tuple[str, str]]:
    """Return options or arguments, a command's own or those that all take."""
    found = []
    for param in verb.get_params(context):
        record = param.get_help_record(context)
        shared = is_shared(param.name or "") or param.name == "help"
        if record and param.param_type_name == kind and shared is not own:
            about = " ".join(record[1].removesuffix("[required]").split())
            is_help = param.name == "help"
            found.append((", ".join(HELP_NAMES) if is_help else record[0].strip(), about))
    return found


def _tagged(rows: "list[tuple[str, str]] | tuple[tuple[str, str], ...]") -> list[str]:
    return [f".TP\n.B {_text(tag)}\n{_text(about)}" for tag, about in rows]


def _text(text: str) -> str:
    """Write text so that roff prints it as it stands."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace('"', "\\(dq")
    text = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text)
    return re.sub(r"^(?=\.)", r"\\&", text)
