"""Who is on duty, and who takes or swaps a duty: said on stdout, kept in the store, taken back."""

import re
from datetime import timedelta

import icalendar
import pytest

from tests.cli.shell import Shell

POLICY = """\
version: 1
timezone: Europe/Berlin
calendars: {office: {mon-fri: "09:00-17:00"}}
priorities: [P1, P2]
default_priority: P2
people: {ana: {}, cy: {}, di: {}, lee: {}}
teams:
  net:
    members: [cy, di]
    duty: [{turns: [cy, di], every: 1w, starts: 2026-11-23 09:00}]
    fallback: lee
ladders: {functional: [{level: L1, team: net}]}
"""


@pytest.fixture
def rota(escalate: Shell) -> Shell:
    """Keep a store of one team in weekly turns."""
    escalate.follow(POLICY)
    return escalate


def test_who_takes_over_gets_the_tickets_until_it_is_undone(rota: Shell) -> None:
    taken = rota.done("oncall", "net", "--override", "lee", "--until", "+4h", "-m", "cy is ill")
    assert (taken.stdout, taken.stderr) == (
        "net\tlee\tcy\t2026-11-23T08:00:00Z\t2026-11-23T12:00:00Z\t1\tcy is ill\n",
        "",
    )
    assert rota.done("oncall").rows == [
        ["net", "lee", "2026-11-23T12:00:00Z", "lee takes over, says ana: cy is ill", "change 1"]
    ]
    rota.log("Disk full")
    assert rota.show()["owner"] == "lee"
    undone = rota.done("undo", "--change", "1")
    assert undone.stdout == (
        "net\tduty_overridden\tlee 2026-11-23T08:00:00Z to 2026-11-23T12:00:00Z\t\n"
    )
    assert undone.stderr.splitlines() == [
        "undid change 1 by ana at Mon 2026-11-23 09:00 CET (just now)",
        "which was: duty overridden",
    ]
    assert rota.done("oncall").rows[0][1] == "cy"
    assert rota.done("verify").code == 0


def test_who_takes_over_and_cannot_be_told_is_said_at_once(rota: Shell) -> None:
    reached = (
        "channels: {f: {file: sent}}\npeople: {ana: {}, cy: {contact: 'f:c'}, di: {}, lee: {}}"
    )
    rota.follow(POLICY.replace("people: {ana: {}, cy: {}, di: {}, lee: {}}", reached))
    said = "no contact reaches lee: another one is told instead (escalate oncall says who)\n"
    assert rota.done("oncall", "net", "--override", "lee", "--until", "+4h").stderr == said
    assert rota.done("oncall", "net", "--override", "cy", "--until", "+4h").stderr == ""
    swapped = rota.done("oncall", "net", "--swap", "di", "cy", "--at", "2026-11-24 12:00")
    assert swapped.stderr == said.replace("lee", "di")


def test_why_somebody_took_over_is_redacted_and_the_duty_stays(rota: Shell) -> None:
    rota.done("oncall", "net", "--override", "lee", "--until", "+4h", "-m", "cy has the flu")
    gone = rota.done("redact", "--change", "1", "-m", "a diagnosis")
    assert (gone.stdout, gone.stderr) == ("change\t1\nalso\t\nkept\t\n", "")
    assert rota.done("oncall", "--fields", "people,note").rows == [
        ["lee", "lee takes over, says ana: <redacted>"]
    ]
    files = [path for path in rota.store.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"flu" in path.read_bytes()] == []
    assert rota.done("verify").code == 0
    again = rota.done("redact", "--change", "1", "-m", "a diagnosis", "--json")
    assert again.data == {"change": 1, "also": [], "kept": []}


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--change", "7"], "change 7 said nothing in words for the team"),
        ([], "name what to redact"),
        (["1"], "name what to redact"),
        (["1", "--event", "1", "--change", "1"], "name what to redact"),
    ],
    ids=["nothing said", "nothing named", "no event", "both"],
)
def test_what_cannot_be_redacted_is_said(rota: Shell, argv: list[str], said: str) -> None:
    refused = rota("redact", *argv, "-m", "why")
    assert (refused.code, refused.stdout) == (2 if "name" in said else 1, "")
    assert said in refused.stderr
    assert len(refused.stderr.splitlines()) == 2


def test_a_swap_is_of_two_turns_and_swapped_again_it_is_nothing(rota: Shell) -> None:
    swap = ("oncall", "net", "--swap", "di", "cy", "--at", "2026-11-24 12:00")
    assert [row[1:5] for row in rota.done(*swap).rows] == [
        ["di", "cy", "2026-11-23T08:00:00Z", "2026-11-30T08:00:00Z"],
        ["cy", "di", "2026-11-30T08:00:00Z", "2026-12-07T08:00:00Z"],
    ]
    at = ("oncall", "net", "--fields", "people,layer", "--at")
    assert rota.done(*at, "2026-12-01").rows == [["cy", "change 1"]]
    assert rota.done(*at, "2026-12-08").rows == [["cy", "duty[1]"]]
    assert [row[1:3] for row in rota.done(*swap).rows] == [["cy", "di"], ["di", "cy"]]
    assert rota.done(*at, "2026-12-01").rows == [["di", "duty[1]"]]


def test_a_roster_in_a_pipe_has_a_row_for_each_shift_gap_and_person(rota: Shell) -> None:
    rota.done("oncall", "net", "--override", "lee", "--from", "+1h", "--until", "+25h")
    told = rota.done("oncall", "net", "--for", "2w")
    assert told.rows == [
        ["shift", "net", "cy", "2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z", "1", "0", "0"],
        ["shift", "net", "lee", "2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z", "24", "8", "0"],
        ["shift", "net", "cy", "2026-11-24T09:00:00Z", "2026-11-30T08:00:00Z", "143", "48", "48"],
        ["shift", "net", "di", "2026-11-30T08:00:00Z", "2026-12-07T08:00:00Z", "168", "56", "48"],
        ["person", "net", "di", "", "", "168", "56", "48"],
        ["person", "net", "cy", "", "", "144", "48", "48"],
        ["person", "net", "lee", "", "", "24", "8", "0"],
    ]
    assert told.stderr == ""


def test_a_roster_as_json_adds_up(rota: Shell) -> None:
    [net] = rota.done("oncall", "--for", "52w", "--json").data
    week = 7 * 86_400
    assert sum(shift["seconds"] for shift in net["shifts"]) == 52 * week
    assert {each["person"]: each["seconds"] for each in net["people"]} == {
        "cy": 26 * week + 3600,  # her week has the hour that comes twice
        "di": 26 * week - 3600,
    }
    assert (net["gap_seconds"], net["shifts"][0]["layer"]) == (0, "duty[1]")
    assert net["since"] == "2026-11-23T08:00:00Z"


def test_a_roster_as_json_is_a_line_for_each_team_and_has_chosen_fields(rota: Shell) -> None:
    lines = rota.done("oncall", "--for", "1d", "--jsonl", "--fields", "team,gap_seconds").stdout
    assert lines == '{"team":"net","gap_seconds":0}\n'


def test_why_somebody_is_on_duty_is_never_cut(rota: Shell) -> None:
    why = "cy is ill, and di is on a train without any network until the late evening"
    over = ("oncall", "net", "--override", "lee", "--until", "+4h", "-m", why)
    for command in (over, ("oncall",)):
        shown = rota.done(*command, "--table").stdout
        assert "…" not in shown
        assert "evening" in shown


def test_a_roster_on_a_terminal_is_two_tables(rota: Shell) -> None:
    rota.follow(
        POLICY.replace("    fallback: lee\n", "").replace("09:00}]", "09:00, hours: office}]")
    )
    page = rota.done("oncall", "net", "--for", "1d", "--table").stdout
    assert [" ".join(line.split()) for line in page.splitlines()][1:] == [
        "FROM UNTIL HOURS PEOPLE BY",
        "Mon 2026-11-23 09:00 CET (just now) Mon 2026-11-23 17:00 CET (in 8h) 8 cy duty[1]",
        "Mon 2026-11-23 17:00 CET (in 8h) Tue 2026-11-24 09:00 CET (in 1d) 16 nobody -",
        "PERSON HOURS NIGHTS WEEKENDS",
        "cy 8 0 0",
        "nobody is on duty for 16 hours in all",
    ]


def test_a_calendar_is_read_by_calendar_programs(rota: Shell) -> None:
    rota.follow(POLICY.replace("cy: {}", 'cy: {name: "Novák, Cy; ' + "by night " * 9 + 'wakes"}'))
    rota.done("oncall", "net", "--override", "di", "--until", "+1h", "-m", "one\ntwo, three")
    told = rota.done("oncall", "net", "--for", "2w", "--ics").stdout
    assert all(line.endswith("\r") for line in told.split("\n")[:-1])
    assert max(len(line.encode()) for line in told.split("\r\n")) <= 75
    events = icalendar.Calendar.from_ical(told).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [
        "net: di",
        "net: Novák, Cy; " + "by night " * 9 + "wakes",
        "net: di",
    ]
    assert "one two, three" in str(events[0]["description"])
    begins, ends = events[0].decoded("dtstart"), events[-1].decoded("dtend")
    assert (begins.utcoffset(), ends - begins) == (timedelta(0), timedelta(weeks=2))
    assert len({str(event["uid"]) for event in events}) == 3
    assert rota.done("oncall", "net", "--ics", "--table").stdout.count("BEGIN:VEVENT") == 13


def test_policy_check_doubts_a_plan_that_leaves_gaps(rota: Shell) -> None:
    rota.follow(
        POLICY.replace("    fallback: lee\n", "").replace("09:00}]", "09:00, hours: office}]")
    )
    said = rota.done("policy", "check").stdout.splitlines()
    first = next(line for line in said if "on duty" in line)
    assert re.fullmatch(
        re.escape(f"{rota.policy}:8:3: warning: nobody is on duty for team 'net' from ")
        + r"\d{4}-\d\d-\d\d 00:00 for [\dhd]+, and 2\d\d times more within 52 weeks \[W205\]",
        first,
    )


def test_policy_check_looks_at_a_plan_from_the_day_that_it_is_told(rota: Shell) -> None:
    rota.follow(POLICY.replace("    fallback: lee\n", ""))
    gap = "nobody is on duty for team 'net' from 2026-11-20 00:00 for 3d9h"
    assert gap in rota.done("policy", "check", "--now", "2026-11-20 12:00").stdout
    assert "nobody" not in rota.done("policy", "check", "--now", "2026-11-24 12:00").stdout


def test_what_stands_comes_back_with_a_backup(rota: Shell) -> None:
    rota.done("oncall", "net", "--override", "lee", "--until", "+4h")
    file = str(rota.store.with_name("store.tar"))
    rota.done("backup", file)
    rota.done("undo")
    assert rota.done("oncall").rows[0][1] == "cy"
    rota.done("restore", file, "--yes")
    assert rota.done("oncall").rows[0][1] == "lee"
    assert rota.done("verify").code == 0


def test_what_stands_is_not_changed_by_hand_unseen(rota: Shell) -> None:
    rota.done("oncall", "net", "--override", "lee", "--until", "+4h")
    file = rota.store / "tickets.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"lee"', '"di"'), encoding="utf-8")
    found = rota("verify")
    assert found.code == 1
    assert "standing\trow 1\tdigest\tanother digest: it was changed" in found.stdout
    assert rota("doctor").code == 1


@pytest.mark.parametrize(
    ("argv", "said", "help_"),
    [
        (["--override", "lee"], "nobody says whose duty", "name a team: escalate oncall TEAM …"),
        (["net", "--override", "lee"], "an override needs an end", "add --until TIME"),
        (
            ["net", "--until", "+1h"],
            "--from and --until are of an override",
            "add --override PERSON",
        ),
        (
            ["net", "--override", "lee", "--until", "+1h", "--swap", "cy", "di"],
            "--override and --swap are two changes",
            "make one after the other",
        ),
        (
            ["net", "--override", "lee", "--from", "-1h", "--until", "+1h"],
            "an override begins now or later: who was on duty stays as it was",
            "leave --from away, and it begins now",
        ),
        (
            ["net", "--override", "lee", "--at", "+1h", "--until", "+2h"],
            "--at is of a look or a swap",
            "an override begins --from TIME",
        ),
        (
            ["net", "--for", "4w", "--swap", "cy", "di"],
            "--for and --ics show a roster, and change none",
            "make the change first",
        ),
        (
            ["net", "--for", "4w", "-n", "1"],
            "--sort, --group-by and -n are of the list of teams",
            "leave them away: a roster is in the order of time",
        ),
        (
            ["net", "--for", "4x"],
            (
                "'4x' is not a duration: expected numbers, each with a unit out of"
                " w bd d h m s, in this order and once each"
            ),
            "write it like 15m, 1h30m, 2d, 1w, 1bd or PT2H",
        ),
        (
            ["net", "--override", "lee", "--from", "+2h", "--until", "+2h"],
            "the override ends before it begins",
            "give --until a later time",
        ),
        (
            ["net", "--override", "zoe", "--until", "+2h"],
            "there is no person 'zoe'",
            "the policy knows ana, cy, di, lee",
        ),
    ],
    ids=[
        "no team",
        "no end",
        "no person",
        "two",
        "a roster",
        "a part of a roster",
        "no duration",
        "in the past",
        "at another time",
        "empty",
        "a stranger",
    ],
)
def test_half_of_a_change_is_refused_in_one_line(
    rota: Shell, argv: list[str], said: str, help_: str
) -> None:
    result = rota("oncall", *argv)
    assert (result.stdout, result.code) == ("", 2)
    assert result.stderr == f"escalate: error: {said}\nhelp: {help_}\n"
    assert not (rota.store / "tickets.json").exists()
