"""Stores that went apart become one: git branches, copies of a synchronised folder, backups."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.shell import Shell

AT, LATER = "2026-11-23T09:10:00Z", "2026-11-23T09:20:00Z"
LATER_DAY = "2026-11-24T09:20:00Z"


@pytest.fixture
def other(escalate: Shell, tmp_path: Path) -> Shell:
    """Give a copy of a store with one ticket, in another folder."""
    escalate.log("one")
    shutil.copytree(escalate.store, tmp_path / "other")
    return Shell(tmp_path / "other", escalate.env)


def merged(escalate: Shell, file: Path, *options: str, now: str = AT) -> dict[str, str]:
    """Merge something into the store, which holds afterwards; return what was counted."""
    done = escalate.done("import", "--from", "escalate", str(file), *options, now=now)
    assert escalate.done("verify").code == 0
    return {name: "".join(value) for name, *value in done.rows}


def titles(escalate: Shell) -> list[str]:
    """Return the titles of all tickets, by id."""
    return [title for (title,) in escalate.done("list", "-a", "--fields", "title").rows]


@pytest.mark.parametrize("form", ["folder", "file", "copy beside", "backup"])
def test_both_tickets_are_kept_whatever_form_the_other_store_has(
    escalate: Shell, other: Shell, tmp_path: Path, form: str
) -> None:
    escalate.log("two")
    other.log("three")
    file = {
        "folder": other.store,
        "file": other.store / "tickets.json",
        "copy beside": escalate.store / "tickets (conflicted copy 2026-11-23).json",
        "backup": tmp_path / "b.tar",
    }[form]
    if form == "copy beside":
        shutil.copy(other.store / "tickets.json", file)
    if form == "backup":
        other.done("backup", str(file))
    assert merged(escalate, file)["new"] == "1"
    assert sorted(titles(escalate)) == ["one", "three", "two"]
    before = escalate.file()
    assert merged(escalate, file)["known"] == "2"
    assert escalate.file() == before


def test_it_says_which_id_is_another_one(escalate: Shell, other: Shell) -> None:
    escalate.log("two")
    other.log("three")
    done = escalate.done("import", "--from", "escalate", str(other.store), now=AT)
    assert f"T-2 of {other.store} is T-3 here, where its id was taken" in done.stderr


def test_two_ways_are_both_named_and_end_in_one(escalate: Shell, other: Shell) -> None:
    escalate.done("note", "1", "here")
    other.done("note", "1", "there")
    before = escalate.file()
    refused = escalate("import", "--from", "escalate", str(other.store), now=AT)
    assert refused.code == 1
    assert "T-1 (T-1 in " in refused.stderr
    assert escalate.file() == before


def test_undo_takes_a_merge_back(escalate: Shell, other: Shell) -> None:
    other.log("three")
    other.done("resolve", "1", "-m", "done")
    merged(escalate, other.store)
    escalate.done("undo", now=LATER)
    assert escalate.show("1", now=LATER)["status"] == "open"
    assert escalate.show("2", now=LATER)["status"] == "closed"
    assert escalate.done("verify").code == 0


def test_a_message_that_waits_in_both_waits_once(support: Shell, other: Shell) -> None:
    shutil.rmtree(other.store)
    support.log("two", "-p", "P1")
    shutil.copytree(support.store, other.store)
    for each in (support, other):
        each.done("check", now=LATER_DAY)
    waiting = support.done("outbox", "list", "--json", now=LATER_DAY).data
    assert waiting
    merged(support, other.store, now=LATER_DAY)
    assert support.done("outbox", "list", "--json", now=LATER_DAY).data == waiting


def test_doctor_offers_the_merge_for_a_copy(escalate: Shell, other: Shell) -> None:
    copy = escalate.store / "tickets.sync-conflict-20261123-090000-ABC.json"
    shutil.copy(other.store / "tickets.json", copy)
    assert "escalate import --from escalate" in escalate("doctor").stdout


def test_a_git_conflict_is_ended_by_what_the_error_says(escalate: Shell, tmp_path: Path) -> None:
    def git(*argv: str) -> None:
        who = ["-c", "user.email=a@example.org", "-c", "user.name=a"]
        subprocess.run(["git", *who, *argv], cwd=tmp_path, check=False, capture_output=True)

    escalate.log("one")
    git("init", "-q", "-b", "main", ".")
    for branch, title in (("other", "two"), ("main", "three")):
        git("add", "store/tickets.json")
        git("commit", "-qm", "one")
        git("checkout", "-q", "-B", branch, *(["main~0"] if branch == "other" else []))
        escalate.log(title)
        git("commit", "-qam", title)
        git("checkout", "-q", "main")
    git("merge", "-q", "other")
    assert "git has both versions" in escalate("list").stderr
    assert "git has both versions" in escalate("log", "four").stderr
    before = escalate.file()
    assert escalate("doctor", "--restore").code == 2
    assert escalate.file() == before
    remedy = escalate("doctor").rows[0][2].split("nothing is lost: ")[1]
    subprocess.run(remedy.rsplit(";", 1)[0], shell=True, cwd=tmp_path, check=True)  # noqa: S602
    merged(escalate, tmp_path / "theirs.json")
    assert sorted(titles(escalate)) == ["one", "three", "two"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "is no store"), ("number,state\n", "is no store"), ("{}", "the store is damaged")],
    ids=["empty", "a table", "another document"],
)
def test_what_is_no_store_is_refused(escalate: Shell, tmp_path: Path, text: str, said: str) -> None:
    escalate.log("one")
    (tmp_path / "x.csv").write_text(text)
    before = escalate.file()
    refused = escalate("import", "--from", "escalate", str(tmp_path / "x.csv"))
    assert (refused.code, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert escalate.file() == before


def test_a_zone_says_nothing_about_a_store(escalate: Shell, tmp_path: Path) -> None:
    refused = escalate("import", "--from", "escalate", str(tmp_path), "--tz", "UTC")
    assert refused.code == 2
    assert "no option but --dry-run" in refused.stderr


def test_a_folder_without_a_store_is_refused(escalate: Shell, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    refused = escalate("import", "--from", "escalate", str(tmp_path / "none"))
    assert refused.code == 2
    assert "there is no store in" in refused.stderr
