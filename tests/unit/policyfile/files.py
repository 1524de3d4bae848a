"""Policy files for tests: a sound one, of which a test replaces a part."""

import re
from datetime import date
from pathlib import Path

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.policyfile.loading import check, load
from escalate_cli.strict_yaml.diagnostics import Problem

TODAY = date(2026, 11, 23)

SOUND = {
    "version": "version: 1",
    "calendars": 'calendars: {office: {mon-fri: "09:00-17:00"}}',
    "priorities": "priorities: [P1, P2, P3]",
    "default_priority": "default_priority: P3",
    "matrix": "matrix: {high: {high: P1, low: P2}, low: {high: P2, low: P3}}",
    "channels": 'channels: {mail: {apprise: "env:SMTP_URL"}}',
    "people": "people: {ana: {}, bo: {}, cy: {}, di: {}, lee: {}, max: {}}",
    "teams": "teams: {frontline: {members: [ana]}, network: {members: [cy, di]}}",
    "ladders": "ladders: {functional: [{level: L1, team: frontline}, {level: L2, team: network}],"
    " management: [{level: lead, person: lee}, {level: manager, person: max}]}",
}
"""Every part that others refer to, one on a line."""


def with_part(snippet: str) -> bytes:
    """Return a sound file in which a snippet, which comes first, replaces parts."""
    replaced = set(re.findall(r"^(\w+):", snippet, re.MULTILINE))
    rest = [part for key, part in SOUND.items() if key not in replaced]
    return "\n".join([snippet.rstrip("\n"), *rest, ""]).encode()


def problems_of(snippet: str, folder: Path | None = None) -> list[Problem]:
    """Return what is wrong with a sound file that a snippet has changed.

    The rest of the file has its doubts, such as people without a task, which are not counted.
    """
    lines = len(snippet.rstrip("\n").split("\n"))
    found = check(with_part(snippet), TODAY, folder)
    return [each for each in found if each.severity == "error" or each.line <= lines]


def policy_of(snippet: str) -> Policy:
    """Return the policy of a sound file that a snippet has changed."""
    return load(with_part(snippet), "policy.yaml", TODAY)
