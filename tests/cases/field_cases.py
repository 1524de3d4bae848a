"""Reads the cases of `field/`: what people typed, and what must then be so.

A case is a YAML file of its own:

    name: the claim, as a sentence
    source: where people ran into it, in public
    policy: keys that stand in place of those of the team below
    files: {in.csv: "text of a file beside the store"}
    steps: command lines, in order; `{run: …, exit: 1}` for one that is refused
    asks: command lines, each with what must be true of its answer

An answer is looked at by `json`, a value for each path, or by `lines`, all of its output. A path
goes through objects and lists by names and numbers, `clocks.update.due_at` or `events.-1.until`;
`[clock=resolve]` picks the one element of a list that has that value. `{most: 5}` and `{least: 5}`
stand for whole numbers up to and from five.
"""

import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import yaml

from tests.cli.shell import Result, Shell

FOLDER = Path(__file__).parent / "field"
LONG_AFTER = "2029-01-01T00:00:00Z"
"""The present of every case, so that all its steps lie behind it."""

TEAM: dict[str, Any] = {
    "version": 1,
    "name": "field",
    "timezone": "Europe/Berlin",
    "calendars": {
        "office": {"mon-fri": "09:00-17:00", "holidays": ["2026-12-25", "2027-01-01"]},
    },
    "priorities": ["P1", "P2", "P3"],
    "default_priority": "P3",
    "people": {name: {"name": name.title()} for name in ("ana", "bo", "lee")},
    "teams": {"front": {"members": ["ana"]}, "back": {"members": ["bo"]}},
    "ladders": {
        "functional": [{"level": "L1", "team": "front"}, {"level": "L2", "team": "back"}],
        "management": [{"level": "lead", "person": "lee"}],
    },
}
"""The policy of every case, save for the keys that it sets itself."""

_PICK = re.compile(r"\[(\w+)=([^\]]+)\]")


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A command line, the end that it must come to, and what it finds in its environment."""

    run: str
    exit: int = 0
    env: Mapping[str, str] = {}


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A command line, and what its answer must be."""

    run: str
    json: Mapping[str, Any] = {}
    lines: list[str] | None = None
    exit: int = 0
    env: Mapping[str, str] = {}


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One story of the field, and what must come of it."""

    name: str
    source: str
    steps: list[Step | str]
    asks: list[Ask]
    policy: Mapping[str, Any] = {}
    files: Mapping[str, str] = {}


def cases() -> dict[str, Case]:
    """Read every case, by the name of its file."""
    files = sorted(FOLDER.glob("*.yaml"))
    return {
        file.stem: msgspec.convert(yaml.safe_load(file.read_text(encoding="utf-8")), Case)
        for file in files
    }


def play(case: Case, shell: Shell) -> Iterator[str]:
    """Do what people did, and yield whatever is not as it must be."""
    shell.env |= {"ESCALATE_NOW": LONG_AFTER}
    policy = yaml.safe_dump(TEAM | dict(case.policy), sort_keys=False)
    shell.follow(policy)
    for name, text in case.files.items():
        shell.store.with_name(name).write_text(text, encoding="utf-8")
    for step in case.steps:
        told = Step(step) if isinstance(step, str) else step
        result = _run(shell, told)
        if result.code != told.exit:
            yield f"{told.run}\n  ended in {result.code}: {result.stderr}"
    for ask in case.asks:
        yield from _answer(_run(shell, ask), ask)


def _run(shell: Shell, step: Step | Ask) -> Result:
    return Shell(shell.store, {**shell.env, **step.env})(*shlex.split(step.run))


def _answer(result: Result, ask: Ask) -> Iterator[str]:
    if result.code != ask.exit:
        yield f"{ask.run}\n  ended in {result.code}: {result.stderr}"
        return
    if ask.lines is not None and result.stdout.splitlines() != ask.lines:
        yield f"{ask.run}\n  wanted: {ask.lines}\n  came: {result.stdout.splitlines()}"
    for path, wanted in ask.json.items():
        try:
            found = at(result.data, path)
        except (LookupError, ValueError) as error:
            found = error
        if not _fits(found, wanted):
            yield f"{ask.run}\n  {path}\n  wanted: {wanted!r}\n  came: {found!r}"


def at(document: Any, path: str) -> Any:
    """Return what lies at a path; raises LookupError, or ValueError where it says no number."""
    found = document
    for part in path.split("."):
        name, _, _ = part.partition("[")
        if name:
            found = found[int(name)] if isinstance(found, list) else found[name]
        for key, value in _PICK.findall(part):
            [found] = [each for each in found if str(each[key]) == value]
    return found


def _fits(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict) and wanted and wanted.keys() <= {"most", "least"}:
        if not isinstance(found, int):
            return False
        return bool(wanted.get("least", found) <= found <= wanted.get("most", found))
    return bool(found == wanted)
