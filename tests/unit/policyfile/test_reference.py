"""Every key is documented, with an example that works."""

import re
from pathlib import Path

import pytest

from escalate_cli.domain.engine import triggers
from escalate_cli.domain.messages.message_templates import BUILT_IN, FIELDS
from escalate_cli.policyfile.reading.schema import FILE, KEYS, TRIGGER
from escalate_cli.policyfile.sections.trigger_settings import fields_of
from tests.unit.policyfile.files import problems_of

PAGE = Path(__file__).parents[3] / "docs" / "policy.md"
HEADING = re.compile(r"^#{2,3} `(\S+)`(?: of type `(\w+)`)?$", re.MULTILINE)
WORD = re.compile("`([^`]+)`")


def _rows() -> dict[str, list[tuple[set[str], str]]]:
    """Return the keys and the example of each row, by the path above the table."""
    found: dict[str, list[tuple[set[str], str]]] = {}
    parts = HEADING.split(PAGE.read_text(encoding="utf-8"))[1:]
    for path, type_name, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        cells = [
            [cell.strip() for cell in line.strip("|").split(" | ")]
            for line in body.partition("\n## ")[0].splitlines()
            if line.startswith("| `")
        ]
        rows = [(set(WORD.findall(row[0])), WORD.findall(row[-1])[-1]) for row in cells]
        found[f"{path} {type_name}" if type_name else path] = rows
    return found


ROWS = _rows()
EXAMPLES = [
    pytest.param(path, example, id=f"{path} {example}")
    for path, rows in ROWS.items()
    for _, example in rows
]


def _documented(path: str) -> list[str]:
    return sorted(key for keys, _ in ROWS[path] for key in keys)


@pytest.mark.parametrize("path", KEYS)
def test_every_key_is_documented(path: str) -> None:
    assert _documented(path) == sorted(KEYS[path])


@pytest.mark.parametrize("name", triggers.types())
def test_every_setting_of_every_trigger_is_documented(name: str) -> None:
    settings = [field.encode_name for field in fields_of(triggers.type_of(name))]
    assert _documented(f"{TRIGGER} {name}") == sorted(settings)


@pytest.mark.parametrize("name", [*BUILT_IN, *(f"${field}" for field in FIELDS)])
def test_every_message_and_field_is_documented(name: str) -> None:
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8")


AROUND = {
    FILE: "|",
    "calendars.NAME": "calendars: {office: {|fri: 09:00-17:00|}}",
    "channels.NAME": "channels: {|}",
    "people.NAME": "people: {ana: {|}}",
    "people.NAME.quiet": "people: {ana: {quiet: {|outside: office|}}}",
    "teams.NAME": "teams: {network: {|}}",
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
    "review": "review: {|required_for: {vip: true}|within: 1d|calendar: office|}",
    "handoff": "handoff: {|}",
    "subscribe[]": "subscribe: [{|people: [ana]|}]",
    "when": "targets: [{resolve: 1h, when: {|}}]",
}
"""One line around the place of an example, with the keys that must be beside it."""


def _line(path: str, example: str) -> str:
    type_name = path.removeprefix(f"{TRIGGER} ")
    default = f"triggers: [{{type: {type_name}, name: a, |}}]"
    before, *beside, after = AROUND.get(path, default).split("|")
    key = example.partition(":")[0]
    person_or_team = {"person": "team"}.get(key)
    keys = [part for part in beside if part.partition(":")[0] not in {key, person_or_team}]
    return before + ", ".join([example, *keys]) + after


@pytest.mark.parametrize(("path", "example"), EXAMPLES)
def test_every_example_works(path: str, example: str) -> None:
    problems = problems_of(_line(path, example))
    assert [p.message for p in problems if p.severity == "error" and p.line == 1] == []
