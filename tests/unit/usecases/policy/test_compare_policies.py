"""Two policies are compared by what they mean, not by how they are written."""

from datetime import UTC, datetime

import pytest

from escalate_cli.usecases.policy.compare_policies import compared
from tests.unit.policyfile.files import policy_of

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LATE = "type: clock, name: late, clock: resolve, at: 100%"
NETWORK = "network: {members: [cy, di]"
FRONTLINE = "teams: {frontline: {members: [ana]}, "
WEEKLY = "every: 1w, starts: 2026-01-05"


def _changes(old: str, new: str) -> list[str]:
    found = compared(policy_of(old), policy_of(new), NOW)
    return [f"{c.part}/{c.name}/{c.what}: {c.old} > {c.new}" for c in found]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("targets: [{resolve: 60m}]", "targets:\n- calendar: always  # of course\n  resolve: 1h"),
        (
            "targets: [{when: {vip: true}, resolve: 1h, update: 2h}, {resolve: 4h}]",
            (
                "targets:\n- {when: {vip: true}, update: 2h}\n- {when: {vip: true}, resolve: 1h}\n"
                "- {when: {vip: false}, resolve: 4h}"
            ),
        ),
        (
            "targets: [{when: {priority: P1}, resolve: 1h}, {when: {priority: P2}, resolve: 2h}]",
            "targets: [{when: {priority: P2}, resolve: 2h}, {when: {priority: P1}, resolve: 1h}]",
        ),
        (
            f"triggers: [{{{LATE}, when: {{priority: [P1, P2]}}, notify: [lead, owner]}}]",
            f"triggers: [{{{LATE}, when: {{not: {{priority: P3}}}}, notify: [owner, lead]}}]",
        ),
        (
            "triggers: [{type: vip, name: a, notify: lead}, {type: decision, name: b}]",
            "triggers: [{type: decision, name: b}, {type: vip, name: a, notify: [lead]}]",
        ),
        (
            f"{FRONTLINE}{NETWORK}, on_call: {{{WEEKLY}, order: [cy, di]}}}}}}",
            f"{FRONTLINE}{NETWORK}, duty: [{{{WEEKLY}, turns: [cy, di]}}]}}}}",
        ),
        (
            'calendars: {office: {mon-fri: "09:00-17:00", holidays: [12-25, easter]}}',
            (
                "calendars: {office: {mon: 09:00-17:00, tue-fri: [9:00-17:00],"
                " holidays: [12-25, easter]}}"
            ),
        ),
        ("at_risk: 75%", "at_risk: 0.75"),
    ],
    ids=[
        *("other words", "rows cut apart", "rows in another order", "conditions said otherwise"),
        *("triggers in another order", "a plan in its other spelling", "days", "a default"),
    ],
)
def test_what_is_only_written_otherwise_is_no_change(old: str, new: str) -> None:
    assert _changes(old, new) == []
    assert _changes(new, old) == []


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (
            "targets: [{resolve: 8h}]",
            "targets: [{when: {priority: P1}, resolve: 1h}, {resolve: 8h}]",
            "targets/priority P1/resolve: 8h always > 1h always",
        ),
        (
            "targets: [{when: {priority: P1}, resolve: 1h}, {resolve: 8h}]",
            "targets: [{when: {priority: P1}, resolve: 1h}, {calendar: office, resolve: 8h}]",
            "targets/other tickets/resolve: 8h always > 8h office",
        ),
        ("name: x", "name: x\ntargets: [{update: 1h}]", "targets/every ticket/update: None > 1h"),
        (
            f"triggers: [{{{LATE}}}]",
            f"triggers: [{{{LATE.replace('100', '75')}}}]",
            "triggers/late/at: 100% > 75%",
        ),
        (
            f"triggers: [{{{LATE}}}]",
            f"triggers: [{{{LATE.replace('late', 'slow')}, was: late}}]",
            "triggers/slow/name: late > slow",
        ),
        (
            f"triggers: [{{{LATE}, notify: lead}}]",
            f"triggers: [{{{LATE}, notify: lead, when: {{vip: true}}}}]",
            "triggers/late/when: every ticket > vip true",
        ),
        (
            "triggers: [{type: vip, name: a, notify: lead, repeat: {every: 1h}}]",
            "triggers: [{type: vip, name: a, notify: lead, repeat: {every: 2h}}]",
            "triggers/a/repeat.every: 1h > 2h",
        ),
        (
            "name: x",
            "name: x\ntriggers: [{type: vip, name: a, notify: lead}]",
            "triggers/a/: None > {type: vip, when: every ticket, notify: [lead]}",
        ),
        (
            "triggers: [{type: vip, name: a, notify: lead}]",
            "name: policy",
            "triggers/a/: {type: vip, when: every ticket, notify: [lead]} > None",
        ),
        (
            "name: x",
            "name: x\npeople: {ana: {}, bo: {skills: [db]}, cy: {}, di: {}, lee: {}, max: {}}",
            "people/bo/skills: None > [db]",
        ),
        (
            "name: x",
            "name: x\npeople: {ana: {}, cy: {}, di: {}, lee: {}, max: {}}",
            "people/bo/: {name: bo} > None",
        ),
        (
            "name: x",
            "name: x\npeople: {ana: {machine: true}, bo: {}, cy: {}, di: {}, lee: {}, max: {}}",
            "people/ana/machine: false > true",
        ),
        (
            f"{FRONTLINE}{NETWORK}, duty: [{{{WEEKLY}, turns: [cy, di]}}]}}}}",
            f"{FRONTLINE}{NETWORK}, duty: [{{{WEEKLY}, turns: [di, cy]}}]}}}}",
            "duty/network/from 2026-11-23T08:00:00Z, for 84d in 12 weeks: [cy] > [di]",
        ),
        (
            "name: x",
            f"name: x\n{FRONTLINE}{NETWORK}}}, web: {{members: [bo], hours: office}}}}",
            "teams/web/: None > {members: [bo], hours: office}",
        ),
        (
            "name: x",
            f"name: x\n{FRONTLINE}{NETWORK}, fallback: lee}}}}",
            "teams/network/fallback: None > lee",
        ),
        (
            "name: x",
            'name: x\ncalendars: {office: {mon-thu: "09:00-17:00", fri: "09:00-15:00"}}',
            "calendars/office/fri: [09:00-17:00] > [09:00-15:00]",
        ),
        ("name: x", "name: x\nclose_after: 3d", "close_after//: None > {after: 3d}"),
        ("name: x", "name: x\ncatch_up: climb", "catch_up//: highest > climb"),
        (
            "name: x",
            "name: x\nmatrix: {high: {high: P1, low: P3}, low: {high: P2, low: P3}}",
            "matrix/high/low: P2 > P3",
        ),
        (
            "name: x",
            (
                "name: x\nladders: {functional: [{level: L1, team: frontline}, {level: L2, person:"
                " cy}], management: [{level: lead, person: lee}, {level: manager, person: max}]}"
            ),
            None,
        ),
        (
            "name: x",
            "name: x\nsubscribe: [{when: {customer: acme}, people: [max]}]",
            "subscribe//: None > [{when: customer acme, people: [max]}]",
        ),
        ("pauses: [resolve]", "pauses: [resolve, level]", "pauses//: [resolve] > [resolve, level]"),
    ],
)
def test_a_change_of_meaning_is_told_by_what_it_concerns(
    old: str, new: str, change: str | None
) -> None:
    found = _changes(old, new)
    if change is None:
        assert found == [
            "functional/L2/team: network > None",
            "functional/L2/person: None > cy",
        ]
    else:
        assert found == [change.replace("> 1h", "> 1h always") if "update" in change else change]


def test_every_part_of_a_policy_is_compared() -> None:
    fuller = policy_of('messages: {closure: "$id"}\nmachines: [probe]\ntimezone: Asia/Tokyo')
    parts = {change.part for change in compared(policy_of(""), fuller, NOW)}
    assert parts == {"messages", "machines", "timezone", "calendars"}
