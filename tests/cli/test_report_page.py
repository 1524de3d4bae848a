"""`report --html`: a page is written whole, or nothing is."""

import json

import pytest

from tests.cli.shell import Shell


@pytest.fixture
def team(escalate: Shell) -> Shell:
    """Log one ticket and resolve it late."""
    escalate.done("init", "--sample", "it-support")
    escalate.log("Mail <b>is</b> down", "-p", "P1")
    escalate.done("resolve", "1", "-m", "restarted", now="+24h")
    escalate.env["ESCALATE_NOW"] = "2026-11-25T09:00:00Z"
    return escalate


def test_the_page_is_written_and_named(team: Shell) -> None:
    file = team.store.parent / "report.html"
    made = team.done("report", "--html", str(file), "--json")
    page = file.read_text(encoding="utf-8")
    assert json.loads(made.stdout) == {
        "schema": 1,
        "html": str(file),
        "bytes": len(page.encode()),
    }
    assert page.startswith("<!doctype html>")
    assert page.endswith("</html>")
    assert "Mail &lt;b&gt;is&lt;/b&gt; down" in page
    assert team.done("report", "--html", str(file)).code == 0


def test_a_page_is_never_written_over_another_file(team: Shell) -> None:
    file = team.store.parent / "notes.html"
    file.write_text("mine", encoding="utf-8")
    refused = team("report", "--html", str(file))
    assert (refused.code, refused.stdout) == (2, "")
    assert "notes.html is no page of escalate" in refused.stderr
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["tickets.json", "policy.yaml", "archive/2026.json"])
def test_nor_over_a_file_of_the_store(team: Shell, name: str) -> None:
    refused = team("report", "--html", str(team.store / name))
    assert (refused.code, refused.stdout) == (2, "")
    assert "is a file of the store" in refused.stderr


def test_a_folder_that_is_not_there_is_said(team: Shell) -> None:
    refused = team("report", "--html", str(team.store.parent / "none" / "report.html"))
    assert (refused.code, refused.stdout) == (2, "")
    assert "the page cannot be written to" in refused.stderr


def test_the_period_before_is_told_beside_it(team: Shell) -> None:
    told = json.loads(team.done("report", "--since", "36h", "--compare", "--json").stdout)
    assert (told["tickets"]["n"], told["before"]["tickets"]["n"]) == (0, 1)
    assert told["before"]["until"] == told["since"]
    assert json.loads(team.done("report", "--json").stdout)["before"] is None


def test_a_person_sees_the_period_before_beside_it(team: Shell) -> None:
    shown = team.done("report", "--since", "36h", "--compare", "--table")
    assert "Beside the 1d 12h before\n" in shown.stdout
    assert "resolved of 0  " in shown.stdout
    assert "1 of 1" in shown.stdout
    assert shown.stderr == ""
    assert "Beside" not in team.done("report", "--since", "36h", "--table").stdout


def test_a_period_before_without_tickets_is_said(team: Shell) -> None:
    said = "No ticket belongs to the 30d before: there is nothing to compare with."
    assert said in team.done("report", "--compare", "--table").stdout
    file = team.store.parent / "report.html"
    team.done("report", "--html", str(file))
    assert said in file.read_text(encoding="utf-8")


def test_a_spreadsheet_has_the_period_before_in_columns_of_its_own(team: Shell) -> None:
    asked = ("report", "--since", "36h", "--csv")
    plain, compared = team.done(*asked), team.done(*asked, "--compare")
    lines = compared.stdout.splitlines()
    assert lines[:2] == ["section,name,figure,value,n,before,before_n", "tickets,,n,0,0,1,1"]
    cut = [line.rsplit(",", 2)[0] for line in lines]
    assert cut[: len(plain.stdout.splitlines())] == plain.stdout.splitlines()
    assert compared.stderr == ""


@pytest.mark.parametrize("look", [(), ("--csv",)])
def test_rows_of_tickets_are_not_compared_and_say_so(team: Shell, look: tuple[str, ...]) -> None:
    told = team.done("report", "--tickets", "--compare", *look)
    assert told.stderr == "rows of --tickets are not compared: leave it out, or add --json\n"
    assert told.stdout == team.done("report", "--tickets", *look).stdout
    assert team.done("report", "--tickets", "--compare", "--json").stderr == ""
