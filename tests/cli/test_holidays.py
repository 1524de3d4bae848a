"""Holidays of a calendar: every year, from a file, from the extra that knows them."""

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.shell import Result, Shell

CALENDAR = 'calendars: {office: {mon-fri: "09:00-17:00", holidays: HOLIDAYS}}\n'
POLICY = """version: 1
timezone: Europe/Berlin
CALENDAR
priorities: [P1]
default_priority: P1
ladders: {functional: [{level: L1}]}
targets: [{calendar: office, resolve: 8h}]
"""


def _ics(*days: str) -> str:
    events = (
        f"BEGIN:VEVENT\nSUMMARY:Feast\nDTSTART;VALUE=DATE:{day.replace('-', '')}\nEND:VEVENT\n"
        for day in days
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//t//EN\n{''.join(events)}END:VCALENDAR\n"


def _write(shell: Shell, holidays: str, **files: str) -> None:
    calendar = CALENDAR.replace("HOLIDAYS", holidays)
    text = POLICY.replace("CALENDAR\n", calendar)
    shell.follow(text)
    for name, content in files.items():
        (shell.store / f"{name}.ics").write_text(content, encoding="utf-8")


def _due(shell: Shell, ticket: int) -> str:
    return str(shell.done("show", str(ticket), "--json").data["clocks"]["resolve"]["due_at"])


def test_what_comes_every_year_is_no_list_that_ends(escalate: Shell) -> None:
    _write(escalate, "[12-25, easter+1]")
    assert escalate("policy", "check").stderr == "the policy is sound\n"
    escalate.env["ESCALATE_NOW"] = "2026-12-24T09:00:00Z"
    escalate.done("log", "x")
    assert _due(escalate, 1) == "2026-12-28T09:00:00Z"
    escalate.env["ESCALATE_NOW"] = "2027-03-26T09:00:00Z"
    escalate.done("log", "y")
    assert _due(escalate, 2) == "2027-03-30T08:00:00Z"


def test_a_file_is_read_once_and_kept_in_the_version(escalate: Shell) -> None:
    pytest.importorskip("icalendar")
    _write(escalate, "[{ics: year.ics}]", year=_ics("2026-11-24", "2027-06-01"))
    escalate.done("log", "before")
    (escalate.store / "year.ics").unlink()
    shown = escalate("show", "1", "--json")
    assert shown.data["clocks"]["resolve"]["due_at"] == "2026-11-23T16:00:00Z"
    assert "'year.ics' cannot be read: no such file or directory" in shown.stderr
    assert "meanwhile the version applies that was pinned last" in shown.stderr
    escalate.env["ESCALATE_NOW"] = "2026-11-23T09:00:00Z"
    assert escalate("log", "after").code == 0
    after = escalate("show", "2", "--json").data
    assert after["clocks"]["resolve"]["due_at"] == "2026-11-25T09:00:00Z"
    [row] = json.loads((escalate.store / "tickets.json").read_text())["policies"].values()
    assert row["source"].endswith('files:\n  "year.ics": [2026-11-24, 2027-06-01]\n')
    assert row["id"] == hashlib.sha256(row["source"].encode()).hexdigest()
    assert escalate("verify").code == 0


def test_a_file_that_changes_makes_a_new_version(escalate: Shell) -> None:
    pytest.importorskip("icalendar")
    _write(escalate, "[{ics: year.ics}]", year=_ics("2027-06-01"))
    escalate.env["ESCALATE_NOW"] = "2026-11-23T09:00:00Z"
    escalate.done("log", "x")
    _write(escalate, "[{ics: year.ics}]", year=_ics("2026-11-24", "2027-06-01"))
    escalate.done("log", "y")
    assert (_due(escalate, 1), _due(escalate, 2)) == (
        "2026-11-24T09:00:00Z",
        "2026-11-25T09:00:00Z",
    )
    escalate.env["ESCALATE_NOW"] = "2026-11-23T10:00:00Z"
    told = escalate.done("policy", "replay", "--json").data
    assert (told["tickets"]["n"], told["tickets"]["differ"]) == (2, 0)
    escalate.done("policy", "apply")
    assert _due(escalate, 1) == "2026-11-25T09:00:00Z"


def test_a_policy_without_files_keeps_its_id(escalate: Shell) -> None:
    _write(escalate, "[12-25]")
    with escalate.policy.open("a") as file:
        file.write("# nothing of an .ics file\n")
    source = escalate.policy.read_bytes()
    found = escalate.done("policy", "show", "--json").data
    assert found["id"] == hashlib.sha256(source).hexdigest()
    assert found["calendars"]["office"] == {
        "zone": "Europe/Berlin",
        "hours": [[day, [["09:00", "17:00"]]] for day in ("mon", "tue", "wed", "thu", "fri")],
        "holidays": [],
        "recurring": ["12-25"],
        "dates": [],
    }
    assert escalate("policy", "show").stdout.encode() == source


def test_a_policy_is_shown_as_its_file_has_it_and_checked_beside_it(escalate: Shell) -> None:
    pytest.importorskip("icalendar")
    _write(escalate, "[{ics: year.ics}]", year=_ics("2026-11-24", "2027-06-01"))
    text = escalate.policy.read_text()
    assert escalate("policy", "show").stdout == text
    assert escalate("policy", "check") == Result("", "the policy is sound\n", 0)
    elsewhere = escalate.store.parent / "elsewhere.yaml"
    elsewhere.write_text(text)
    checked = escalate("policy", "check", str(elsewhere))
    assert "4:1" not in checked.stdout
    assert "error: 'year.ics' cannot be read: no such file or directory" in checked.stdout
    assert checked.code == 1
    elsewhere.write_text(f"{text}files:\n  year.ics: [2027-06-01]\n")
    warned = escalate("policy", "check", str(elsewhere))
    assert "warning: the days under 'files' count, and no file is read" in warned.stdout
    assert warned.code == 0


def test_a_text_that_takes_no_more_keys_says_so(escalate: Shell) -> None:
    pytest.importorskip("icalendar")
    _write(escalate, "[{ics: year.ics}]", year=_ics("2027-06-01"))
    path = escalate.policy
    path.write_text("{" + ", ".join(path.read_text().splitlines()) + "}\n")
    named = escalate("log", "x", "--policy", str(path))
    assert named == Result(
        "",
        "escalate: error: the days of its files cannot be added at the end of the policy\n"
        "help: write its keys one under the other, with no braces around all of them\n",
        named.code,
    )
    assert named.code == 2


@pytest.mark.parametrize("missing", ["icalendar", "holidays"])
def test_without_the_extra_one_line_names_it(
    escalate: Shell, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    _write(escalate, "[{ics: year.ics}]", year=_ics("2027-06-01"))
    asked = ("policy", "holidays", "DE") if missing == "holidays" else ("policy", "check")
    said = escalate(*asked)
    told = said.stderr if missing == "holidays" else said.stdout
    assert "the extra 'calendar'" in told
    assert "pip install '.[calendar]' from the project's folder" in told
    assert said.code == (2 if missing == "holidays" else 1)


def test_public_holidays_are_printed_as_a_calendar_takes_them(
    escalate: Shell, tmp_path: Path
) -> None:
    pytest.importorskip("holidays")
    printed = escalate.done("policy", "holidays", "de", "be", "2027").stdout
    assert printed.startswith("    holidays:\n      - 2027-01-01  # ")
    policy = tmp_path / "new.yaml"
    calendar = f'calendars:\n  office:\n    mon-fri: "09:00-17:00"\n{printed}'
    policy.write_text(POLICY.replace("CALENDAR\n", calendar))
    assert escalate("policy", "check", str(policy)).stderr == "the policy is sound\n"
    records = escalate.done("policy", "holidays", "DE", "BE", "2027", "--json").data
    assert [each["date"] for each in records][:3] == ["2027-01-01", "2027-03-08", "2027-03-26"]
    assert all(each["name"] for each in records)


def test_without_a_year_it_is_this_one_and_the_next(escalate: Shell) -> None:
    pytest.importorskip("holidays")
    records = escalate.done("policy", "holidays", "DE", "--json").data
    assert {each["date"][:4] for each in records} == {"2026", "2027"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("XX",), "no holidays are known of the country 'XX'"),
        (("DE", "ZZ"), "no holidays are known of 'ZZ' in DE"),
        (("DE", "BE", "BY"), "a country and one part of it, no more"),
        (("DE", "1890"), "1890 is outside the years 1970 to 2200"),
    ],
)
def test_a_country_or_year_that_is_not_covered_is_one_line(
    escalate: Shell, words: tuple[str, ...], said: str
) -> None:
    pytest.importorskip("holidays")
    refused = escalate("policy", "holidays", *words)
    assert refused.stderr.splitlines()[0] == f"escalate: error: {said}"
    assert (refused.stdout, refused.code) == ("", 2)


def test_list_and_doctor_say_whose_holidays_end(
    escalate: Shell, terminal: Callable[..., Result]
) -> None:
    _write(escalate, "[2026-12-25]")
    escalate.done("log", "x")
    escalate.done("log", "y")
    found = [each for each in escalate("doctor", "--json").data if each["check"] == "holidays"]
    assert "open tickets: escalate doctor" in terminal("list").plain
    said = "the holidays of calendar office end with 2026-12-25 for open tickets: 2"
    assert [each["found"] for each in found] == [said]
    assert found[0]["remedy"] == (
        "give the policy the holidays to come, then: escalate policy apply"
    )
    _write(escalate, "[2026-12-25, 01-01]")
    escalate.done("log", "z", "--now", "2026-11-23 09:00")
    doctor = escalate("doctor", "--json").data
    assert [each["remedy"] for each in doctor if each["check"] == "holidays"] == [
        "escalate policy apply",
        "give the policy the holidays to come, then: escalate policy apply",
    ]
    _write(escalate, "[12-25]")
    escalate.done("policy", "apply")
    assert "holidays" not in {each["check"] for each in escalate("doctor", "--json").data}
