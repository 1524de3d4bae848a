"""What another system tells later comes in by importing again; what it never told is not judged."""

from pathlib import Path

import pytest

from tests.cli.shell import Shell

HEADER = "number,incident_state,opened_at,sys_updated_at,priority,assigned_to,resolved_at,closed_at"
FRIDAY = "INC1,In Progress,2026-11-20 09:00,2026-11-20 09:30,1 - Critical,ana,,"
CLOSED = (
    "INC1,Closed,2026-11-20 09:00,2026-11-22 10:00,1 - Critical,ana,"
    "2026-11-20 10:00,2026-11-22 10:00"
)
OTHER = "INC2,New,2026-11-22 09:00,2026-11-22 09:00,2 - High,,,"
NOON, MONDAY, AFTER = "2026-11-20T12:00:00Z", "2026-11-23T09:00:00Z", "2026-11-23T09:01:00Z"


@pytest.fixture
def friday(support: Shell, tmp_path: Path) -> Shell:
    """Give a store into which an incident came on Friday that is worked on."""
    bring(support, tmp_path, NOON, FRIDAY)
    return support


def bring(escalate: Shell, folder: Path, now: str, *rows: str, zone: str = "UTC") -> dict[str, str]:
    """Import rows of one day; return what it counted."""
    file = folder / "export.csv"
    file.write_text("\n".join((HEADER, *rows, "")))
    done = escalate.done("import", "--from", "servicenow", str(file), "--tz", zone, now=now)
    return {name: "".join(value) for name, *value in done.rows}


def statuses(escalate: Shell) -> dict[str, str]:
    """Return the status of each ticket by its id in the other system."""
    return dict(escalate.done("list", "-a", "--fields", "key,status", now=AFTER).rows)


def test_what_came_later_is_appended_and_the_rest_is_new(friday: Shell, tmp_path: Path) -> None:
    counted = bring(friday, tmp_path, MONDAY, CLOSED, OTHER)
    assert (counted["new"], counted["updated"], counted["known"]) == ("1", "1", "0")
    assert statuses(friday) == {"INC1": "closed", "INC2": "open"}
    ticket = friday.done("show", "1", "--json", now=AFTER).data
    assert ticket["resolved_at"] == "2026-11-20T10:00:00Z"
    assert ticket["events"][-1]["kind"] == "history_imported"
    assert friday.done("verify").code == 0


def test_the_check_finds_nothing_on_what_an_undone_import_brought(
    friday: Shell, tmp_path: Path
) -> None:
    bring(friday, tmp_path, MONDAY, OTHER)
    friday.done("undo", "--change", "1", "-m", "the wrong file", "--as", "lee", now=MONDAY)
    friday.done("undo", "--change", "2", now=MONDAY)
    checked = friday.done("check", now=AFTER)
    assert (checked.stdout, checked.stderr) == ("", "")
    for ticket in ("1", "2"):
        events = friday.done("show", ticket, "--json", now=AFTER).data["events"]
        assert events[-1]["kind"] == "change_undone"


def test_verdicts_from_not_knowing_are_withdrawn(friday: Shell, tmp_path: Path) -> None:
    friday.done("check", now="2026-11-22T09:00:00Z")
    late = friday.done("show", "1", "--json", now="2026-11-22T09:00:00Z").data
    assert late["breaches"]
    bring(friday, tmp_path, MONDAY, CLOSED)
    ticket = friday.done("show", "1", "--json", now=AFTER).data
    assert (ticket["breaches"], ticket["level"]) == ([], "L1")
    assert "T-1" not in friday.done("check", now=AFTER).stdout
    alerts = [m for m in friday.done("outbox", "list", "--json").data if m["kind"] != "withdrawn"]
    assert alerts == []


def test_a_third_import_of_the_same_is_known(friday: Shell, tmp_path: Path) -> None:
    bring(friday, tmp_path, MONDAY, CLOSED)
    before = friday.file()
    assert bring(friday, tmp_path, AFTER, CLOSED)["known"] == "1"
    assert friday.file() == before


def test_a_note_written_here_hinders_nothing(friday: Shell, tmp_path: Path) -> None:
    friday.done("note", "1", "seen", now="2026-11-20T09:45:00Z")
    assert bring(friday, tmp_path, MONDAY, CLOSED)["updated"] == "1"
    assert statuses(friday) == {"INC1": "closed"}


@pytest.mark.parametrize(
    ("act", "at"),
    [
        (["resolve", "1", "-m", "done here"], "2026-11-20T09:40:00Z"),
        (["note", "1", "still looking"], "2026-11-20T12:30:00Z"),
    ],
    ids=["resolved here first", "worked on here after it was resolved there"],
)
def test_what_went_another_way_here_is_named_and_left_alone(
    friday: Shell, tmp_path: Path, act: list[str], at: str
) -> None:
    friday.done(*act, now=at)
    before = friday.file()
    file = tmp_path / "export.csv"
    file.write_text(f"{HEADER}\n{CLOSED}\n")
    done = friday("import", "--from", "servicenow", str(file), "--tz", "UTC", "--json", now=MONDAY)
    assert (done.code, done.data["both"], done.data["change"]) == (0, ["T-1"], None)
    assert done.stderr == "T-1 (INC1): left alone, as it went on here otherwise\n"
    assert friday.file() == before


def test_a_trial_counts_what_would_follow(friday: Shell, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text(f"{HEADER}\n{CLOSED}\n{OTHER}\n")
    argv = ["import", "--from", "servicenow", str(file), "--tz", "UTC", "--dry-run", "--json"]
    done = friday.done(*argv, now=MONDAY)
    assert (done.data["new"], done.data["updated"], done.data["change"]) == (1, 1, None)


def test_undo_takes_an_import_back_whole(support: Shell, tmp_path: Path) -> None:
    support.done("log", "mine", now=NOON)
    bring(support, tmp_path, MONDAY, OTHER)
    undone = support.done("undo", "--json", now=AFTER).data
    assert (undone["at"], undone["by"]) == (MONDAY, "ana")
    assert "T-2" in {each["ticket"] for each in undone["altered"]}
    assert "mine" in support.done("list", now=AFTER).stdout
    bring(support, tmp_path, AFTER, OTHER, zone="America/New_York")
    [row] = support.done("list", "key:INC2", "--fields", "logged_at", now=AFTER).rows
    assert row == ["2026-11-22T14:00:00Z"]


def test_undo_takes_back_what_came_later(friday: Shell, tmp_path: Path) -> None:
    bring(friday, tmp_path, MONDAY, CLOSED)
    friday.done("undo", now=AFTER)
    assert statuses(friday) == {"INC1": "acknowledged"}
    assert friday.done("verify").code == 0


def test_nothing_used_ends_in_two(support: Shell, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text(f"{HEADER}\nINC1,Fixed,2026-11-20 09:00,2026-11-20 09:30,3,,,\n")
    done = support("import", "--from", "servicenow", str(file), "--tz", "UTC", now=MONDAY)
    assert done.code == 2
    assert done.stderr == f"{file}:2: rejected: unknown state 'Fixed'\n"


def test_a_list_of_one_row_each_is_judged_by_what_it_tells(support: Shell, tmp_path: Path) -> None:
    rows = (
        "INC1,Closed,2026-11-17 06:04,2026-11-22 07:00,3 - Moderate,ana,,",
        "INC2,Resolved,2026-11-18 09:11,2026-11-18 09:31,4 - Low,ana,,",
        "INC3,In Progress,2026-11-18 09:11,2026-11-22 09:31,4 - Low,ana,,",
        "INC4,New,2026-11-20 09:11,2026-11-20 09:11,4 - Low,,,",
    )
    bring(support, tmp_path, MONDAY, *rows)
    report = support.done("report", "--since", "2026-11-01", "--json", now=AFTER).data
    figures = {each["clock"]: each for each in report["clocks"]}
    first = figures["first_response"]
    assert (first["judged"], first["dropped"]) == (1, 3)
    assert figures["resolve"]["judged"] == 2
    three = support.done("show", "3", "--json", now=AFTER).data
    assert three["clocks"]["first_response"]["state"] == "stopped"
    assert three["clocks"]["resolve"]["state"] != "stopped"
    four = support.done("show", "4", "--json", now=AFTER).data
    assert four["clocks"]["first_response"]["state"] == "breached"
