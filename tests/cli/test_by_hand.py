"""The store's file in other hands: an editor, TinyDB, a later version of this program."""

import json
from collections.abc import Callable

import pytest
from tinydb import TinyDB, where

from tests.cli.shell import Result, Shell


@pytest.fixture
def three(escalate: Shell) -> Shell:
    """Log three tickets."""
    for title in ("one", "two", "three"):
        escalate.log(title)
    return escalate


def _by_an_editor(shell: Shell) -> None:
    """Do as most editors do: write another file, and let it take the place of the first."""
    file = shell.store / "tickets.json"
    other = shell.store.with_name("tickets.json.swp")
    other.write_bytes(file.read_bytes().replace(b'"title":"two"', b'"title":"zwei"', 1))
    other.replace(file)


def _in_place(shell: Shell) -> None:
    file = shell.store / "tickets.json"
    text = file.read_text(encoding="utf-8").replace('"title":"two"', '"title":"zwei"', 1)
    file.write_text(json.dumps(json.loads(text), indent=4), encoding="utf-8")


def _by_tinydb(shell: Shell) -> None:
    with TinyDB(shell.store / "tickets.json") as db:
        db.table("tickets").update({"title": "zwei"}, where("id") == "T-2")


@pytest.mark.parametrize("edit", [_by_an_editor, _in_place, _by_tinydb])
def test_an_edit_is_taken_over_and_noted(three: Shell, edit: Callable[[Shell], None]) -> None:
    edit(three)
    assert three("verify").code == 1
    said = three.done("note", "1", "something else").stderr
    assert "was edited by hand (T-2)" in said
    assert [row["title"] for row in three.done("list", "--json").data] == ["one", "zwei", "three"]
    assert three.kinds("2") == ["ticket_logged", "hand_edited"]
    assert three.done("verify").stdout == ""
    assert three.done("note", "1", "and on").stderr == ""


def test_a_ticket_that_was_removed_by_hand_is_missed_and_its_id_is_not_given_again(
    three: Shell,
) -> None:
    with TinyDB(three.store / "tickets.json") as db:
        db.table("tickets").remove(where("id") == "T-3")
    refused = three("log", "four")
    assert (refused.code, refused.stdout) == (2, "")
    assert "some are missing" in refused.stderr
    found = three("verify")
    assert (found.code, found.rows) == (1, [["store", "head", "kept", "broken"]])
    assert "event 3" in three.done("doctor", "--restore").stdout
    assert three.log("four") == "T-4"


def test_what_an_edit_made_no_json_is_not_written_until_it_is_undone(three: Shell) -> None:
    file = three.store / "tickets.json"
    sound = file.read_bytes()
    file.write_bytes(sound.replace(b'"title":"two"', b'"title":two'))
    for argv in (["log", "four"], ["note", "1", "x"], ["undo"], ["edit", "2", "--title", "x"]):
        refused = three(*argv)
        assert (refused.code, refused.stdout) == (2, "")
        assert "tickets.json:4:" in refused.stderr
    shown = three("list")
    assert (shown.code, [row[0] for row in shown.rows]) == (2, ["T-1", "T-3"])
    assert "damaged too: T-2" in shown.stderr
    file.write_bytes(sound)
    assert three.log("four") == "T-4"


def test_a_later_format_is_read_and_not_written(
    three: Shell, program: Callable[..., Result]
) -> None:
    file = three.store / "tickets.json"
    document = json.loads(file.read_bytes())
    document["meta"]["1"]["format"] = 99
    document["meta"]["1"]["of_tomorrow"] = {"x": 1}
    document["of_tomorrow"] = {"1": {"y": 2}}
    file.write_text(json.dumps(document), encoding="utf-8")
    later = file.read_bytes()
    assert len(three.done("list").rows) == 3
    assert three.show("2")["title"] == "two"
    for argv in (
        ["log", "four"],
        ["note", "1", "x"],
        ["archive", "--closed-for", "0s"],
        ["undo"],
        ["doctor", "--restore"],
        ["redact", "1", "--event", "1", "-m", "why"],
    ):
        refused = program(*argv)
        assert refused.code in {0, 2}
        assert refused.code == 0 or "has format 99" in refused.stderr, argv
    assert file.read_bytes() == later
    assert three("doctor").rows[0][0] == "format"
