"""TinyDB and the command line on one store: edits are recorded, and nobody's work is lost."""

import subprocess
import sys
from pathlib import Path

import pytest
from tinydb import where

from escalate_cli import api
from tests.cli.shell import NINE, PROGRAM, Shell

ROUNDS = 8
EDITOR = """
import sys
from tinydb import where
from escalate_cli import api
db = api.database(sys.argv[1], by="di")
for turn in range(int(sys.argv[2])):
    db.update({"title": f"edit {turn}"}, where("id") == "T-1")
    db.update(lambda row: row.setdefault("tags", []).append(f"t{turn}"), where("id") == "T-2")
"""


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Make a store of two tickets."""
    env = {"HOME": str(tmp_path), "ESCALATE_NOW": NINE, "ESCALATE_ACTOR": "ana"}
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("ESCALATE_STORE", raising=False)
    shell = Shell(tmp_path / "store", env)
    for title, priority in (("one", "P1"), ("two", "P2")):
        shell.done("log", title, "-p", priority)
    return shell


def test_rows_are_found_by_their_cells(shell: Shell) -> None:
    db = api.database(shell.store)
    assert [row["title"] for row in db.search(where("priority") == "P1")] == ["one"]
    assert db.count(where("events").any(where("by") == "ana")) == 2


def test_an_edit_is_an_event_that_undo_takes_back(shell: Shell) -> None:
    api.database(shell.store, by="di").update({"priority": "P3"}, where("id") == "T-1")
    ticket = shell.show("1")
    assert ticket["priority"] == "P3"
    event = ticket["events"][-1]
    assert (event["kind"], event["by"]) == ("hand_edited", "di")
    assert (event["cells"], event["changes"]) == (["priority"], {"priority": "P3"})
    assert shell.done("verify").stdout == ""
    shell.done("undo", "--as", "di")
    assert shell.show("1")["priority"] == "P1"
    assert shell.done("verify").stdout == ""


def test_an_edit_in_an_editor_before_is_recorded_apart(shell: Shell) -> None:
    file = shell.store / "tickets.json"
    file.write_bytes(file.read_bytes().replace(b'"title":"one"', b'"title":"uno"', 1))
    api.database(shell.store, by="di").update({"title": "zwei"}, where("id") == "T-2")
    last = {number: shell.show(str(number))["events"][-1] for number in (1, 2)}
    assert {number: event["by"] for number, event in last.items()} == {1: "unknown", 2: "di"}
    assert last[1]["change"] != last[2]["change"]
    assert [shell.show(number)["title"] for number in ("1", "2")] == ["uno", "zwei"]


def test_two_who_write_at_once_lose_nothing(shell: Shell) -> None:
    script = [sys.executable, "-c", EDITOR, str(shell.store), str(ROUNDS)]
    with subprocess.Popen(script, stderr=subprocess.PIPE, text=True) as editor:
        for turn in range(ROUNDS):
            note = [PROGRAM, "note", str(turn % 2 + 1), f"note {turn}"]
            subprocess.run(note, env=shell.env, check=True, capture_output=True)
        _, errors = editor.communicate()
    assert (editor.returncode, errors) == (0, "")
    kinds = [*shell.kinds("1"), *shell.kinds("2")]
    assert (kinds.count("note_added"), kinds.count("hand_edited")) == (ROUNDS, 2 * ROUNDS)
    assert shell.show("1")["title"] == f"edit {ROUNDS - 1}"
    assert shell.show("2")["tags"] == [f"t{turn}" for turn in range(ROUNDS)]
    assert shell.done("verify").stdout == ""
