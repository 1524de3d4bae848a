"""What a store knows goes out, whole, and comes back as it was."""

import csv
import io
import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pytest

from tests.cli.shell import Result, Shell

HOSTILE = "Invoices [urgent] \x1b]0;x\x07 =1+1 | \u202e"
KEPT = Path(__file__).parents[1] / "stores" / "before_duties"
AT = "2026-11-23T10:30:00+01:00"
LATER = "2026-11-23T11:00:00+01:00"


@pytest.fixture
def desk(support: Shell) -> Shell:
    """Give a store with four tickets: of customers, late, with a formula for a title, solved."""
    support.log("Mail is down", "-p", "P1", "--customer", "acme")
    support.log("=cmd()", "-p", "P3", "--customer", "acme", "--tag", "a", "--tag", "b")
    support.log(HOSTILE, "-p", "P3")
    support.log("Printer", "-p", "P4")
    support.done("resolve", "4", "-m", "paper\nrefilled")
    support.done("check", now=AT)
    return support


def other(escalate: Shell, name: str = "other") -> Shell:
    """Give an empty store beside the first one."""
    return Shell(escalate.store.with_name(name), escalate.env)


def read_csv(text: str) -> list[dict[str, str]]:
    """Read a spreadsheet as another program does."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_store_goes_through_an_export_unchanged(desk: Shell, tmp_path: Path) -> None:
    file, copy = tmp_path / "a.jsonl", other(desk)
    done = desk.done("export", "-o", str(file), "--json")
    text = file.read_text(encoding="utf-8")
    size = len(text.encode())
    assert done.data == {"file": str(file), "format": "jsonl", "tickets": 4, "size": size}
    assert desk.done("export").stdout == text
    copy.done("import", "--from", "escalate", str(file))
    assert copy.done("export").stdout == text
    for argv in (["verify", "--head"], ["list", "--all", "--json"], ["outbox", "list", "--json"]):
        assert copy.done(*argv, now=AT).stdout == desk.done(*argv, now=AT).stdout
    assert copy.done("verify").code == 0


def test_one_goes_through_a_pipe(desk: Shell) -> None:
    text, copy = desk.done("export").stdout, other(desk)
    copy.done("import", "--from", "escalate", "-", stdin=text)
    assert copy.done("export").stdout == text


def test_what_an_earlier_version_made_goes_through_too(escalate: Shell) -> None:
    shutil.copytree(KEPT, escalate.store)
    text, copy = escalate.done("export").stdout, other(escalate)
    copy.done("import", "--from", "escalate", "-", stdin=text)
    assert copy.done("export").stdout == text
    assert copy.done("verify").code == 0


def test_import_knows_an_export_by_itself_and_brings_what_is_new(
    desk: Shell, tmp_path: Path
) -> None:
    file, copy = tmp_path / "a.jsonl", other(desk)
    for minute, number in (("10:40", "3"), ("10:50", "2")):
        desk.done("export", "-o", str(file), "--force")
        copy.done("import", str(file))
        desk.done("note", number, "looked", now=f"2026-11-23T{minute}:00+01:00")
    desk.done("export", "--since", "2026-11-23T10:45:00+01:00", "-o", str(file), "--force")
    done = copy.done("import", str(file), "--json", now=LATER).data
    assert (done["new"], done["updated"], done["known"]) == (0, 1, 0)
    assert copy.kinds("2")[-1] == "note_added"
    assert copy.done("verify").code == 0


def test_a_part_has_the_tickets_that_were_asked_for(desk: Shell) -> None:
    lines = desk.done("export", "customer:acme").stdout.splitlines()
    rows = [json.loads(line) for line in lines[1:-1]]
    assert [(row["table"], row["number"]) for row in rows] == [
        ("policies", 1),
        ("tickets", 1),
        ("tickets", 2),
    ]
    copy = other(desk)
    copy.done("import", "--from", "escalate", "-", stdin="\n".join(lines))
    assert copy.done("list", "-a", "--fields", "id").rows == [["T-1"], ["T-2"]]
    assert copy.done("verify").code == 0


def test_a_spreadsheet_has_a_row_a_ticket_and_no_formula(desk: Shell) -> None:
    rows = read_csv(desk.done("export", "--format", "csv", now=AT).stdout)
    by_id = {row["id"]: row for row in rows}
    assert {id_: row["status"] for id_, row in by_id.items()} == {
        **dict.fromkeys(("T-1", "T-2", "T-3"), "open"),
        "T-4": "resolved",
    }
    assert (by_id["T-2"]["title"], by_id["T-2"]["tags"]) == ("'=cmd()", "a,b")
    assert by_id["T-3"]["title"] == "Invoices [urgent] <U+001B>]0;x<U+0007> =1+1 | <U+202E>"
    assert by_id["T-4"]["resolution"] == "paper\nrefilled"
    assert by_id["T-1"]["overdue"] == "true"


def test_columns_are_chosen_as_everywhere(desk: Shell) -> None:
    text = desk.done("export", "customer:acme", "--format", "csv", "--fields", "title,id").stdout
    assert sorted(text.split("\n")) == ["", "'=cmd(),T-2\r", "Mail is down,T-1\r", "title,id\r"]


def test_a_document_has_the_columns_of_a_list(desk: Shell) -> None:
    lines = desk.done("export", "customer:acme", "--format", "markdown", now=AT).stdout.splitlines()
    assert lines[0] == (
        "| id | status | priority | level | management_level | owner | due_at | overdue | title |"
    )
    assert lines[1] == f"|{' --- |' * 9}"
    assert [line.rsplit(" | ", 1)[1] for line in lines[2:]] == ["Mail is down |", "=cmd() |"]


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ("events", {"ticket": "T-1", "kind": "ticket_logged", "by": "ana"}),
        ("escalations", {"ticket": "T-1", "n": "1", "mode": "automatic"}),
        ("breaches", {"ticket": "T-1", "cycle": "1", "priority": "P1", "excused": ""}),
    ],
)
def test_what_belongs_to_a_ticket_has_tables_of_its_own(
    desk: Shell, rows: str, first: dict[str, str]
) -> None:
    done = desk.done("export", "customer:acme", "--rows", rows, "--format", "csv", now=AT)
    row = read_csv(done.stdout)[0]
    assert {name: row[name] for name in first} == first
    shown = desk.done("export", "--rows", rows, "--format", "markdown", now=AT).stdout
    assert shown.startswith("| ticket | ")


def test_the_words_of_an_event_are_in_its_row(desk: Shell) -> None:
    done = desk.done("export", "status:resolved", "--rows", "events", "--format", "csv")
    solved = next(r for r in read_csv(done.stdout) if r["kind"] == "ticket_resolved")
    assert (solved["text"], "message" in solved["more"]) == ("paper\nrefilled", False)


def test_tables_show_the_past_and_the_record_does_not(desk: Shell) -> None:
    desk.done("note", "1", "later", now=LATER)
    past = desk.done("export", "--rows", "events", "--format", "csv", "--now", AT, now=LATER)
    assert "later" not in past.stdout
    refused = desk("export", "--now", AT, now=LATER)
    assert refused.code == 2
    assert "help: leave --now away, or choose --format csv" in refused.stderr


def test_due_dates_are_a_calendar_that_moves_with_them(desk: Shell, tmp_path: Path) -> None:
    def events(text: str) -> dict[str, Any]:
        calendar = icalendar.Calendar.from_ical(text)
        return {str(each["UID"]): each for each in calendar.walk("VEVENT")}

    file = tmp_path / "due.ics"
    desk.done("export", "-o", str(file), now=AT)
    before = events(file.read_text(encoding="utf-8"))
    summaries = {str(each["SUMMARY"]) for each in before.values()}
    assert "T-1 P1 resolve: Mail is down" in summaries
    assert not any("Printer" in each for each in summaries)
    dues = {each["DTSTART"].dt for each in before.values()}
    assert desk.show("2", now=AT)["due_at"] in {f"{due:%Y-%m-%dT%H:%M:%SZ}" for due in dues}
    desk.done("edit", "2", "--priority", "P2", "-m", "worse", now=AT)
    after = events(desk.done("export", "--format", "ics", now=AT).stdout)
    assert before.keys() < after.keys()
    assert {after[uid]["DTSTART"].dt for uid in before} != dues


@pytest.mark.parametrize(
    ("argv", "said", "advice"),
    [
        (["--format", "xml"], "unknown format 'xml'", "there are jsonl, csv, markdown, ics"),
        (
            ["--format", "csv", "--rows", "x"],
            "unknown table 'x'",
            "there are tickets, events, escalations, breaches",
        ),
        (["is:nonsens"], "'is:nonsens' is nothing a query can ask for", "known are is:mine, "),
        (["--since", "soon"], "'soon' is not a point in time", "write it like "),
        (["--rows", "events"], "--rows is of tables", "add --format csv or markdown"),
        (["--fields", "id", "-o", "x.ics"], "--fields is of tables", "add --format csv"),
        (["--format", "csv", "--fields", "no"], "unknown field 'no'", "the fields are "),
        (["--json"], "--json is how -o FILE answers", "the export itself has --format"),
        (["--force"], "--force replaces a file", "name it: -o FILE"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    desk: Shell, argv: list[str], said: str, advice: str
) -> None:
    refused = desk("export", *argv)
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"escalate: error: {said}")
    assert f"\nhelp: {advice}" in refused.stderr


def test_nothing_is_left_where_the_store_is_damaged(desk: Shell, tmp_path: Path) -> None:
    text = '"title":"Mine"'.join(desk.file().decode().rsplit('"title":"Printer"', 1))
    (desk.store / "tickets.json").write_text(text, encoding="utf-8")
    file = tmp_path / "a.jsonl"
    refused = desk("export", "-o", str(file))
    assert refused.code == 2
    assert "escalate: error: " in refused.stderr
    assert "/tickets/4: the store is damaged" in refused.stderr
    assert not file.exists()
    assert '{"sha256"' not in desk("export").stdout


def test_an_empty_store_is_an_export_too(support: Shell) -> None:
    text, copy = support.done("export").stdout, other(support)
    assert len(text.splitlines()) == 2
    copy.done("import", "--from", "escalate", "-", stdin=text)
    assert copy.done("export").stdout == text
    assert support.done("export", "--format", "csv").stdout.count("\n") == 1


def test_a_terminal_gets_nothing_that_it_obeys(
    desk: Shell, terminal: Callable[..., Result]
) -> None:
    for name in ("markdown", "csv", "ics", "jsonl"):
        shown = terminal("export", "--format", name)
        assert shown.code == 0
        assert "<U+000D>" not in shown.plain
        assert {"\x1b", "\x07", "\u202e"} & set(shown.plain.replace("\r", "")) == set()
        assert "Mail is down" in shown.plain
    assert desk.store.is_dir()


EVERYTHING = """\
version: 1
timezone: Europe/Berlin
priorities: [P1, P2]
default_priority: P2
people: {ana: {}, bo: {}, cy: {}, di: {}, lee: {}, max: {}}
teams:
  net: {members: [ana, bo, cy, di], duty: [{turns: [cy, di], every: 1w, starts: 2026-11-23 09:00}]}
ladders:
  functional: [{level: L1, team: net}, {level: L2, team: net}]
  management: [{level: lead, person: lee}, {level: boss, person: max, approval: {by: lead}}]
targets: [{resolve: 1h}]
heartbeats: [{key: backup-job, every: 15m}]
"""
VERBS = (
    "log Disk -p P1 -r kim --key disk",
    "log Mail --tag a",
    "log Fan",
    "ack 1 --as cy",
    "assess 2 --priority P1 --as cy",
    "note 1 hunter2 --as cy",
    "tell 1 soon --as cy",
    "complain 1 -m slow --as kim",
    "wait 2 --for vendor -m part --as cy",
    "resume 2 --as cy",
    "edit 2 --title Mails --as cy",
    "edit 2 --due +9h -m agreed --as cy",
    "assign 2 di --as cy",
    "escalate 2 --to L2 -m hard --as di",
    "return 2 -m easy --as di",
    "release 1 --as cy -m home",
    "escalate 1 --to boss -m worse --as cy",
    "decline 1 -m 'not yet' --as lee",
    "escalate 1 --to boss -m worse --as cy",
    "approve 1 --as lee",
    "stakeholder add 1 pat@example.org",
    "link 3 --duplicate-of 2",
    "oncall net --override bo --until +4h -m ill",
    "oncall net --swap di cy --at 2026-12-02T12:00:00Z",
    "maintenance add --when tag:b --until +3h -m 'a new disk'",
    "maintenance end {window} -m done --as bo",
    "maintenance add --when tag:a --until +2h",
    "delegate lee --to bo --until +9h --as lee",
    "beat backup-job --as bo",
    "redact 1 --event {text} -m secret",
    "check",
)
LATER_VERBS = (
    "excuse 1 --clock resolve -m 'power cut' --as lee",
    "resolve 1 2 -m done --as di",
    "close 1 --as di",
    "reopen 1 -m again --as di",
    "resolve 1 -m done --as di",
    "review 1 --root-cause dust --as lee",
    "log mistake",
    "undo",
    "check",
)


def test_what_every_verb_left_goes_through_an_export_byte_for_byte(escalate: Shell) -> None:
    escalate.follow(EVERYTHING)
    escalate.done("check")
    for line in VERBS:
        text = next((e["seq"] for e in seen(escalate) if e.get("text") == "hunter2"), 0)
        window = announced(escalate)[0] if "{window}" in line else 0
        escalate.done(*shlex.split(line.format(text=text, window=window)), now=AT)
    for line in LATER_VERBS:
        escalate.done(*shlex.split(line), now="2026-11-23T13:00:00+01:00")
    text, copy = escalate.done("export").stdout, other(escalate)
    copy.done("import", "--from", "escalate", "-", stdin=text)
    shutil.copy(escalate.policy, copy.store)
    assert copy.done("export").stdout == text
    assert "hunter2" not in text
    assert "escalation_declined" in text
    assert "maintenance_ended" in text
    for argv in (
        "verify",
        "verify --head",
        "oncall",
        "maintenance list",
        "delegate --list",
        "beat",
    ):
        said = escalate.done(*argv.split(), "--json", now=LATER).stdout
        assert copy.done(*argv.split(), "--json", now=LATER).stdout == said


def announced(escalate: Shell) -> list[int]:
    """Return the changes that announced the maintenance windows that are not over."""
    listed = escalate.done("maintenance", "list", "--json", now=AT).data
    return [window["change"] for window in listed]


def seen(escalate: Shell) -> list[dict[str, Any]]:
    """Return the events of the first ticket, if there is one."""
    shown = escalate("show", "1", "--json")
    return shown.data["events"] if shown.code == 0 else []
