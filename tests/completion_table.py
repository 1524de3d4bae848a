"""What TAB knows of the commands, built from what they say of themselves."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalate_cli.cli.command_loader import ALIASES, LazyCommand
from escalate_cli.cli.completion import command_table
from escalate_cli.cli.completion.scripts import SHELLS
from escalate_cli.cli.finding_page import explanations
from escalate_cli.cli.help_topics import TOPICS
from escalate_cli.domain.figures.counted import DATES
from escalate_cli.domain.figures.report_figures import GROUPS
from escalate_cli.domain.messages.message_kind import MessageKind
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.exchange.mappings.mapping_catalogue import shipped_names
from escalate_cli.policyfile.samples import sample_names
from escalate_cli.policyfile.team_policy import WAYS
from escalate_cli.render.parts.data.ticket_fields import PRESSURE, TICKET
from escalate_cli.usecases.insight import query_parsing
from tests.reference import COMMANDS, GROUP, HELP_NAMES

if TYPE_CHECKING:  # the types that Typer's own methods name
    from typer._click import Context, Parameter

FILE = Path(command_table.__file__).with_name("commands.json")
WORDS = {
    "clock": tuple(ClockName),
    "code": {each.code.value: each.title for each in explanations()},
    "event": tuple(DATES),
    "field": tuple({**TICKET, **PRESSURE}),
    "from": shipped_names(),
    "group": GROUPS,
    "is": query_parsing._STATES,
    "message": tuple(MessageKind),
    "order": ("dmy", "mdy", "ymd"),
    "sample": sample_names(),
    "shell": SHELLS,
    "status": tuple(Status),
    "topic": tuple(TOPICS),
    "unit": ("day", "week", "month"),
    "way": WAYS,
    "when": ("auto", "always", "never"),
    "whom": ("requester", "vendor", "other"),
}
QUERIES = {
    "is": "in a state",
    **dict.fromkeys(query_parsing.FIELDS, ""),
    **dict.fromkeys(query_parsing.INSTANTS, "an instant, such as <2h or today"),
}


def _option(param: "Parameter", context: "Context") -> list[object] | None:
    record = param.get_help_record(context)
    if record is None:
        return None
    metavar = param.make_metavar(context)
    values = metavar.split() if param.nargs > 1 else [metavar.replace(" ", "_")]
    flag = getattr(param, "is_flag", False)
    about = " ".join(record[1].split())
    if param.name == "help":
        return [list(HELP_NAMES), [], about]
    return [[*param.opts, *param.secondary_opts], [] if flag else values, about]


def _command(verb: LazyCommand, context: "Context") -> dict[str, object]:
    params = verb.get_params(context)
    options = [_option(each, context) for each in params if each.param_type_name == "option"]
    return {
        "about": (verb.help or "").partition("\n")[0].rstrip("."),
        "takes": [
            (each.metavar or "").replace(" ", "_")
            for each in params
            if each.param_type_name == "argument"
        ],
        "options": [each for each in options if each],
    }


def _table() -> dict[str, Any]:
    commands: dict[str, Any] = {}
    for name, (verb, context) in COMMANDS.items():
        group, _, inner = name.rpartition(" ")
        if group:
            about = GROUP.commands[group].help or ""
            whole = commands.setdefault(group, {"about": about.partition("\n")[0].rstrip(".")})
            whole.setdefault("commands", {})[inner] = _command(verb, context)
        else:
            commands[name] = _command(verb, context)
    for alias, meant in ALIASES.items():
        about = " ".join(["short for escalate", *meant])
        commands[alias] = {"about": about, "stands_for": list(meant)}
    words = {
        kind: found if isinstance(found, dict) else dict.fromkeys(map(str, found), "")
        for kind, found in WORDS.items()
    }
    words["topic"] |= {"all": "every command"} | {name: c["about"] for name, c in commands.items()}
    commands["help"] = {"about": "explain a command or a topic", "takes": ["TOPIC"]}
    return {"commands": dict(sorted(commands.items())), "words": words, "queries": QUERIES}


def built() -> str:
    """Write the table as its file has it: a line for each command and each kind of word."""
    parts = [f'"{part}": {{\n' + ",\n".join(_rows(rows)) + "\n}" for part, rows in _table().items()]
    return "{" + ",\n".join(parts) + "}\n"


def _rows(rows: dict[str, object]) -> list[str]:
    return [
        f"{json.dumps(name)}: {json.dumps(each, ensure_ascii=False)}" for name, each in rows.items()
    ]
