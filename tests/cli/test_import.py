"""`import`: a foreign export becomes history, completely and once."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from bench._generated_log import generated_log
from tests.cli.shell import Result, Shell

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "docs" / "demo" / "servicenow_sample.csv"
IMPORT = ["import", "--from", "servicenow", "--tz", "Europe/Berlin"]
TEN = "2026-11-23T10:00:00+01:00"
USED = [
    "number",
    "incident_state",
    "reopen_count",
    "caller_id",
    "opened_by",
    "opened_at",
    "sys_created_by",
    "sys_updated_by",
    "sys_updated_at",
    "contact_type",
    "location",
    "category",
    "subcategory",
    "u_symptom",
    "cmdb_ci",
    "impact",
    "urgency",
    "priority",
    "assignment_group",
    "assigned_to",
    "problem_id",
    "rfc",
    "vendor",
    "caused_by",
    "closed_code",
    "resolved_by",
    "resolved_at",
    "closed_at",
]
IGNORED = [
    "active",
    "reassignment_count",
    "sys_mod_count",
    "made_sla",
    "sys_created_at",
    "knowledge",
    "u_priority_confirmation",
    "notify",
]
BUSY = "2016-04-04T12:00:00+02:00"


def bring(escalate: Shell, *options: str, file: Path = SAMPLE, now: str = TEN) -> Result:
    """Import an export whose times are those of Berlin."""
    return escalate(*IMPORT, str(file), *options, now=now)


def test_every_row_is_accounted_for(support: Shell) -> None:
    done = bring(support, "--json")
    assert (done.code, done.stderr) == (0, "")
    assert done.data == {
        "new": 51,
        "updated": 0,
        "known": 0,
        "both": [],
        "rows": 242,
        "used": 242,
        "later": 0,
        "redated": 0,
        "rejected": 0,
        "date_format": "dmy",
        "change": 1,
        "dry_run": False,
        "mapping": "servicenow",
        "columns": USED,
        "ignored": IGNORED,
        "left": [],
    }


def test_its_times_are_those_of_the_zone(support: Shell) -> None:
    bring(support)
    [ticket] = support.done("list", "--all", "key:INC0002001", "--json").data
    # logged 02-11-2026 09:00, resolved 10:12, closed 05-11-2026 11:00, all in Berlin
    assert ticket["logged_at"] == "2026-11-02T08:00:00Z"
    assert ticket["resolved_at"] == "2026-11-02T09:12:00Z"
    assert ticket["closed_at"] == "2026-11-05T10:00:00Z"
    assert ticket["clocks"]["resolve"]["elapsed_seconds"] == 72 * 60


def test_a_second_run_brings_nothing_new(support: Shell) -> None:
    bring(support)
    before = support.file()
    again = bring(support)
    assert again.rows[:3] == [["new", "0"], ["updated", "0"], ["known", "51"]]
    assert support.file() == before


def test_a_dry_run_writes_nothing(escalate: Shell) -> None:
    told = bring(escalate, "--dry-run")
    assert told.rows[0] == ["new", "51"]
    assert not escalate.store.exists()


def test_nobody_is_told_and_nothing_is_decided(support: Shell) -> None:
    bring(support)
    kinds = {kind for number in range(1, 52) for kind in support.kinds(str(number))}
    assert kinds & {"trigger_fired", "ticket_escalated", "target_breached", "message_sent"} == set()
    assert support.done("outbox", "list").stdout == ""


def test_what_is_open_is_then_decided_by_the_policy(support: Shell) -> None:
    bring(support)
    told = support.done("check", "--json", now=TEN).data
    assert told["tickets"] == len(support.done("list", now=TEN).rows)
    assert "L2" in {one["to"] for one in told["decisions"]}
    assert told["overdue"]


def test_later_rows_can_be_left_out(support: Shell) -> None:
    done = bring(support, "--until", "2026-11-18 12:00", "--json")
    assert done.data["later"] > 0
    assert done.data["used"] + done.data["later"] == done.data["rows"]
    logged = [ticket["updated_at"] for ticket in support.done("list", "--all", "--json").data]
    assert max(logged) <= "2026-11-18T11:00:00Z"


def test_rejected_rows_are_listed_with_their_line(support: Shell, tmp_path: Path) -> None:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[2] = lines[2].replace("Active", "Sleeping", 1)
    file = tmp_path / "export.csv"
    file.write_text("".join(lines), encoding="utf-8")
    done = bring(support, file=file)
    assert ["rejected", "1"] in done.rows
    assert done.stderr.startswith(f"{file}:3: rejected: ")
    assert done.code == 1


def test_dates_that_could_be_read_two_ways_are_asked_about(support: Shell, tmp_path: Path) -> None:
    head, *rows = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    file = tmp_path / "export.csv"
    file.write_text(head + "".join(row for row in rows if "INC0002001" in row), encoding="utf-8")
    asked = bring(support, file=file)
    assert asked.code == 2
    assert "--date-format" in asked.stderr
    assert bring(support, "--date-format", "dmy", file=file).rows[0] == ["new", "1"]


@pytest.mark.parametrize(
    ("argv", "error", "advice"),
    [
        (["--from", "servicenow", str(SAMPLE)], "have no zone", "give --tz"),
        (["--from", "jira", str(SAMPLE), "--tz", "UTC"], "no import from 'jira'", "servicenow"),
        (["--from", "servicenow", str(SAMPLE), "--tz", "Mars"], "unknown time zone 'Mars'", "IANA"),
        (
            ["--from", "servicenow", __file__, "--tz", "UTC"],
            "has no column number",
            "export it with",
        ),
        ([], "no file is named", "import FILE"),
    ],
    ids=["no zone", "unknown system", "unknown zone", "not an export", "no file"],
)
def test_what_cannot_be_read_is_refused(
    escalate: Shell, argv: list[str], error: str, advice: str
) -> None:
    refused = escalate("import", *argv)
    assert (refused.stdout, refused.code) == ("", 2)
    assert error in refused.stderr
    assert advice in refused.stderr
    assert not escalate.store.exists()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Return a log of 600 incidents, one row an update."""
    file = tmp_path / "log.csv"
    file.write_text(generated_log(600), encoding="utf-8", newline="")
    return file


def test_a_large_export_comes_in_completely_and_fast(
    support: Shell, program: Callable[..., Result], log: Path
) -> None:
    began = getrusage(RUSAGE_CHILDREN).ru_utime
    done = program(*IMPORT, str(log), "--json")
    assert getrusage(RUSAGE_CHILDREN).ru_utime - began < 2
    assert done.data["new"] == 600
    assert done.data["used"] + done.data["rejected"] == done.data["rows"]
    assert bring(support, "--json", file=log).data["new"] == 0
    statuses = Counter(ticket["status"] for ticket in support.done("list", "-a", "--json").data)
    assert statuses == {"closed": 600}


def test_the_board_of_a_busy_day_is_rebuilt(support: Shell, log: Path) -> None:
    bring(support, "--until", BUSY, file=log, now=BUSY)
    board = support.done("list", "--json", now=BUSY).data
    assert len(board) > 10
    assert {ticket["status"] for ticket in board} <= {"open", "acknowledged", "waiting"}
    told = support.done("check", "--json", now=BUSY).data
    assert told["tickets"] == len(board)
    assert told["decisions"]
    assert support("check", now=BUSY) == Result("", "", 0)


def test_a_long_one_shows_on_a_terminal_how_far_it_is(
    tmp_path: Path, escalate: Shell, terminal: Callable[..., Result]
) -> None:
    rows = "".join(f"INC{n},New,2026-11-02T08:00:00Z,Printer {n}\n" for n in range(5200))
    (tmp_path / "a.csv").write_text(f"id,status,created,title\n{rows}")
    shown = terminal("import", "--dry-run", "--tz", "UTC", str(tmp_path / "a.csv"))
    assert shown.code == 0
    assert "rows" in shown.plain.partition("new")[0]
    assert not (escalate.store / "tickets.json").exists()
