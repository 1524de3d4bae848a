"""Every key is documented, with an example that works."""

import re
from pathlib import Path

import pytest

from escalate_cli.domain import triggers
from escalate_cli.domain.messages import BUILT_IN, FIELDS
from escalate_cli.policyfile.schema import FILE, KEYS, TRIGGER
from escalate_cli.policyfile.settings import fields_of
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
            for line in body.splitlines()
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


REST = "cy: {}, di: {}, lee: {}, max: {}, bo: {}"
LEVELS = "management: [{level: lead, person: lee}]"
AROUND = {
    FILE: "%s",
    "calendars.NAME": "calendars: {office: {%s}}",
    "channels.NAME": "channels: {mail: {%s}}",
    "people.NAME": "people: {%s, ana: {%%s}}" % REST,
    "people.NAME.quiet": "people: {%s, ana: {quiet: {%%s}}}" % REST,
    "teams.NAME": "teams: {frontline: {members: [ana]}, network: {%s}}",
    "teams.NAME.on_call": "teams: {frontline: {members: [ana]}, network: {members: [cy], on_call: {%s}}}",
    "teams.NAME.on_call.overrides[]": "teams: {frontline: {members: [ana]}, network: {members: [cy],"
    " on_call: {every: 1w, starts: 2026-01-05, order: [cy], overrides: [{%s}]}}}",
    "ladders": "ladders: {%s}",
    "ladders.LADDER[]": "ladders: {functional: [{%%s}], %s}" % LEVELS,
    "ladders.LADDER[].approval": "ladders: {functional: [{level: L2, team: network, approval: {%%s}}], %s}" % LEVELS,
    "targets[]": "targets: [{%s}]",
    "triggers[]": "triggers: [{%s}]",
    "triggers[].repeat": "triggers: [{type: vip, name: a, notify: owner, repeat: {%s}}]",
    "review": "review: {%s}",
    "handoff": "handoff: {%s}",
    "subscribe[]": "subscribe: [{%s}]",
    "when": "targets: [{resolve: 1h, when: {%s}}]",
}
"""How an example is placed in a file, by path; customers' and channels' show the entry itself."""
