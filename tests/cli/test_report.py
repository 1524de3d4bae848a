"""`report`: what a period was like, in a table, as rows and as a document."""

import pytest

from tests.cli.shell import Shell


@pytest.fixture
def month(support: Shell) -> Shell:
    """Live through six tickets: five are resolved, of which one is late, and one climbs."""
    for hour in range(9, 15):
        support.log(f"Mail {hour}", "-r", "kim", now=f"2026-11-23T{hour:02}:00:00+01:00")
    for number, at in enumerate(("23T09:30", "23T10:30", "23T11:30", "23T12:30", "30T13:30"), 1):
        support.done("resolve", f"{number}", now=f"2026-11-{at}:00+01:00")
    support.done("escalate", "6", "--to", "L2", "-m", "too hard", now="2026-11-30T14:00:00+01:00")
    support.done("check", now="2026-11-30T15:00:00+01:00")
    return support


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
    assert count("--since", "30d", "--until", "20d") == 0


@pytest.mark.parametrize(
    ("argv", "error"),
    [
        (("--since", "yesterday-ish"), "'yesterday-ish' is not a point in time"),
        (("--since", "1d", "--until", "2d"), "the period ends before it begins"),
        (("--by", "weight"), "there is no event 'weight'"),
        (("colour:red",), "is nothing a query can ask for"),
        (("--fields", "colour"), "unknown field 'colour'"),
    ],
    ids=["no instant", "backwards", "no event", "no field to ask", "no field to show"],
)
def test_what_makes_no_sense_is_refused(month: Shell, argv: tuple[str, ...], error: str) -> None:
    refused = month("report", *argv, now=NOW)
    assert (refused.stdout, refused.code) == ("", 2)
    assert error in refused.stderr


def test_looking_back_writes_nothing(month: Shell) -> None:
    before = month.file()
    month.done("report", now=NOW)
    assert month.file() == before
