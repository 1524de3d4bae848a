"""`report`: what a period was like, in a table, as rows and as a document."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import shell_of
from tests.cli.shell import Result, Shell


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, home: Path, begun: Path) -> Path:
    """Live through six tickets: five are resolved, of which one is late, and one climbs."""
    store = tmp_path_factory.mktemp("month") / "store"
    support = shell_of(shutil.copytree(begun, store), home)
    for hour in range(9, 15):
        support.log(f"Mail {hour}", "-r", "kim", now=f"2026-11-23T{hour:02}:00:00+01:00")
    for number, at in enumerate(("23T09:30", "23T10:30", "23T11:30", "23T12:30", "30T13:30"), 1):
        support.done("resolve", f"{number}", now=f"2026-11-{at}:00+01:00")
    support.done("escalate", "6", "--to", "L2", "-m", "too hard", now="2026-11-30T14:00:00+01:00")
    support.done("check", now="2026-11-30T15:00:00+01:00")
    return store


@pytest.fixture
def month(escalate: Shell, lived: Path) -> Shell:
    """Have a store that lived through it."""
    shutil.copytree(lived, escalate.store)
    return escalate


NOW = "2026-12-01T09:00:00+01:00"


def test_a_person_sees_calm_tables(month: Shell) -> None:
    shown = month.done("report", "--table", now=NOW).stdout
    assert shown.startswith(
        "Report  tickets logged from Sun 2026-11-01 09:00 to Tue 2026-12-01 09:00\n"
        "6 tickets: 5 resolved, 1 open\n"
        "left out: none\n"
    )
    [resolve] = [line for line in shown.splitlines() if line.startswith("  resolve ")]
    assert "67%" in resolve
    assert "2 (1 open)" in resolve


def test_a_script_reads_one_figure_a_line_with_its_number_of_cases(month: Shell) -> None:
    rows = month.done("report", "--header", now=NOW).rows
    assert rows[0] == ["section", "name", "figure", "value", "n"]
    figures = {(section, name, figure): (value, n) for section, name, figure, value, n in rows}
    assert figures["tickets", "", "n"] == ("6", "6")
    assert figures["clock", "resolve", "met_share"] == ("0.667", "6")
    assert figures["clock", "resolve", "median_seconds"] == ("1800", "5")
    assert figures["level", "L3", "still_there"] == ("1", "1")


def test_a_program_reads_one_document(month: Shell) -> None:
    told = month.done("report", "--since", "3w", "--json", now=NOW).data
    assert (told["schema"], told["by"], told["tickets"]["n"]) == (1, "logged", 6)
    assert (told["since"], told["until"]) == ("2026-11-10T08:00:00Z", "2026-12-01T08:00:00Z")
    [resolve] = [clock for clock in told["clocks"] if clock["clock"] == "resolve"]
    assert (resolve["judged"], resolve["met"], resolve["breached_open"]) == (6, 4, 1)


def test_the_period_and_the_tickets_can_be_chosen(month: Shell) -> None:
    def count(*argv: str) -> int:
        told = month.done("report", *argv, "--json", now=NOW).data
        return int(told["tickets"]["n"])

    assert count("--since", "2026-11-23 10:00", "--until", "2026-11-23 12:00") == 2
    assert count("--since", "1d", "--by", "resolved") == 1
    assert count("--since", "30d", "status:resolved,closed") == 5
    assert count("--since", "2026-11", "--until", "2026-11", "--by", "resolved") == 5
    assert count("--since", "2026-W49", "--by", "resolved") == 1
    assert count("--since", "last month", "--until", "2026-W48", "--by", "resolved") == 4
    assert count("--since", "mon", "--by", "resolved") == 1
    assert count("--since", "this month") == 0
    assert count("Mail", "level:L3") == 1
    assert count("out.csv") == 0
    assert count("--since", "30d", "--until", "20d") == 0


@pytest.mark.parametrize(
    ("argv", "error"),
    [
        (("--since", "yesterday-ish"), "'yesterday-ish' is not a point in time"),
        (("--since", "1d", "--until", "2d"), "the period ends before it begins"),
        (("--by", "weight"), "there is no event 'weight'"),
        (("--dated-by", "weight"), "there is no event 'weight'"),
        (("--per", "fortnight"), "there is no unit of time 'fortnight'"),
        (("--per", "day", "--since", "2020-01"), "--per day would be more than 1000 figures"),
        (("--group-by", "colour"), "there is no group 'colour'"),
        (("--since", "2026-W60"), "there is no such month or week"),
        (("--section", "sla,colour"), "there is no section 'colour'"),
        (("--csv", "--json"), "--csv and --json are two looks of a report"),
        (("--csv", "--jsonl"), "--csv and --json are two looks of a report"),
        (("--csv", "--html", "r.html"), "--csv and --html are two looks of a report"),
        (("--csv", "out.csv"), "--csv prints the rows, and takes no file as 'out.csv'"),
        (("--csv", "out/rows", "Mail"), "--csv prints the rows, and takes no file as 'out/rows'"),
        (("--csv", "--fields", "colour"), "unknown field 'colour'"),
        (("colour:red",), "is nothing a query can ask for"),
        (("--fields", "colour"), "unknown field 'colour'"),
    ],
    ids=[
        "no instant",
        "backwards",
        "no event",
        "no date",
        "no unit",
        "too many",
        "no group",
        "no week",
        "no section",
        "a spreadsheet and a document",
        "a spreadsheet and documents",
        "a spreadsheet and a page",
        "a spreadsheet in a file",
        "a spreadsheet in a folder",
        "no field of a spreadsheet",
        "no field to ask",
        "no field to show",
    ],
)
def test_what_makes_no_sense_is_refused(month: Shell, argv: tuple[str, ...], error: str) -> None:
    refused = month("report", *argv, now=NOW)
    assert (refused.stdout, refused.code) == ("", 2)
    assert error in refused.stderr


def test_a_period_is_told_part_by_part_in_the_policys_zone(month: Shell) -> None:
    month.log("Late", "-r", "kim", now="2026-11-30T23:30:00+01:00")
    month.log("Early", "-r", "kim", now="2026-12-01T00:30:00+01:00")
    told = month.done("report", "--since", "2026-11-30", "--per", "day", "--json", now=NOW).data
    assert [part["since"] for part in told["periods"]] == [
        "2026-11-29T23:00:00Z",
        "2026-11-30T23:00:00Z",
    ]
    flow = [(part["logged"], part["resolved"], part["backlog"]) for part in told["periods"]]
    assert flow == [(1, 1, 2), (1, 0, 3)]
    assert told["per"] == "day"


def test_figures_are_told_apart_by_what_was_asked_for(month: Shell) -> None:
    told = month.done("report", "--group-by", "Level", "--json", now=NOW).data
    assert told["group_by"] == "level"
    assert [(group["group"], group["tickets"]["n"]) for group in told["groups"]] == [
        ("L1", 5),
        ("L2", 0),
        ("L3", 1),
    ]
    rows = month.done("report", "--group-by", "person", "--per", "week", "--header", now=NOW).rows
    assert rows[0][5:] == ["period", "group"]
    assert "By level" in month.done("report", "--group-by", "level", "--table", now=NOW).stdout


def test_only_the_sections_that_are_asked_for_are_told(month: Shell) -> None:
    told = month.done("report", "--section", "flow", "--section", "Reviews", "--json", now=NOW).data
    assert {"reopenings", "returns", "reviews"} <= told.keys()
    assert not {"clocks", "levels", "triggers"} & told.keys()
    assert told["per"] == "week"
    assert len(told["periods"]) == 6
    assert not any({"clocks", "levels"} & part.keys() for part in told["periods"])
    rows = month.done("report", "--section", "sla,load", now=NOW).rows
    assert {row[0] for row in rows} == {"tickets", "left_out", "missed", "clock", "level"}
    shown = month.done("report", "--section", "load", "--table", now=NOW).stdout
    assert "Levels" in shown
    assert "Promises" not in shown


def test_people_are_told_apart_where_they_are_asked_for(month: Shell) -> None:
    told = month.done("report", "--section", "people", "--json", now=NOW).data
    assert told["group_by"] == "person"
    assert all("responses" in group and "clocks" in group for group in told["groups"])
    by_level = month.done("report", "--section", "people", "--group-by", "level", now=NOW).rows
    assert {row[5] for row in by_level} == {"", "L1", "L2", "L3"}
    only = month.done("report", "--section", "sla", "--group-by", "level", "--json", now=NOW).data
    assert not any("levels" in group or "responses" in group for group in only["groups"])


def test_a_screen_says_which_rules_worked_and_draws_how_it_went(month: Shell) -> None:
    shown = month.done("report", "--section", "flow,triggers", "--table", now=NOW).stdout
    [rule] = [x.split() for x in shown.splitlines() if x.startswith("  resolve-breach ")]
    assert rule[1:3] == ["2", "2"]
    assert "\n  logged    ▁▁▁▁█" in shown
    plain = month.done("report", "--section", "triggers", "--since", "1h", "--table", now=NOW)
    assert "What came of the decisions of rules" not in plain.stdout


def test_a_spreadsheet_takes_no_cause_for_a_formula(month: Shell) -> None:
    month.done("review", "1", "--root-cause", "=1+1", now="2026-11-30T15:30:00+01:00")
    lines = month.done("report", "--csv", "--section", "reviews", now=NOW).stdout.splitlines()
    assert lines[0] == "section,name,figure,value,n"
    assert lines[-1] == "root_cause,'=1+1,n,1,1"
    some = month.done("report", "--csv", "--fields", "figure,value", now=NOW).stdout
    assert some.splitlines()[:2] == ["figure,value", "n,6"]


def test_the_tickets_behind_a_figure_are_named(month: Shell) -> None:
    asked = ("report", "--section", "sla", "--tickets")
    rows = month.done(*asked, now=NOW).rows
    late = [
        ticket for _, name, figure, ticket, _ in rows if (name, figure) == ("resolve", "breached")
    ]
    assert late == ["T-5", "T-6"]
    shown = month.done(*asked, "--table", now=NOW).stdout
    [line] = [x for x in shown.splitlines() if x.startswith("  clock resolve breached  ")]
    assert line.split()[-2:] == ["T-5,", "T-6"]
    assert month.done("report", "--section", "sla", "--json", now=NOW).data["behind"] is None


def test_the_former_name_of_what_gives_the_date_is_read(month: Shell) -> None:
    by, dated_by = (
        month.done("report", name, "resolved", "--json", now=NOW).data
        for name in ("--by", "--dated-by")
    )
    assert by == dated_by
    assert (by["by"], by["dated_by"]) == ("resolved", "resolved")
    assert "--by " not in month.done("report", "--help").stdout


def test_the_store_is_looked_at_as_it_stood(month: Shell) -> None:
    then = ("--now", "2026-11-24T09:00:00+01:00", "--json")
    told = month.done("report", *then, now=NOW).data
    assert (told["tickets"]["n"], told["tickets"]["open"]) == (6, 2)
    [resolve] = [clock for clock in told["clocks"] if clock["clock"] == "resolve"]
    assert (resolve["met"], resolve["running"]) == (4, 2)
    listed = month.done("list", *then, now=NOW).data
    assert [each["id"] for each in listed] == ["T-5", "T-6"]
    shown = month.done("show", "6", *then, now=NOW).data
    assert (shown["level"], len(shown["events"])) == ("L1", 8)  # the record is whole
    refused = month("show", "6", "--now", "2026-11-22T09:00:00+01:00", now=NOW)
    assert (refused.code, refused.stdout) == (1, "")


def test_a_month_that_is_over_stays_as_it_was_and_says_what_was_changed(month: Shell) -> None:
    def october() -> dict[str, Any]:
        period = ("--since", "2026-11", "--until", "2026-11", "--dated-by", "resolved")
        told = month.done("report", *period, "--json", now="2026-12-24T09:00:00+01:00").data
        return {name: told[name] for name in told if name != "tickets"} | {
            "n": told["tickets"]["n"]
        }

    before = october()
    month.done("reopen", "1", "-m", "again", now="2026-12-02T09:00:00+01:00")
    month.done("edit", "2", "-p", "P1", "-m", "was worse", now="2026-12-02T09:00:00+01:00")
    month.done("resolve", "1", now="2026-12-02T10:00:00+01:00")
    assert october() == before
    late = "2026-12-03T09:00:00+01:00"
    month.done("resolve", "6", "--now", "2026-11-30T16:00:00+01:00", now=late)
    changed = october()
    assert (changed["n"], changed["later"]) == (before["n"] + 1, {"undone": 0, "entered": 1})


def test_looking_back_writes_nothing(month: Shell) -> None:
    before = month.file()
    month.done("report", now=NOW)
    assert month.file() == before


def test_who_groups_by_the_wrong_option_is_told_the_right_one(month: Shell) -> None:
    assert month("report", "--by", "owner", now=NOW) == Result(
        "",
        "escalate: error: --by says what dates a ticket: logged or resolved\n"
        "help: escalate report --group-by owner\n",
        2,
    )
