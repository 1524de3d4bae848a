"""`policy replay`: what another policy would have done, told before it does anything."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import shell_of
from tests.cli.shell import Result, Shell
from tests.snapshot import assert_matches

DAY = "2026-11-23"
NOW = f"{DAY}T17:00:00+01:00"
ASKS = "      approval: {by: lead, unless: {priority: P1, people: [bo]}, auto_after: 30m}\n"
SAMPLE = Path(__file__).parents[2] / "docs" / "demo" / "servicenow_sample.csv"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, home: Path, begun: Path) -> Path:
    """Live through a Monday: a check every 20 minutes, one move by hand, one question."""
    store = tmp_path_factory.mktemp("week") / "store"
    support = shell_of(shutil.copytree(begun, store), home)
    for number, priority in enumerate(("P1", "P2", "P1", "P3"), 1):
        support.log(f"Mail {number}", "-p", priority, "-r", "kim", now=f"{DAY}T09:00:00+01:00")
    support.done("ack", "1", now=f"{DAY}T09:10:00+01:00")
    _checked(support, "09:20", "09:40")
    support.done("escalate", "1", "--to", "L2", "-m", "too hard", now=f"{DAY}T09:50:00+01:00")
    support.done("escalate", "4", "--to", "L3", "-m", "a router", now=f"{DAY}T09:55:00+01:00")
    _checked(support, "10:00", "10:20")
    support.done("approve", "4", "--as", "lee", now=f"{DAY}T10:24:00+01:00")
    _checked(support, *(f"{n // 3:02}:{n % 3 * 20:02}" for n in range(32, 48)))
    support.done("resolve", "1", "2", now=f"{DAY}T16:10:00+01:00")
    return store


@pytest.fixture
def week(escalate: Shell, lived: Path) -> Shell:
    """Have a store that lived through it."""
    shutil.copytree(lived, escalate.store)
    return escalate


def _checked(escalate: Shell, *times: str) -> None:
    for time in times:
        escalate.done("check", now=f"{DAY}T{time}:00+01:00")


def changed(escalate: Shell, **texts: str) -> str:
    """Write the policy of the store with some texts replaced, and return its name."""
    text = escalate.policy.read_text(encoding="utf-8")
    for old, new in {"at: 1h\n": "at: 30m\n", **texts}.items():
        assert old in text
        text = text.replace(old, new)
    file = escalate.store.with_name("new.yaml")
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_the_policy_in_use_would_do_the_same_again(week: Shell) -> None:
    shown = week("policy", "replay", "--table", "--exit-code", now=NOW)
    assert (shown.code, shown.stderr) == (0, "")
    assert "4 tickets: 0 would differ, 4 would not\n" in shown.stdout
    assert "What differs" not in shown.stdout


def test_a_policy_that_broke_is_not_replaced_by_an_older_one(week: Shell) -> None:
    new = changed(week)
    week.follow("version: 9\n")
    refused = week("policy", "replay", "--exit-code", now=NOW)
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr.startswith("escalate: error: the policy cannot be used")
    assert week("policy", "replay", new, "--exit-code", now=NOW).code == 1


def test_a_person_sees_what_another_would_have_done(week: Shell) -> None:
    shown = week("policy", "replay", changed(week), "--table", now=NOW)
    assert (shown.code, shown.stderr) == (0, "")
    assert_matches("cli/policy-replay.txt", re.sub(r"\([0-9a-f]{8}\)", "(a version)", shown.stdout))


def test_a_script_reads_a_figure_or_a_difference_a_line(week: Shell) -> None:
    rows = week.done("policy", "replay", changed(week), "--header", now=NOW).rows
    assert rows[0] == ["section", "name", "figure", "before", "after", "change"]
    figures = {tuple(row[:3]): row[3:] for row in rows}
    assert figures["tickets", "", "differ"] == ["", "2", ""]
    assert figures["facts", "", "moot"] == ["", "1", ""]
    assert figures["trigger", "p1-one-hour", "escalated"] == ["1", "2", "1"]
    assert ["difference", "T-1", "ana L1 -> L2", f"{DAY}T08:50:00Z", "", "moot"] in rows


def test_a_program_reads_one_document(week: Shell) -> None:
    told = week.done("policy", "replay", changed(week), "--json", now=NOW).data
    assert (told["schema"], told["tickets"]["n"], told["tickets"]["differ"]) == (1, 4, 2)
    assert (told["since"], told["until"]) == ("2026-08-25T16:00:00Z", "2026-11-23T16:00:00Z")
    assert told["checked_at"] == "2026-11-23T14:40:00Z"
    [climbed] = [
        x
        for x in told["differences"]
        if (x["ticket"], x["trigger"]) == ("T-3", "p1-one-hour") and x["change"] == "earlier"
    ]
    assert climbed["later_seconds"] == -1200
    assert (climbed["before"]["at"], climbed["after"]["at"]) == (
        f"{DAY}T09:00:00Z",
        f"{DAY}T08:40:00Z",
    )
    assert (climbed["after"]["from"], climbed["after"]["to"]) == ("L1", "L2")


def test_a_yes_that_nobody_needs_any_more_is_moot(week: Shell) -> None:
    free = changed(week, **{ASKS: ""})
    told = week.done("policy", "replay", free, "--ticket", "4", "--json", now=NOW).data
    moved, answer = [x for x in told["differences"] if x["type"] == "person"]
    assert (moved["change"], moved["later_seconds"]) == ("earlier", -1740)
    assert (answer["change"], answer["before"]["action"]) == ("moot", "escalation_approved")
    assert told["requests"] == {"before": 1, "after": 0}


def test_the_tickets_can_be_chosen(week: Shell) -> None:
    def count(*argv: str) -> int:
        told = week.done("policy", "replay", *argv, "--json", now=NOW).data
        return int(told["tickets"]["n"])

    assert count("--only", "priority:P1") == 2
    assert count("--only", "priority:P1", "--only", "status:resolved") == 1
    assert count("--only", "Mail level:L1") == 1
    assert count("--since", "30d", "--until", "20d") == 0
    assert count("--since", "1h", "--ticket", "T-4", "--ticket", "2") == 2


def test_two_files_can_be_compared(week: Shell) -> None:
    new = changed(week)
    same = week.done("policy", "replay", new, "--against", new, "--json", now=NOW).data
    assert (same["differences"], same["against"]) == ([], same["policy"])
    policy = str(week.policy)
    told = week.done("policy", "replay", new, "--against", policy, "--json", now=NOW).data
    past = week.done("policy", "replay", new, "--json", now=NOW).data
    assert [x["key"] for x in told["differences"]] == [x["key"] for x in past["differences"]]


def test_a_difference_can_be_an_exit_code(week: Shell) -> None:
    new = changed(week)
    assert week("policy", "replay", new, now=NOW).code == 0
    found = week("policy", "replay", new, "--exit-code", "--fields", "name,change", now=NOW)
    assert (found.code, found.stderr) == (1, "")
    assert ["T-1", "moot"] in found.rows


@pytest.mark.parametrize(
    ("argv", "code", "error"),
    [
        (("--since", "yesterday-ish"), 2, "'yesterday-ish' is not a point in time"),
        (("--since", "1d", "--until", "2d"), 2, "the period ends before it begins"),
        (("--only", "colour:red"), 2, "is nothing a query can ask for"),
        (("--fields", "colour"), 2, "unknown field 'colour'"),
        (("--ticket", "x"), 2, "'x' is not a ticket id"),
        (("--ticket", "99"), 1, "no ticket T-99"),
        (("missing.yaml",), 2, "the policy missing.yaml cannot be read: no such file"),
        (("--against", "missing.yaml"), 2, "the policy missing.yaml cannot be read: no such file"),
    ],
    ids=["instant", "order", "query", "column", "id", "ticket", "file", "other file"],
)
def test_what_makes_no_sense_is_refused(
    week: Shell, argv: tuple[str, ...], code: int, error: str
) -> None:
    refused = week("policy", "replay", *argv, now=NOW)
    assert (refused.stdout, refused.code) == ("", code)
    assert error in refused.stderr


def test_a_policy_with_mistakes_is_refused_at_their_lines(week: Shell) -> None:
    file = changed(week, **{"matrix: ": "matrx: "})
    refused = week("policy", "replay", file, now=NOW)
    assert (refused.stdout, refused.code) == ("", 2)
    assert f"{file}:" in refused.stderr
    assert "error: unknown key 'matrx'" in refused.stderr


def test_an_export_can_be_told_under_a_policy_that_was_never_applied(support: Shell) -> None:
    brought = ("import", "--from", "servicenow", str(SAMPLE), "--tz", "Europe/Berlin")
    support.done(*brought, now=NOW)
    told = support.done("policy", "replay", "--since", "1000w", "--json", now=NOW).data
    assert (told["tickets"]["n"], told["tickets"]["imported"]) == (51, 51)
    assert told["checked_at"] is None
    assert told["decisions"]["before"] == 0
    assert told["decisions"]["after"] > 0


def test_an_export_under_the_targets_by_which_it_is_judged_differs_in_nothing(
    support: Shell,
) -> None:
    file = support.policy
    rules = yaml.safe_load(file.read_text(encoding="utf-8"))
    judging = {key: value for key, value in rules.items() if key not in {"triggers", "close_after"}}
    file.write_text(yaml.safe_dump(judging), encoding="utf-8")
    support.done("import", "--from", "servicenow", str(SAMPLE), "--tz", "Europe/Berlin", now=NOW)
    before = ("policy", "replay", "--since", "1000w", "--exit-code", "--json")
    for _ in range(2):
        told = support.done(*before, now=NOW).data
        assert (told["tickets"]["n"], told["differences"]) == (51, [])
        assert any(clock["breached"]["after"] for clock in told["clocks"])
        support.done("check", now=NOW)


def _everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {str(file): (file.read_bytes(), file.stat().st_mtime_ns) for file in files}


def test_nothing_is_written(week: Shell) -> None:
    before = _everything(week.store)
    for look in ("--table", "--json", "--header"):
        week.done("policy", "replay", changed(week), look, now=NOW)
    assert _everything(week.store) == before


def test_a_terminal_gets_the_page(week: Shell, terminal: Callable[..., Result]) -> None:
    new = changed(week)
    shown = terminal("policy", "replay", new, "--limit", "1", "--now", NOW)
    assert shown.code == 0
    assert "under IT support (" in shown.plain
    assert "1 → 2" in shown.plain
    assert "--limit 0 shows them" in shown.plain


def _parts(escalate: Shell, new: str, *argv: str) -> list[str]:
    """Count a replay in three parts, and return their files."""
    files = [str(escalate.store.with_name(f"{n}.part")) for n in (1, 2, 3)]
    for n, file in enumerate(files, 1):
        part = ("--part", f"{n}/3", "--partial", file)
        done = escalate.done("policy", "replay", new, *part, *argv, now=NOW)
        tickets = "2 tickets" if n == 1 else "1 ticket"
        assert (done.stdout, done.stderr) == ("", f"part {n}/3: {tickets}, in {file}\n")
    return files


def test_parts_are_byte_for_byte_what_one_process_tells(week: Shell) -> None:
    new = changed(week)
    files = _parts(week, new)
    for look in ("--json", "--header", "--table"):
        one = week.done("policy", "replay", new, look, now=NOW).stdout
        assert week.done("policy", "replay", "--merge", *files, look).stdout == one


def test_parts_are_added_up_where_there_is_no_store(week: Shell, tmp_path: Path) -> None:
    new = changed(week)
    files = _parts(week, new, "--against", new)
    elsewhere = ("--store", str(tmp_path / "nowhere"), "--exit-code")
    told = week("policy", "replay", "--merge", *reversed(files), "--json", *elsewhere)
    assert (told.code, told.data["tickets"]["n"]) == (0, 4)
    assert not (tmp_path / "nowhere").exists()


def test_a_part_is_made_anew_over_an_old_one_and_can_be_an_exit_code(week: Shell) -> None:
    new = changed(week)
    files = _parts(week, new)
    part = ("--part", "1/3", "--partial", files[0], "--exit-code")
    assert week("policy", "replay", new, *part, now=NOW).code == 1
    assert week("policy", "replay", *part, now=NOW).code == 0
    mixed = week("policy", "replay", "--merge", *files)
    assert (mixed.stdout, mixed.code) == ("", 2)
    assert mixed.stderr.startswith(
        f"escalate: error: {files[1]} was made under another policy than {files[0]}\n"
    )


@pytest.mark.parametrize(
    ("argv", "error"),
    [
        (("--part", "1/2"), "--part and --partial belong together"),
        (("--partial", "1.part"), "--part and --partial belong together"),
        (("--part", "0/2", "--partial", "1.part"), "'0/2' is no part"),
        (("--part", "3/2", "--partial", "1.part"), "'3/2' is no part"),
        (("--part", "half", "--partial", "1.part"), "'half' is no part"),
        (("--part", "1/2", "--partial", "POLICY"), "is there, and no part of a replay"),
        (("--part", "1/2", "--partial", "no/where"), "cannot write no/where: no such file"),
        (("--merge",), "no part is named"),
        (("--merge", "POLICY"), "is no part of a replay"),
        (("--merge", "1.part", "--since", "3d"), "--since beside --merge"),
        (("--merge", "1.part", "--part", "1/2"), "--part beside --merge"),
        (("--merge", "1.part", "--only", "P1"), "--only beside --merge"),
        (("POLICY", "POLICY"), "several policies"),
    ],
)
def test_parts_that_make_no_sense_are_refused(
    week: Shell, argv: tuple[str, ...], error: str
) -> None:
    policy = week.policy
    before = policy.read_bytes()
    words = [str(policy) if word == "POLICY" else word for word in argv]
    refused = week("policy", "replay", *words, now=NOW)
    assert (refused.stdout, refused.code) == ("", 2)
    assert error in refused.stderr
    assert policy.read_bytes() == before
