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
