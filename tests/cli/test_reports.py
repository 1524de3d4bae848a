"""`why`, `forecast` and `verify`: the numbers hold, nothing is written, no edit stays hidden."""

import re
from itertools import pairwise

import pytest

from tests.cli.shell import Result, Shell

FRIDAY = "2026-11-20T15:30:00+01:00"
TUESDAY = "2026-11-24T10:15:00+01:00"


@pytest.fixture
def weekend(support: Shell) -> Shell:
    """Keep a ticket over a weekend, with a wait and a change of priority."""
    support.log("Mail is slow", "-r", "kim", now=FRIDAY)
    support.done("ack", "1", now="2026-11-20T16:00:00+01:00")
    support.done("wait", "1", "--for", "requester", now="2026-11-23T10:00:00+01:00")
    support.done("resume", "1", now="2026-11-23T15:00:00+01:00")
    support.done("edit", "1", "--priority", "P2", now="2026-11-24T09:30:00+01:00")
    return support


def test_the_lines_of_a_clock_add_up_to_what_it_counted(weekend: Shell) -> None:
    told = weekend.done("why", "1", "--json", now=TUESDAY).data
    clocks = weekend.show(now=TUESDAY)["clocks"]
    judged = [clock for clock in told["clocks"] if clocks[clock["clock"]]]
    assert {clock["clock"] for clock in judged} == {"first_response", "resolve"}
    for clock in judged:
        lines = [line for segment in clock["segments"] for line in segment["lines"]]
        assert sum(line["counted_seconds"] for line in lines) == clock["elapsed_seconds"]
        assert lines[-1]["total_seconds"] == clock["elapsed_seconds"]
        assert all(a["until"] == b["since"] for a, b in pairwise(lines))
        assert clock["elapsed_seconds"] == clocks[clock["clock"]]["elapsed_seconds"]


def test_a_person_can_check_the_sum_with_a_pencil(weekend: Shell) -> None:
    shown = weekend.done("why", "1", "resolve", "--table", now=TUESDAY).stdout
    minutes = [
        60 * int(hours or 0) + int(rest or 0)
        for hours, rest in re.findall(r"counted  (?:(\d+)h)? ?(?:(\d+)m)? ", shown)
    ]
    # Friday 15:30-17:00, Monday 9:00-10:00 and 15:00-17:00, Tuesday 9:00-10:15
    assert sum(minutes) == 90 + 60 + 120 + 75
    assert shown.startswith("resolve  running: 5h 45m of 8h, due Tue 2026-11-24 12:30 CET")


def test_closed_hours_and_waits_are_told_apart(weekend: Shell) -> None:
    [clock] = weekend.done("why", "1", "resolve", "--json", now=TUESDAY).data["clocks"]
    kinds = [line["kind"] for segment in clock["segments"] for line in segment["lines"]]
    assert set(kinds) == {"counted", "closed", "paused"}


def test_every_trigger_says_what_it_did_or_waits_for(weekend: Shell) -> None:
    triggers = weekend.done("why", "1", "--json", now=TUESDAY).data["triggers"]
    states = {trigger["trigger"]: trigger["state"] for trigger in triggers}
    assert (states["resolve-breach"], states["critical"]) == ("waits", "idle")
    breach = next(one for one in triggers if one["trigger"] == "resolve-breach")
    assert breach["since"] == "2026-11-24T11:30:00Z"


def test_an_unknown_clock_is_named_with_those_that_exist(weekend: Shell) -> None:
    refused = weekend("why", "1", "lunch")
    assert refused.code == 2
    assert "there is no clock 'lunch'" in refused.stderr
    assert "first_response" in refused.stderr


def test_a_forecast_is_what_check_then_does(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1")
    foreseen = support.done("forecast", "1", "--for", "5h", "--json").data["decisions"]
    before = support.file()
    assert [one["to"] for one in foreseen if one["action"] == "escalated"] == ["L2", "L3"]
    assert support.file() == before
    done = []
    for instant in sorted({one["noticed_at"] for one in foreseen}):
        done += support.done("check", "--json", now=instant).data["decisions"]
    assert [(one["key"], one["since"], one["action"]) for one in done] == [
        (one["key"], one["since"], one["action"]) for one in foreseen
    ]


def test_a_forecast_says_what_if(support: Shell) -> None:
    support.log("Mail is slow")
    plain = support.done("forecast", "1", "--for", "2h", "--json").data
    urgent = support.done("forecast", "1", "--for", "2h", "--if", "priority=P1", "--json").data
    assert (plain["priority"], plain["decisions"]) == ("P3", [])
    assert "p1-one-hour" in {one["trigger"] for one in urgent["decisions"]}
    assert support.show()["priority"] == "P3"
    assert support.kinds() == ["ticket_logged"]


@pytest.mark.parametrize(
    ("supposed", "error"),
    [
        ("mood=bad", "'mood=bad' is no supposition"),
        ("priority", "'priority' is no supposition"),
        ("vip=maybe", "vip cannot be 'maybe'"),
        ("priority=P9", "there is no priority 'P9'"),
    ],
)
def test_a_supposition_that_makes_no_sense_is_refused(
    support: Shell, supposed: str, error: str
) -> None:
    support.log("Mail is slow")
    refused = support("forecast", "1", "--if", supposed)
    assert (refused.stdout, refused.code) == ("", 2)
    assert error in refused.stderr


def test_a_clean_store_verifies(weekend: Shell) -> None:
    weekend.done("check", now=TUESDAY)
    said = "verified 1 ticket: all is as the histories say\n"
    assert weekend("verify") == Result("", said, 0)
    assert weekend("verify", "--json").data == []


def test_an_event_edited_by_hand_is_found(weekend: Shell) -> None:
    file = weekend.store / "tickets.json"
    text = file.read_text(encoding="utf-8")
    assert '"waiting_for":"requester"' in text
    changed = text.replace('"kind":"ticket_paused"', '"kind":"ticket_resumed"')
    late = text.replace("2026-11-20T15:00:00Z", "2026-11-20T14:31:00Z")
    assert {changed, late}.isdisjoint({text})
    file.write_text(late, encoding="utf-8")
    found = weekend("verify")
    assert found.code == 1
    assert ["T-1", "event 2", "digest", "another digest: it was changed"] in found.rows


def test_a_head_that_was_kept_tells_whether_all_is_there(support: Shell) -> None:
    support.log("one")
    kept = support.done("verify", "--head").stdout.strip()
    assert support.done("verify", "--head", "--json").data == [{"head": kept}]
    support.log("two")
    assert support.done("verify", "--expect", kept).stdout == ""
    later = support.done("verify", "--head").stdout.strip()
    support.done("redact", "1", "--event", "1", "-m", "a name")
    assert support.done("verify", "--expect", later).stdout == ""
    last, digest = later.split(":")
    forged = f"{last}:{digest[::-1]}"
    found = support("verify", "--expect", forged)
    assert (found.code, found.rows) == (
        1,
        [["store", f"head at event {last}", digest[::-1], digest]],
    )
    missing = support("verify", "--expect", f"99:{digest}")
    assert missing.rows == [["store", "head at event 99", digest, "an event is missing"]]


@pytest.mark.parametrize("head", ["12", "x:y", f"1:{'A' * 64}", f"-1:{'a' * 64}"])
def test_what_is_no_head_is_refused(support: Shell, head: str) -> None:
    refused = support("verify", "--expect", head)
    assert (refused.code, "is no head" in refused.stderr) == (2, True)


def test_verify_of_one_ticket_leaves_the_others_out(support: Shell) -> None:
    support.log("A")
    support.log("B")
    assert support("verify", "2").stderr.startswith("verified 1 ticket")
    assert support("verify", "9").code == 1
