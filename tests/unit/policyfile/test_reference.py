"""The reference says of every key what its type says, with an example that works."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from escalate_cli.domain.engine import triggers
from escalate_cli.domain.messages.message_templates import BUILT_IN, FIELDS
from escalate_cli.domain.policy.people import (
    Channel,
    Customer,
    People,
    Person,
    Quiet,
    Subscription,
    Team,
)
from escalate_cli.domain.policy.rules import Approval, Level, Rule, Rules
from escalate_cli.domain.policy.sections.calendars import CalendarSpec
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.policy.sections.duty_layer import Layer
from escalate_cli.domain.policy.sections.heartbeat import Heartbeat, MissedBeatTicket
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.policy.sections.message_expiry import LateNews
from escalate_cli.domain.policy.sections.policy_key import Doc
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.policy.sections.review import Review
from escalate_cli.domain.policy.sections.ticket_outcome import TicketOutcome
from escalate_cli.domain.policy.sections.waiting import Waiting
from escalate_cli.domain.policy.target import TargetRule
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.policyfile.compile import File, Handoff
from escalate_cli.policyfile.sections.conditions import Conditions, Negated
from escalate_cli.policyfile.sections.duty import OnCall, Override, Spelt
from escalate_cli.policyfile.sections.holidays import HolidayFile
from escalate_cli.policyfile.sections.ladders import Ladders
from escalate_cli.strict_yaml.typed_values import KeyField, key_fields, keys_of
from tests.unit.policyfile.files import problems_of
from tests.unit.policyfile.snapshots import UPDATE

PAGE = Path(__file__).parents[3] / "docs" / "policy.md"
HEADING = re.compile(r"^#{2,3} `(\S+)`(?: of type `(\w+)`)?$", re.MULTILINE)
WORD = re.compile("`([^`]+)`")
TRIGGER = "triggers[]"
SECTIONS: dict[str, tuple[Any, ...]] = {
    "file": (File, Rules, People),
    "calendars.NAME": (CalendarSpec,),
    "calendars.NAME.holidays[]": (HolidayFile,),
    "channels.NAME": (Channel,),
    "people.NAME": (Person,),
    "people.NAME.quiet": (Quiet,),
    "teams.NAME": (Team, Spelt),
    "teams.NAME.duty[]": (Layer,),
    "teams.NAME.on_call": (OnCall,),
    "teams.NAME.on_call.overrides[]": (Override,),
    "ladders": (Ladders,),
    "ladders.LADDER[]": (Level,),
    "ladders.LADDER[].approval": (Approval,),
    "customers.NAME": (Customer,),
    "targets[]": (TargetRule,),
    TRIGGER: (Rule,),
    "triggers[].repeat": (Repeat,),
    "review": (Review,),
    "close_after": (Delay,),
    "wait": (Waiting,),
    "outcomes.NAME": (TicketOutcome,),
    "handoff": (Handoff,),
    "subscribe[]": (Subscription,),
    "maintenance[]": (Window,),
    "heartbeats[]": (Heartbeat,),
    "heartbeats[].log": (MissedBeatTicket,),
    "outbox": (LateNews,),
    "when": (Conditions, Negated),
}
"""The types whose fields are the keys of each table of the page."""


def _tables() -> dict[str, list[str]]:
    """Return the rows of each table of the page, by the path above it."""
    found: dict[str, list[str]] = {}
    parts = HEADING.split(PAGE.read_text(encoding="utf-8"))[1:]
    for path, type_name, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        rows = [line for line in body.partition("\n## ")[0].splitlines() if line.startswith("| `")]
        found[f"{path} {type_name}" if type_name else path] = rows
    return found


TABLES = _tables()
EXAMPLES = [
    pytest.param(path, WORD.findall(row)[-1], id=f"{path} {WORD.findall(row)[-1]}")
    for path, rows in TABLES.items()
    for row in rows
]


def _default(each: KeyField) -> str:
    if each.doc and each.doc.default:
        return each.doc.default
    if each.is_required:
        return "must be given"
    default = each.default
    if isinstance(default, bool | timedelta):
        return (
            f"`{str(default).lower() if isinstance(default, bool) else format_duration(default)}`"
        )
    return f"`{default}`" if default else "none"


def _row(fields: list[KeyField]) -> str:
    """Return the row of fields that share what is said of them."""
    first = fields[0]
    assert first.doc
    keys = [key for each in fields for key in each.keys]
    example = first.doc.example
    if len(keys) == 1 and not re.match(r"[\w-]+: ", example):
        example = f"{keys[0]}: {example}"
    names = " ".join(f"`{key}`" for key in keys)
    return f"| {names} | {first.doc.means} | {_default(first)} | `{example}` |"


def _rows(path: str) -> list[str]:
    """Return the rows of a table, in the order of its types; what says the same shares one."""
    rows: dict[Doc, list[KeyField]] = {}
    for kind in SECTIONS[path]:
        for each in key_fields(kind):
            assert each.doc
            rows.setdefault(each.doc, []).append(each)
    return [_row(fields) for fields in rows.values()]


def _record(path: str) -> None:
    """Write the rows of the types into the page, where rows of before stood."""
    page = PAGE.read_text(encoding="utf-8")
    before, after = "\n".join(TABLES[path]), "\n".join(_rows(path))
    PAGE.write_text(page.replace(before, after), encoding="utf-8")


@pytest.mark.parametrize("path", SECTIONS)
def test_the_reference_says_what_the_types_say(path: str) -> None:
    if UPDATE:
        _record(path)
    else:
        assert TABLES[path] == _rows(path)


@pytest.mark.parametrize("name", triggers.types())
def test_every_setting_of_every_trigger_is_documented(name: str) -> None:
    rows = TABLES[f"{TRIGGER} {name}"]
    assert [WORD.findall(row)[0] for row in rows] == list(keys_of(triggers.type_of(name)))


@pytest.mark.parametrize("name", [*BUILT_IN, *(f"${field}" for field in FIELDS)])
def test_every_message_and_field_is_documented(name: str) -> None:
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8")


AROUND = {
    "file": "|",
    "calendars.NAME": "calendars: {office: {|fri: 09:00-17:00|}}",
    "calendars.NAME.holidays[]": "calendars: {office: {fri: 09:00-17:00, holidays: [{|}]}}\n"
    "files: {holidays.ics: [2026-12-25]}",
    "channels.NAME": "channels: {|}",
    "people.NAME": "people: {ana: {|}}",
    "people.NAME.quiet": "people: {ana: {quiet: {|outside: office|}}}",
    "teams.NAME": "teams: {network: {|}}",
    "teams.NAME.duty[]": "teams: {a: {duty: [{|turns: [cy]|every: 1w|starts: 2026-01-05|}]}}",
    "teams.NAME.on_call": "teams: {a: {on_call: {|every: 1w|starts: 2026-01-05|order: [cy]|}}}",
    "teams.NAME.on_call.overrides[]": "teams: {a: {on_call: {every: 1w, starts: 2026-01-05,"
    " order: [cy], overrides: [{|from: 2026-12-24|until: 2026-12-27|person: di|}]}}}",
    "ladders": "ladders: {|functional: [{level: L1, team: frontline}]|}",
    "ladders.LADDER[]": "ladders: {management: [{level: lead, person: lee}],"
    " functional: [{|level: L2|team: network|}]}",
    "ladders.LADDER[].approval": "ladders: {management: [{level: lead, person: lee}],"
    " functional: [{level: L2, team: network, approval: {|by: lead|}}]}",
    "customers.NAME": "customers: {|}",
    "targets[]": "targets: [{|update: 1h|}]",
    "triggers[]": "triggers: [{|type: vip|name: a|}]",
    "triggers[].repeat": "triggers: [{type: vip, name: a, repeat: {|every: 1h|}}]",
    "triggers[] clock": "triggers: [{type: clock, name: a, |clock: resolve|at: 1h|}]",
    "triggers[] stalled": "triggers: [{type: stalled, name: a, |after: 1d|calendar: office|}]",
    "close_after": "close_after: {|after: 1bd|calendar: office|}",
    "review": "review: {|required_for: {vip: true}|within: 1d|calendar: office|}",
    "wait": "wait: {|}",
    "outcomes.NAME": "outcomes: {|}",
    "handoff": "handoff: {|}",
    "outbox": "outbox: {|}",
    "maintenance[]": "maintenance: [{|from: 2026-11-24|until: 2026-11-25|}]",
    "subscribe[]": "subscribe: [{|people: [ana]|}]",
    "heartbeats[]": "heartbeats: [{|key: backup-job|every: 1d|}]",
    "heartbeats[].log": "heartbeats: [{key: a, every: 1d, log: {|}}]",
    "when": "targets: [{resolve: 1h, when: {|}}]",
}
"""One line around the place of an example, with the keys that must be beside it."""


INSTEAD = {"person": {"person", "team"}, "people": {"people", "turns", "every", "starts"}}
"""The keys in whose place a key stands, where these are more than itself."""


def _line(path: str, example: str) -> str:
    type_name = path.removeprefix(f"{TRIGGER} ")
    default = f"triggers: [{{type: {type_name}, name: a, |}}]"
    before, *beside, after = AROUND.get(path, default).split("|")
    key = example.partition(":")[0]
    instead = INSTEAD.get(key, {key})
    keys = [part for part in beside if part.partition(":")[0] not in instead]
    return before + ", ".join([example, *keys]) + after


@pytest.mark.parametrize(("path", "example"), EXAMPLES)
def test_every_example_works(path: str, example: str) -> None:
    problems = problems_of(_line(path, example))
    assert [p.message for p in problems if p.severity == "error" and p.line == 1] == []
