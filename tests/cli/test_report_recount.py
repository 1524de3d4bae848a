"""Every figure of a report is that of a recount, and the same in whatever look."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cli.exported import EXPORTS, NOW, imported, keep_rows, live_through, tickets_of
from tests.cli.recount import (
    Figures,
    has_one_run_of_each_clock,
    recounted,
    recounted_clock,
)
from tests.cli.shell import Shell

DAY = "2026-11-23"
STORY = (
    ("09:05", "ack", "1", "--as", "ana"),
    ("09:30", "note", "1", "--public", "we look", "--as", "ana"),
    ("10:00", "complain", "2", "-m", "still down", "--as", "ana"),
    ("10:20", "complain", "2", "-m", "still down!", "--as", "ana"),
    ("10:40", "complain", "3", "-m", "me too", "--as", "ana"),
    ("11:00", "escalate", "1", "--to", "L2", "-m", "too hard", "--as", "ana"),
    ("11:20", "return", "1", "-m", "yours", "--as", "bo"),
    ("11:40", "escalate", "1", "--to", "L2", "-m", "no", "--as", "ana"),
    ("12:00", "return", "1", "-m", "yes", "--as", "bo"),
    ("13:00", "resolve", "3", "-m", "plugged in", "--as", "ana"),
    ("14:00", "reopen", "3", "-m", "not quite", "--as", "ana"),
    ("15:00", "resolve", "3", "-m", "again", "--as", "ana"),
    ("15:10", "resolve", "2", "-m", "restarted", "--as", "ana"),
    ("15:20", "review", "2", "--root-cause", "disk full", "--as", "ana"),
    ("15:30", "wait", "4", "--for", "vendor", "-m", "parts", "--as", "ana"),
    ("16:00", "excuse", "6", "--clock", "resolve", "-m", "the vendor's own outage", "--as", "lee"),
)


@pytest.fixture
def desk(support: Shell) -> Shell:
    """Live through a day of eight tickets, and look at them every hour and a day later."""
    for number, priority in enumerate(("P3", "P1", "P2", "P2", "P4", "P1", "P3", "P2"), 1):
        support.log(f"Ticket {number}", "-p", priority, now=f"{DAY}T09:00:00+01:00")
    checks = [(f"{hour:02}:01", "check") for hour in range(9, 18)]
    live_through(support, ((f"{DAY}T{at}:00+01:00", *argv) for at, *argv in [*STORY, *checks]))
    support.done("check", now="2026-11-24T10:00:00+01:00")
    return support


def in_rows(rows: list[list[str]]) -> Figures:
    return {(s, n, f): int(v) for s, n, f, v, _ in rows if v.isdecimal() and v != "0"}


def test_the_rows_are_those_of_a_recount(desk: Shell) -> None:
    mine = recounted(tickets_of(desk))
    rows = in_rows(desk.done("report", now=NOW).rows)
    asked = {name: rows.get(name, 0) for name in mine}
    assert asked == mine
    counted = {section for section, _, _ in mine}
    assert counted >= {"trigger", "returns", "repeat_complaints", "escalations_by_trigger"}
    assert {name for name in rows if name[0] == "trigger"} == {
        name for name in mine if name[0] == "trigger"
    }


def test_a_spreadsheet_has_the_same_rows(desk: Shell) -> None:
    rows = desk.done("report", "--header", now=NOW).rows
    spread = list(csv.reader(io.StringIO(desk.done("report", "--csv", now=NOW).stdout)))
    assert spread == rows


def test_the_document_has_the_same_figures(desk: Shell) -> None:
    rows = in_rows(desk.done("report", now=NOW).rows)
    told = desk.done("report", "--json", now=NOW).data
    for rule in told["triggers"]:
        name = f"{rule['kind']}/{rule['trigger']}"
        for figure in rule.keys() - {"trigger", "kind"}:
            assert rule[figure] == rows.get(("trigger", name, figure), 0)
    for clock in told["clocks"]:
        for figure in ("runs", "judged", "met", "breached", "running", "dropped", "excused"):
            assert clock[figure] == rows.get(("clock", clock["clock"], figure), 0)
    for name in ("reopenings", "returns", "complaints", "repeat_complaints"):
        assert told[name]["n"] == rows.get((name, "", "n"), 0)


def test_a_screen_and_a_page_have_the_same_figures(desk: Shell, tmp_path: Path) -> None:
    rows = in_rows(desk.done("report", now=NOW).rows)
    screen = desk.done("report", "--table", now=NOW).stdout
    desk.done("report", "--html", str(tmp_path / "r.html"), now=NOW)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    cells = [re.findall(r">([^<>]*)</td>", row) for row in re.findall(r"<tr>.*?</tr>", page)]
    rules = {name.partition("/")[2] for section, name, _ in rows if section == "trigger"}
    for rule in rules:
        [figures] = [
            [n for (section, name, _), n in rows.items() if (section, name) == ("trigger", full)]
            for full in {name for _, name, _ in rows if name.endswith(f"/{rule}")}
        ]
        [line] = [
            x.split() for x in _part(screen, "What came of the decisions of rules") if rule in x
        ]
        shown = [int(n) for n in line[1:] if n != "0"]
        assert Counter(shown) == Counter(figures)
        [found] = [x for x in cells if x and x[0] == rule]
        assert [found[0], *found[3:]] == line
    for label, name in (("reopened", "reopenings"), ("complaints", "complaints")):
        n, on = rows[name, "", "n"], rows[name, "", "tickets"]
        assert f"{label}: {n} on {on} ticket" in screen
        assert [label, str(n), str(on)] in cells


def _part(screen: str, title: str) -> Iterator[str]:
    """Yield the rows under a title."""
    _, _, rest = screen.partition(f"{title}\n")
    yield from rest.partition("\n\n")[0].splitlines()[1:]


def test_the_tickets_behind_a_count_are_those_of_a_recount(desk: Shell) -> None:
    tickets = tickets_of(desk)
    by_ticket = {str(each["id"]): recounted([each]) for each in tickets}
    rows = desk.done("report", "--tickets", now=NOW).rows
    behind: dict[tuple[str, str, str], dict[str, int]] = {}
    for section, name, figure, ticket, n in rows:
        behind.setdefault((section, name, figure), {})[ticket] = int(n)
    for of in recounted(tickets):
        mine = {ticket: found[of] for ticket, found in by_ticket.items() if of in found}
        assert behind[of] == mine
    told = desk.done("report", "--tickets", "--json", now=NOW).data["behind"]
    assert [
        [each["section"], each["name"], each["figure"], ticket["ticket"], str(ticket["n"])]
        for each in told
        for ticket in each["tickets"]
    ] == rows


@pytest.mark.parametrize("export", EXPORTS, ids=lambda path: Path(path).stem)
def test_an_export_of_another_system_is_counted_as_it_counts_itself(
    escalate: Shell, export: str
) -> None:
    tickets = imported(escalate, export)
    with Path(export).open(encoding="utf-8") as file:
        last = {row["number"]: row for row in csv.DictReader(file)}
    reopened = [int(row["reopen_count"]) for row in last.values()]
    rows = in_rows(escalate.done("report", "--since", "2000-01", now=NOW).rows)
    assert rows["tickets", "", "n"] == len(last)
    assert rows.get(("reopenings", "", "n"), 0) == sum(reopened)
    assert rows.get(("reopenings", "", "tickets"), 0) == sum(n > 0 for n in reopened)
    mine = recounted(tickets)
    assert {name: rows.get(name, 0) for name in mine} == mine


@pytest.mark.parametrize("export", EXPORTS, ids=lambda path: Path(path).stem)
def test_of_tickets_that_were_solved_where_they_came_every_figure_of_every_clock_is_recounted(
    escalate: Shell, export: str, tmp_path: Path
) -> None:
    plain, few = Shell(tmp_path / "plain", escalate.env), tmp_path / "plain.csv"
    kept = [each for each in imported(escalate, export) if has_one_run_of_each_clock(each)]
    keep_rows(Path(export), {ticket["key"] for ticket in kept}, few)
    tickets = imported(plain, str(few))
    assert len(tickets) == len(kept) > 0
    asked = ("report", "--since", "2010-01", "--group-by", "priority", "--per", "month")
    told = plain.done(*asked, "--json", now=NOW).data
    clocks = {clock["clock"]: clock for clock in told["clocks"]}
    assert clocks == {name: recounted_clock(tickets, name) for name in clocks}
    means = [clocks[name]["elapsed"]["mean_seconds"] for name in ("acknowledge", "resolve")]
    assert [told["mtta_seconds"], told["mttr_seconds"]] == means
    assert told["missed"]["counted"] == sum(clock["breached"] for clock in clocks.values())
    for group in told["groups"]:
        of = [ticket for ticket in tickets if ticket["priority"] == group["group"]]
        assert group["clocks"] == [recounted_clock(of, name) for name in clocks]
        assert group["tickets"] == {"n": len(of), "open": still_open(of), "imported": len(of)}
    assert sum(group["tickets"]["n"] for group in told["groups"]) == len(tickets)
    for part in told["periods"]:
        came = [each for each in tickets if within(part, each["logged_at"])]
        assert part["clocks"] == [recounted_clock(came, name) for name in clocks]
        assert part["logged"] == len(came)
        assert part["resolved"] == sum(within(part, each["resolved_at"]) for each in tickets)
        gone = [each for each in tickets if before(part["until"], each["resolved_at"])]
        before_its_end = [each for each in tickets if before(part["until"], each["logged_at"])]
        assert part["backlog"] == len(before_its_end) - len(gone)
    assert sum(part["logged"] for part in told["periods"]) == len(tickets)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda path: Path(path).stem)
def test_when_tickets_climb_and_what_hurt_most_are_recounted(escalate: Shell, export: str) -> None:
    imported(escalate, export)
    escalate.done("check", now=NOW)
    tickets = tickets_of(escalate)
    told = escalate.done("report", "--since", "2010-01", "--json", now=NOW).data
    climbed = Counter(
        (at.isoweekday(), at.hour)
        for ticket in tickets
        for event in ticket["events"]
        if event["kind"] == "ticket_escalated"
        for at in [datetime.fromisoformat(event["at"]).astimezone(ZoneInfo("Europe/Berlin"))]
    )
    assert {(e["weekday"], e["hour"]): e["n"] for e in told["escalation_hours"]} == climbed
    breaches = [ticket["breaches"] for ticket in tickets if ticket["breaches"]]
    over = [max(each["overrun_seconds"] for each in some) for some in breaches]
    worst = [each["over_seconds"] for each in told["worst"]]
    assert worst == sorted(over, reverse=True)[: len(worst)]


def still_open(tickets: list[dict[str, Any]]) -> int:
    return sum(each["resolved_at"] is None for each in tickets)


def before(end: str, at: str | None) -> bool:
    return at is not None and datetime.fromisoformat(at) < datetime.fromisoformat(end)


def within(part: dict[str, Any], at: str | None) -> bool:
    return before(part["until"], at) and not before(part["since"], at)
