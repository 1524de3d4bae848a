"""A machine that slept for three days: every breach on record in its order, nobody flooded."""

import json
from datetime import datetime, timedelta

import pytest

from tests.cli.shell import Shell
from tests.faults.conftest import Figures
from tests.faults.loops import long

PEOPLE = ("ana", "bo", "cy", "di", "lee")
POLICY = f"""\
version: 1
name: Asleep
timezone: UTC
priorities: [P1]
default_priority: P1
matrix: {{high: {{high: P1}}}}
channels: {{file: {{file: sent.jsonl}}}}
people: {{{", ".join(f'{name}: {{contact: "file:{name}"}}' for name in PEOPLE)}}}
ladders: {{functional: [{{level: L1, person: ana}}, {{level: L2, person: bo}}]}}
targets: [{{calendar: always, resolve: 4h}}]
triggers:
  - {{type: clock, name: late, clock: resolve, at: 100%, escalate: next, notify: {list(PEOPLE)}}}
"""
FIRST = datetime(2026, 11, 23, 8)  # noqa: DTZ001 - written with a Z below
AWAKE = "2026-11-26T20:00:00Z"


@pytest.mark.parametrize("tickets", [20, long(500)], ids=["few", "many"])
def test_after_three_days_all_is_recorded_and_nobody_gets_two_messages(
    shell: Shell, figures: Figures, tickets: int
) -> None:
    shell.follow(POLICY)
    due: dict[str, str] = {}
    for number in range(0, tickets, 10):
        at = FIRST + timedelta(minutes=number)
        lines = "\n".join(json.dumps({"title": f"ticket {number + n}"}) for n in range(10))
        ids = shell.done("log", "--from", "-", stdin=lines, now=f"{at.isoformat()}Z").stdout
        due |= dict.fromkeys(ids.split(), f"{(at + timedelta(hours=4)).isoformat()}Z")
    done = shell.done("check", "--json", now=AWAKE).data
    fired = [each for each in done["decisions"] if each["trigger"] == "late"]
    assert [each["since"] for each in fired] == sorted(due.values())
    assert {each["ticket"]: each["since"] for each in fired} == due
    assert {each["noticed_at"] for each in fired} == {AWAKE}
    breaches = {
        (ticket, event["breached_at"], event["at"])
        for ticket in due
        for event in shell.show(ticket, now=AWAKE)["events"]
        if event["kind"] == "target_breached"
    }
    assert breaches == {(ticket, at, AWAKE) for ticket, at in due.items()}
    parcels = [json.loads(line) for line in (shell.store / "sent.jsonl").read_text().splitlines()]
    assert sorted(parcel["to"] for parcel in parcels) == sorted(PEOPLE)
    assert shell("check", now=AWAKE).stdout == ""
    if tickets > 20:
        figures.add("asleep for three days", breaches=len(breaches), parcels=len(parcels))
