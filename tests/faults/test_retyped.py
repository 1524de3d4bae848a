"""Every value of a store of another type, whether the checksum fits or not: nothing crashes."""

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from escalate_cli.store.file.file_format import Image, parse
from tests.cli.shell import NINE, Result, Shell
from tests.faults.conftest import Figures
from tests.faults.loops import each

VALUES: tuple[Any, ...] = (
    None,
    7,
    -1,
    10**30,
    1.5,
    "text",
    "",
    [],
    [None],
    {},
    "9999-12-31T23:59:59Z",
    "2026-11-25T08:00:00",  # of no zone
)
READERS = (
    ["list", "--all"],
    ["search", "two"],
    ["review", "--due"],
    ["report"],
    ["report", "--tickets"],
    ["policy", "replay"],
    ["verify"],
    ["doctor"],
    ["check", "--dry-run"],
)
COMMANDS = (
    ["list", "--all"],
    ["verify"],
    ["doctor"],
    ["log", "after"],
    ["restore", "kept.tar", "-y"],
)

Place = tuple[str | int, ...]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Make a small store: two tickets in use, one of them at work, one that was put away."""
    home = {"HOME": str(tmp_path), "ESCALATE_NOW": NINE, "ESCALATE_ACTOR": "ana"}
    shell = Shell(tmp_path / "store", home)
    for title in ("one", "two"):
        shell.log(title)
    shell.log("three", "--impact", "high", "--urgency", "high")  # so that a review is owed
    for argv in (["ack", "1"], ["resolve", "3", "-m", "done"], ["close", "3"]):
        shell.done(*argv)
    shell.done("archive", "--closed-for", "1m", now="2026-11-25T09:00:00Z")
    shell.done("backup", str(tmp_path / "kept.tar"))
    return shell


def places(value: object, at: Place = ()) -> Iterator[Place]:
    """Yield the way to everything in a document."""
    items: Iterable[tuple[str | int, object]] = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        items = enumerate(value)
    for key, inside in items:
        yield (*at, key)
        yield from places(inside, (*at, key))


def retyped(document: Any, place: Place, value: object) -> Any:
    """Return a document with another value at a place."""
    changed = deepcopy(document)
    inside = changed
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = value
    return changed


def vouched_for(raw: bytes) -> bytes:
    """Return a file with a checksum that fits what is in it, if that has the form of a store."""
    image = parse(raw, "tickets.json")
    again = Image(image.meta, {}, format=image.format)
    for table in image.tables:
        again.add_table(table)
        for number, row in image.rows(table):
            again.put(table, number, row)
    return b"".join(again.parts())


def is_clean(result: Result) -> bool:
    """Tell whether a command ended as it should: done, not done, or refused in a line."""
    said = "unexpected" in result.stderr or "Traceback" in result.stderr
    return not said and result.code in {0, 1, 2}


def wrongs(shell: Shell, raw: bytes, commands: list[list[str]]) -> Iterator[str]:
    """Yield what is wrong with what commands make of a file."""
    path = shell.store / "tickets.json"
    path.write_bytes(raw)
    shutil.rmtree(shell.store / "backups", ignore_errors=True)
    for argv in commands:
        result = shell(*argv)
        if not is_clean(result):
            yield f"{argv[0]}: {result.stderr[:200]}"
        if argv[0] == "log":
            if result.code and path.read_bytes() != raw:
                yield "a refused change changed the file"
            if not result.code and shell("verify").code:
                yield f"what was written does not hold: {shell('verify').stdout[:200]}"
            if not result.code and not result.stderr:
                yield "it was written without a word"
        elif argv[0] != "restore" and path.read_bytes() != raw:
            yield f"{argv[0]} changed the file"


@pytest.mark.parametrize("step", [131, each()], ids=["short", "long"])
def test_no_value_of_another_type_crashes_or_is_written_on(
    shell: Shell, figures: Figures, step: int
) -> None:
    good = shell.file()
    document = json.loads(good)
    cases = [(place, value) for place in places(document) for value in VALUES]
    commands = [[*argv] for argv in COMMANDS]
    commands[-1][1] = str(shell.store.with_name("kept.tar"))
    wrong = {}
    for place, value in cases[::step]:
        changed = retyped(document, place, value)
        if changed == document:
            continue
        found = list(wrongs(shell, json.dumps(changed).encode(), commands))
        if found:
            wrong[place, repr(value)] = found
    assert "\n".join(f"{at}: {found}" for at, found in wrong.items()) == ""
    if step == 1:
        figures.add("damaged files", values=len(cases))


def test_the_review_of_a_row_in_the_archive_is_owed(shell: Shell) -> None:
    """Those below are read by what shows it."""
    assert [row[0] for row in shell("review", "--due").rows] == ["T-3"]


SPOILT: tuple[tuple[str, Any], ...] = (
    *product(("id",), ("x", "", "T-99", "T-", None)),
    *product(("next_at", "due_at", "risk_at"), ([], {}, 5, "x")),
)


OTHERS = {
    ("list", "--all"): "T-1\t",
    ("search", "two"): "T-2\t",
    ("report",): "tickets\t\tn\t[23]\t",
    ("report", "--tickets"): "T-2",
    ("policy", "replay"): "tickets\t\tn\t\t[23]\t",
}
"""What must be in the answer of a reader, whatever a ticket in the archive has come to be."""


def shows_the_others(argv: list[str], result: Result) -> bool:
    """Tell whether what reads has shown the tickets that nobody edited."""
    return re.search(OTHERS.get((*argv,), ""), result.stdout) is not None


def is_in_a_row(place: Place) -> bool:
    """Tell whether an edit left the rows of others where they were."""
    return place[0] == "tickets" and len(place) > len(("tickets", "3"))


@pytest.mark.parametrize("step", [0, each()], ids=["short", "long"])
def test_no_edited_row_of_the_archive_crashes_what_reads(shell: Shell, step: int) -> None:
    path = next((shell.store / "archive").glob("*.json"))
    document = json.loads(path.read_bytes())
    (number,) = document["tickets"]
    cases: list[tuple[Place, Any]] = [(("tickets", number, cell), v) for cell, v in SPOILT]
    if step:
        ways = [place for place in places(document) if place[0] == "tickets"]
        cases += [(place, value) for place in ways for value in VALUES][::step]
    cases += [(("tickets", number, cell), 5) for cell in ("title", "status", "logged_at", "clocks")]
    wrong = {}
    for place, value in cases:
        path.write_text(json.dumps(retyped(document, place, value)), "utf-8")
        for argv in READERS:
            result = shell(*argv, now="2026-11-25T09:00:00Z")
            if not is_clean(result):
                wrong[place, repr(value), *argv] = result.stderr[:200]
            elif is_in_a_row(place) and not shows_the_others(argv, result):
                wrong[place, repr(value), *argv] = f"the others are hidden: {result.stderr[:200]}"
    assert "\n".join(f"{at}: {found}" for at, found in wrong.items()) == ""


@pytest.mark.parametrize("step", [113, each()], ids=["short", "long"])
def test_none_with_a_checksum_that_fits_crashes_either(shell: Shell, step: int) -> None:
    document = json.loads(shell.file())
    cases = [(place, value) for place in places(document) for value in VALUES]
    wrong = {}
    for place, value in cases[::step]:
        try:
            raw = vouched_for(json.dumps(retyped(document, place, value)).encode())
        except Exception:  # noqa: BLE001, S112 - it has the form of no store, so that none vouches
            continue
        (shell.store / "tickets.json").write_bytes(raw)
        for argv in (
            ["list"],
            ["verify"],
            ["doctor"],
            ["verify", "--head"],
            ["check", "--dry-run"],
        ):
            result = shell(*argv)
            if not is_clean(result):
                wrong[place, repr(value), argv[0]] = result.stderr[:200]
    assert "\n".join(f"{at}: {found}" for at, found in wrong.items()) == ""
