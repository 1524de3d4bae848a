"""The store's file in other hands: an editor, TinyDB, a later version of this program."""

import json
from collections.abc import Callable

import pytest
from tinydb import TinyDB, where

from escalate_cli.store.file.file_format import parse
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


@pytest.fixture
def away(support: Shell) -> Shell:
    """Put three tickets into the archive, and change the titles of two of them there."""
    for title in ("one", "two", "three"):
        support.log(title)
    support.done("resolve", "1..3", now="+1h")
    support.done("close", "1..3", now="+2h")
    support.done("archive", "--closed-for", "1d", now="+3d")
    file = support.store / "archive" / "0001.json"
    text = file.read_text(encoding="utf-8")
    for old, new in (("one", "eins"), ("two", "zwei")):
        text = text.replace(f'"title":"{old}","policy"', f'"title":"{new}","policy"', 1)
    file.write_text(text, encoding="utf-8")
    return support


def test_an_edit_in_the_archive_is_taken_over_with_the_next_change_of_its_ticket(
    away: Shell,
) -> None:
    assert away("verify", now="+3d").code == 1
    done = away("reopen", "2", now="+3d")
    assert (done.code, done.rows[0][-1]) == (0, "zwei")
    said = f"{away.store}/archive/0001.json was edited by hand (T-2)"
    assert done.stderr == f"{said}; escalate verify tells whether all holds\n"
    event = next(x for x in away.show("2", now="+3d")["events"] if x["kind"] == "hand_edited")
    assert (event["changes"], event["before"]) == ({"title": "zwei"}, {"title": "two"})
    away.done("undo", "--change", str(event["change"]), now="+3d")
    assert away.show("2", now="+3d")["title"] == "two"
    assert away("verify", now="+3d").rows == [["T-1", "title", "eins", "one"]]


def test_nothing_is_archived_beside_an_edit_before_it_is_taken_over(away: Shell) -> None:
    away.done("reopen", "3", now="+3d")
    away.done("resolve", "3", now="+3d")
    away.done("close", "3", now="+3d")
    edited = (away.store / "archive" / "0001.json").read_bytes()
    first = away.done("archive", "--closed-for", "1d", now="+5d")
    assert (first.rows[0], "edited by hand (T-1)" in first.stderr) == (["archived", "0"], True)
    assert (away.store / "archive" / "0001.json").read_bytes() == edited
    assert away("verify", now="+5d").code == 0
    assert away.done("archive", "--closed-for", "1d", now="+5d").rows[0] == ["archived", "3"]
    [kept] = (away.store / "backups").glob("0001-edited-*.json")
    assert kept.read_bytes() == edited
    assert (away("verify", now="+5d").code, away("doctor", now="+5d").stdout) == (0, "")
    titles = {row["title"] for row in away.done("list", "--all", "--json", now="+5d").data}
    assert titles == {"eins", "zwei", "three"}


def test_a_message_that_was_edited_goes_out_as_it_stands_and_its_ticket_says_so(
    support: Shell,
) -> None:
    support.log("one", "-r", "kim@example.org")
    support.done("note", "1", "we look", "--public")
    key = next(row[0] for row in support.done("outbox", "list").rows if ":note:" in row[0])
    file = support.store / "tickets.json"
    head, outbox, rest = file.read_text(encoding="utf-8").rpartition('\n"outbox"')
    edited = rest.replace("we look", "we listen", 1)
    file.write_text(f"{head}{outbox}{edited}", encoding="utf-8")
    found = support("verify")
    row = ["T-1", f"message {key}", "as it was written", "changed by hand"]
    assert (found.code, found.rows) == (1, [row])
    assert "was edited by hand (T-1)" in support.done("ack", "1").stderr
    event = next(x for x in support.show()["events"] if x["kind"] == "hand_edited")
    assert (event["cells"], event["key"]) == (["outbox"], key)
    assert support("verify").stdout == ""
    assert "we listen" in support.done("outbox", "list").stdout
    assert f"message edited by hand in the store's file: {key}" in " ".join(
        support.done("show", "1", "--table").stdout.split()
    )


def test_a_message_of_no_ticket_is_no_edit_of_one(support: Shell) -> None:
    support.log("one", "-r", "kim@example.org")
    support.done("note", "1", "we look", "--public")
    file = support.store / "tickets.json"
    head, outbox, rest = file.read_text(encoding="utf-8").rpartition('\n"outbox"')
    edited = rest.replace('"ticket":"T-1"', '"ticket":"T-9"')
    file.write_text(f"{head}{outbox}{edited}", encoding="utf-8")
    said = support.done("ack", "1").stderr
    assert said.endswith("was edited by hand; escalate verify tells whether all holds\n")
    assert "hand_edited" not in support.kinds()
    assert support("verify").code == 0


def test_a_calendar_that_no_policy_has_leaves_one_ticket_out(three: Shell) -> None:
    """The checksum fits, as if the program had written it."""
    file = three.store / "tickets.json"
    image = parse(file.read_bytes(), "tickets.json")
    row = json.loads(image.get("tickets", 1) or b"")
    row["clocks"]["acknowledge"]["calendar"] = "L9"
    image.put("tickets", 1, json.dumps(row).encode())
    file.write_bytes(b"".join(image.parts()))
    for argv in (["list", "is:overdue", "--json"], ["list", "--all"], ["now"], ["report"]):
        said = three(*argv, now="+5d")
        assert "unexpected" not in said.stderr
        assert ("two" in said.stdout) or argv == ["report"]
    assert "T-1" in three("list", now="+5d").stderr
    assert "clocks.acknowledge.calendar" in three("verify").stdout


def test_sorted_keys_change_no_message_and_a_ticket_is_named_once(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1", "-r", "kim")
    for word in ("we look", "we listen"):
        support.done("note", "1", word, "--public")
    file = support.store / "tickets.json"
    count = len(support.done("outbox", "list").rows)
    assert count > 1
    document = json.loads(file.read_bytes())
    file.write_text(json.dumps(document, sort_keys=True), encoding="utf-8")
    support.done("note", "1", "sorted")
    assert "hand_edited" not in support.kinds("1")
    document = json.loads(file.read_bytes())
    for row in document["outbox"].values():
        row["text"] += "!"
    file.write_text(json.dumps(document, sort_keys=True), encoding="utf-8")
    said = support.done("note", "1", "and edited").stderr
    assert "was edited by hand (T-1)" in said
    assert support.kinds("1").count("hand_edited") >= count
