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
TWO_CALENDARS = "calendars: {office: {mon: 09:00-17:00}, night: {tue: 09:00-17:00}}"
NIGHT = "from: 2026-11-24 22:00, until: 2026-11-25 02:00"
SEVERE = "{type: severity, name: severe, escalate: next"
VIP = "{type: vip, name: vip, escalate: next"
SOON = "type: clock, name: soon, clock: resolve, at: 75%"
URGENT = "type: severity, name: urgent, set_priority: P1"
FOUR_HOURS = "{type: clock, name: a, clock: resolve, at: 4h}"
TOKYO = "calendars: {office: {timezone: UTC, mon: 09:00-17:00}}"
QUIET = "quiet: {outside: office}"
LADDER = "ladders: {functional: [{level: L1, team: frontline}, {level: L2, team: network}"


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
        (
            'calendars: {office: {mon: ["09:00-17:00"]}}',
            'calendars: {office: {mon: ["12:00-17:00", "09:00-12:00"]}}',
        ),
        (
            "calendars: {office: {mon: 09:00-17:00, holidays: [12-25, 01-01, 2026-12-24]}}",
            "calendars: {office: {mon: 09:00-17:00, holidays: [2026-12-24, 01-01, 12-25]}}",
        ),
        (
            "calendars: {office: {mon: 09:00-17:00, dates: {12-25: []}}}",
            "calendars: {office: {mon: 09:00-17:00, holidays: [12-25]}}",
        ),
        (
            "calendars: {office: {mon: 09:00-17:00}}\ntargets: [{calendar: office, resolve: 1h}]",
            "calendars: {desk: {mon: 09:00-17:00}}\ntargets: [{calendar: desk, resolve: 1h}]",
        ),
        (
            f"{TWO_CALENDARS}\ntargets: [{{calendar: office, resolve: 1h}}]",
            (
                "calendars: {night: {mon: 09:00-17:00}, office: {tue: 09:00-17:00}}\n"
                "targets: [{calendar: night, resolve: 1h}]"
            ),
        ),
        (
            "calendars: {office: {mon: 09:00-17:00}}\nclose_after: {after: 2h, calendar: office}",
            "calendars: {desk: {mon: 09:00-17:00}}\nclose_after: {after: 2h, calendar: desk}",
        ),
        (f"{FRONTLINE}{NETWORK}}}}}", f"{FRONTLINE}{NETWORK}, hours: always}}}}"),
        ("handoff: {required: [tried, next_step]}", "handoff: {required: [next_step, tried]}"),
        (
            "subscribe: [{when: {customer: acme}, people: [max, bo]}, {people: [cy]}]",
            "subscribe: [{people: [cy]}, {when: {customer: [acme]}, people: [bo, max]}]",
        ),
        (
            f"maintenance: [{{{NIGHT}}}, {{{NIGHT}, when: {{service: [a, b]}}}}]",
            f"maintenance: [{{{NIGHT}, when: {{service: [b, a]}}}}, {{{NIGHT}}}]",
        ),
        (
            f"triggers: [{SEVERE}, when: {{priority: P1}}}}, {VIP}, when: {{priority: P2}}}}]",
            f"triggers: [{VIP}, when: {{priority: P2}}}}, {SEVERE}, when: {{priority: P1}}}}]",
        ),
        (
            f"triggers: [{{{LATE}, escalate: next}}, {{{SOON}, escalate: next}}]",
            f"triggers: [{{{SOON}, escalate: next}}, {{{LATE}, escalate: next}}]",
        ),
    ],
    ids=[
        *("other words", "rows cut apart", "rows in another order", "conditions said otherwise"),
        *("triggers in another order", "a plan in its other spelling", "days", "a default"),
        *("hours cut apart", "holidays in another order", "a day closed in two ways"),
        *("a calendar by another name", "two calendars by each other's name", "a name in a delay"),
        *("a team at all hours", "lists of words", "subscriptions", "windows"),
        *("triggers of two kinds of tickets", "triggers at two times of one clock"),
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
        (
            f"{LADDER}, {{level: L3, person: bo}}], management: [{{level: lead, person: lee}}]}}",
            (
                "ladders: {functional: [{level: L1, team: frontline}, {level: L3, person: bo},"
                " {level: L2, team: network}], management: [{level: lead, person: lee}]}"
            ),
            "functional//order: [L1, L2, L3] > [L1, L3, L2]",
        ),
        (
            "calendars: {office: {mon: 09:00-17:00}}",
            "calendars: {office: {mon: 09:00-17:00, dates: {2026-11-30: []}}}",
            "calendars/office/dates: None > {2026-11-30: closed}",
        ),
        (
            "calendars: {office: {mon: 09:00-17:00}}\ntargets: [{calendar: office, resolve: 1h}]",
            (
                "calendars: {office: {mon: 09:00-17:00}, late: {mon: 09:00-18:00}}\n"
                "targets: [{calendar: late, resolve: 1h}]"
            ),
            [
                "calendars/late/: None > {timezone: UTC, mon: [09:00-18:00]}",
                "targets/every ticket/resolve: 1h office > 1h late",
            ],
        ),
        (
            f"{TWO_CALENDARS}\ntargets: [{{calendar: office, resolve: 1h}}]",
            (
                "calendars: {night: {mon: 09:00-17:00}, office: {wed: 09:00-17:00}}\n"
                "targets: [{calendar: office, resolve: 1h}]"
            ),
            [
                "calendars/night/: {timezone: UTC, tue: [09:00-17:00]} > None",
                "calendars/office (of its own)/: None > {timezone: UTC, wed: [09:00-17:00]}",
                "targets/every ticket/resolve: 1h office > 1h office (of its own)",
            ],
        ),
        (
            f"targets: [{{acknowledge: 1h}}]\ntriggers: [{FOUR_HOURS}]",
            f"targets: [{{calendar: office, acknowledge: 1h}}]\ntriggers: [{FOUR_HOURS}]",
            [
                "targets/every ticket/acknowledge: 1h always > 1h office",
                (
                    "targets/every ticket/resolve: no target, counted on always >"
                    " no target, counted on office"
                ),
            ],
        ),
        (
            f"triggers: [{SEVERE}}}, {VIP}}}, {{{LATE}}}]",
            f"triggers: [{VIP}}}, {SEVERE}}}, {{{LATE}}}]",
            "triggers/vip/order: after severe > before severe",
        ),
        (
            f"triggers: [{SEVERE}, when: {{priority: P1}}}}, {VIP}, set_priority: P1}}]",
            f"triggers: [{VIP}, set_priority: P1}}, {SEVERE}, when: {{priority: P1}}}}]",
            "triggers/vip/order: after severe > before severe",
        ),
        (
            f"triggers: [{{{URGENT}}}, {{type: decision, name: b, set_priority: P2}}]",
            f"triggers: [{{type: decision, name: b, set_priority: P2}}, {{{URGENT}}}]",
            "triggers/b/order: after urgent > before urgent",
        ),
        (
            f"triggers: [{SEVERE}}}, {{type: decision, name: b, escalate: L2}}]",
            f"triggers: [{{type: decision, name: b, escalate: L2}}, {SEVERE}}}]",
            "triggers/b/order: after severe > before severe",
        ),
        (
            f"{FRONTLINE}{NETWORK}}}, web: {{members: [bo]}}}}",
            f"{FRONTLINE}{NETWORK}}}}}",
            "teams/web/: {members: [bo]} > None",
        ),
        (
            f"{FRONTLINE}{NETWORK}, duty: [{{{WEEKLY}, turns: [cy, di]}}]}}}}",
            (
                f"{FRONTLINE}{NETWORK}, duty: [{{{WEEKLY}, turns: [cy, di]}},"
                " {people: [bo], from: 2027-06-01 00:00, until: 2027-06-04 00:00}]}}"
            ),
            "duty/network/from 2027-06-01T00:00:00Z, for 3d in 12 weeks from then on: [di] > [bo]",
        ),
        (
            f"maintenance: [{{{NIGHT}}}]",
            f"maintenance: [{{{NIGHT.replace('02:00', '03:00')}, why: more}}]",
            (
                "maintenance//: [{from: 2026-11-24 22:00, until: 2026-11-25 02:00}] >"
                " [{from: 2026-11-24 22:00, until: 2026-11-25 03:00, why: more}]"
            ),
        ),
        (
            f"timezone: Asia/Tokyo\nmaintenance: [{{{NIGHT}}}]\n{TOKYO}",
            f"timezone: UTC\nmaintenance: [{{{NIGHT}}}]\n{TOKYO}",
            [
                "timezone//: Asia/Tokyo > UTC",
                (
                    "maintenance//: [{from: 2026-11-24 13:00, until: 2026-11-24 17:00}] >"
                    " [{from: 2026-11-24 22:00, until: 2026-11-25 02:00}]"
                ),
            ],
        ),
        (
            f"{FRONTLINE}{NETWORK}, {QUIET}}}, web: {{members: [cy], {QUIET}}}}}",
            f"{FRONTLINE}web: {{members: [cy], {QUIET}}}, {NETWORK}, {QUIET}}}}}",
            "people/cy/quiet: that of network > that of web",
        ),
        (
            "name: x",
            (
                f"name: x\npeople: {{ana: {{}}, bo: {{}}, cy: {{{QUIET}}}, di: {{}}, lee: {{}},"
                " max: {}}"
            ),
            "people/cy/quiet: None > {outside: office}",
        ),
        (
            "heartbeats: [{key: a, every: 1d}, {key: b, every: 1d}]",
            "heartbeats: [{key: b, every: 1d, log: {tags: [x]}}, {key: a, every: 1d}]",
            "heartbeats/b/log.tags: None > [x]",
        ),
        (
            "name: x",
            (
                f"name: x\n{FRONTLINE}{NETWORK}}}, web: {{duty:"
                " [{turns: [bo, ana], every: 1mo, starts: 2026-01-01 09:00}]}}"
            ),
            (
                "teams/web/: None > {duty: [{timezone: UTC, turns: [[bo], [ana]], every: 1mo,"
                " starts: 2026-01-01 09:00}]}"
            ),
        ),
    ],
)
def test_a_change_of_meaning_is_told_by_what_it_concerns(
    old: str, new: str, change: str | list[str] | None
) -> None:
    found = _changes(old, new)
    if isinstance(change, list):
        assert found == change
    elif change is None:
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
