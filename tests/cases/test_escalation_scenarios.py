"""What other projects' escalation tests assert, lived through in our terms."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.policy.people import Person, Team
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import IllegalTransitionError, PolicyError
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.resolve import close, resolve
from tests.conftest import (
    MINUTE,
    MONDAY_NINE,
    PEOPLE,
    a_log,
    a_policy,
    changed,
    clock_rule,
    escalated,
    followed,
    noted,
    paused,
    resolved,
    rules_of,
    severity_rule,
    taken,
    when,
)
from tests.unit.policyfile.files import policy_of
from tests.unit.usecases.conftest import a_context, kinds, later, logged, ticket

HERE = Path(__file__).parent
ROWS: dict[str, dict[str, Any]] = {
    row["id"]: row
    for row in msgspec.json.decode((HERE / "escalation_scenarios.json").read_bytes())["scenarios"]
}
DIFFERENT = HERE.parents[1] / "docs" / "decisions" / "0006-silence-counts-from-the-last-word.md"
ANN_THEN_BOB = {"team-L1": ("ann",), "team-L2": ("bob",), "team-L3": ("cleo",)}

Play = Callable[[dict[str, Any]], None]
PLAYS: dict[str, Play] = {}


def plays(row_id: str) -> Callable[[Play], Play]:
    """Name the scenario that a function lives through."""

    def register(play: Play) -> Play:
        PLAYS[row_id] = play
        return play

    return register


def minute(number: float) -> datetime:
    return MONDAY_NINE + number * MINUTE


def staffed(*rules: Rule, **changes: Any) -> Policy:
    """Return a policy in which ann is the first level, bob the second and cleo the third."""
    teams = {name: Team(id=name, members=members) for name, members in ANN_THEN_BOB.items()}
    return a_policy(rules=rules, teams=teams, **changes)


class Story:
    """A ticket and what everybody was told when, with a look at every minute."""

    def __init__(self, *versions: Policy) -> None:
        self.history = History([a_log(requester=None)], rules_of(*versions))
        self.policy = versions[0]
        self.told: list[tuple[float, str]] = []
        self.clock = 0.0
        self.look(0)

    def look(self, at: float) -> None:
        for message in Engine(self.history, self.policy.people).advance(minute(at)).messages:
            self.told.append((at, message.to))

    def until(self, at: float) -> "Story":
        while self.clock < at:
            self.clock += 1
            self.look(self.clock)
        return self

    def then(self, event: e.Event) -> "Story":
        self.until((event.at - MONDAY_NINE) / MINUTE)
        self.history.add(event)
        return self

    def told_at(self, at: float) -> list[str]:
        return [person for when_told, person in self.told if when_told == at]

    def kinds(self) -> list[str]:
        return [e.kind_of(event) for event in self.history.events]


def steps_of(row: dict[str, Any]) -> tuple[Rule, ...]:
    """Say `notify` and `wait_min` in rules: who has the ticket is told, and then it climbs."""
    waits = [step["wait_min"] for step in row["given"]["policy"]["steps"]]
    first = severity_rule("new", when=when(level="L1"), notify=("team",))
    climbs = [
        clock_rule(
            f"wait-{n}", clock="level", at=f"{wait}m", when=when(level=f"L{n}"), escalate="next"
        )
        for n, wait in enumerate(waits, 1)
    ]
    return first, *climbs


@plays("ge-01")
def a_step_waits_from_when_it_was_reached(row: dict[str, Any]) -> None:
    story = Story(staffed(*steps_of(row))).until(91)
    for expected in row["then"]:
        assert set(expected.get("notified", [])) <= set(story.told_at(expected["t"]))
        so_far = {person for at, person in story.told if at <= expected["t"]}
        assert not set(expected.get("not_notified", [])) & so_far
    assert story.told == [(0, "ann"), (30, "bob"), (90, "cleo")]


@plays("ge-06")
def a_second_acknowledgement_is_recorded(row: dict[str, Any]) -> None:
    teams = {"team-L1": Team(id="team-L1", members=("ann", "bob"))}
    context = a_context(a_policy(teams=teams))
    logged(context)
    for act in row["when"]:
        acknowledge(later(context, f"{act['t']}m", act["by"]), ["1"])
    events = context.store.read().events(1)
    assert [f"acknowledged by {event.by}" for event in events[1:]] == row["then"][0]["log_contains"]
    assert ticket(context).owner == "ann"


@plays("ge-09")
def an_acknowledgement_ends_the_reminders(row: dict[str, Any]) -> None:
    wait = row["given"]["policy"]["steps"][0]["wait_min"]
    every = Repeat(every=row["given"]["reminders"]["ann"][1] * MINUTE)
    rules = (
        severity_rule("untaken", when=when(status="open"), notify=("team",), repeat=every),
        clock_rule("wait", clock="acknowledge", at=f"{wait}m", escalate="next"),
    )
    story = Story(staffed(*rules)).then(taken(minute(1), "ann")).until(row["then"][0]["t"])
    assert story.told == [(0, "ann")]
    assert story.kinds() == ["ticket_logged", "trigger_fired", "ticket_acknowledged"]


@plays("ge-17")
def the_order_of_the_levels_counts(row: dict[str, Any]) -> None:
    ladder = "{functional: [{level: tier-7, team: frontline}, {level: 2, team: network}]}"
    policy = policy_of(
        f"ladders: {ladder}\ntriggers: [{{type: severity, name: new, notify: team}}]"
    )
    assert [(level.id, level.rank) for level in policy.rules.functional] == [
        ("tier-7", 0),
        ("2", 1),
    ]
    log = a_log(level="tier-7", team="frontline", policy=policy.rules.id, requester=None)
    history = History([log], rules_of(policy))
    assert [m.to for m in Engine(history, policy.people).advance(MONDAY_NINE).messages] == ["ana"]


@plays("ge-18")
def a_rule_that_comes_later_does_not_reach_back(row: dict[str, Any]) -> None:
    new = severity_rule("new", notify=("team",))
    ann = Person(id="ann", name="Ann", contact=("phone2:1",))
    first = staffed(new, people={"ann": ann})
    half_hourly = replace(new, repeat=Repeat(every=30 * MINUTE))
    second = staffed(
        half_hourly, id="policy-2", people={"ann": replace(ann, contact=("phone1:1",))}
    )
    story = Story(first, second)
    story.then(followed(minute(row["when"][0]["t"]), second))
    story.policy = second
    story.until(31)
    assert story.told == [(0, "ann"), (row["then"][1]["t"], "ann")]


@plays("ge-20")
def a_policy_has_limits(row: dict[str, Any]) -> None:
    def accepted(every: str, times: int) -> bool:
        rule = "{type: vip, name: a, notify: owner, repeat: {every: %s, times: %d}}"
        try:
            policy_of(f"triggers: [{rule % (every, times)}]")
        except PolicyError:
            return False
        return True

    assert [accepted("1m", 1), accepted("0m", 1), accepted("9001m", 1), accepted("1m", -5)] == [
        True,
        False,
        True,
        False,
    ]


@plays("ge-22")
def a_move_is_due_at_the_very_instant(row: dict[str, Any]) -> None:
    story = Story(staffed(*steps_of(row)))
    story.look(10 - 1 / 60)
    assert story.history.ticket.level == "L1"
    story.look(10)
    assert story.history.ticket.level == "L2"


@plays("ge-24")
def what_is_over_cannot_be_escalated(row: dict[str, Any]) -> None:
    context = a_context()
    logged(context)
    resolve(later(context, "1m"), ["1"])
    close(later(context, "1m"), ["1"])
    events = kinds(context)
    with pytest.raises(IllegalTransitionError, match="T-1 is closed"):
        escalate(later(context, "2m"), ["1"], Wish())
    assert kinds(context) == events


@plays("oe-06")
def reminders_come_to_an_end(row: dict[str, Any]) -> None:
    times = row["given"]["chain"][1]["repeat_max"]
    rule = severity_rule("new", notify=("team",), repeat=Repeat(every=5 * MINUTE, times=times))
    story = Story(staffed(rule)).until(120)
    [expected] = row["then"]
    assert len(story.told) == expected["notified_count"]["ann"]
    assert (Engine(story.history, PEOPLE).next_at(minute(120)) is None) == expected["finished"]


@plays("oe-11")
def a_running_escalation_keeps_its_policy(row: dict[str, Any]) -> None:
    climbs = clock_rule("climb", clock="level", at="15m", escalate="next")
    first = staffed(severity_rule("new", notify=("team",)), climbs)
    story = Story(first, changed(first, id="policy-2", rules=()))
    story.policy = changed(first, id="policy-2", rules=())
    story.until(16)
    assert story.told == [(0, "ann"), (15, "bob")]


TAKEN = when(status="acknowledged")


def silent(minutes: int, name: str, **does: Any) -> Rule:
    """Make a rule about an acknowledged ticket that nobody has said anything on."""
    return Rule(
        type="stalled", name=name, settings=f'{{"after": "PT{minutes}M"}}', when=TAKEN, **does
    )


def stale_rules(row: dict[str, Any]) -> tuple[Rule, ...]:
    """Ask who acknowledged after a time, and let it climb where that brings no answer."""
    given = row["given"]
    ask_after, give_up = given["remind_after_min"], given.get("unack_after_min")
    every = Repeat(every=ask_after * MINUTE)
    asks = silent(ask_after, "still-on-it", notify=("owner",), repeat=every)
    if give_up is None:
        return (asks,)
    return asks, silent(ask_after + give_up, "gave-up", escalate="next", notify=("owner",))


@plays("oe-15")
def a_stale_acknowledgement_is_asked_about_and_taken_away(row: dict[str, Any]) -> None:
    story = Story(staffed(*stale_rules(row))).then(taken(minute(0), "ann")).until(64)
    assert story.told == [(60, person) for person in row["then"][0]["reminder"]]
    story.until(66)
    after_it = story.history.ticket
    assert (after_it.status, after_it.level, after_it.owner) == (Status.OPEN, "L2", "bob")
    assert story.told_at(65) == ["bob", "ann"]
    assert after_it.escalations[-1].reason == "nobody has touched it for 1h5m"


@plays("oe-16")
def a_word_in_time_keeps_it_and_the_next_question_is_a_period_after(row: dict[str, Any]) -> None:
    story = Story(staffed(*stale_rules(row))).then(taken(minute(0), "ann"))
    story.then(replace(noted(minute(62)), by="ann"))
    confirmed = story.until(row["then"][0]["t"]).history.ticket
    assert confirmed.status == row["then"][0]["status"]
    assert story.until(126).told == [(60, "ann"), (122, "ann")]
    assert row["then"][1]["t"] == 120


@plays("oe-17")
def without_an_end_it_is_asked_every_hour(row: dict[str, Any]) -> None:
    story = Story(staffed(*stale_rules(row))).then(taken(minute(0), "ann")).until(130)
    assert story.told == [(at["t"], "ann") for at in row["then"] if "reminder" in at]
    assert story.history.ticket.status == row["then"][-1]["status"]


@plays("oe-18")
def nobody_is_asked_about_what_nobody_has_taken(row: dict[str, Any]) -> None:
    ends = [resolved(minute(30)), escalated(minute(30), "L2"), paused(minute(30))]
    for end in ends:
        story = Story(staffed(*stale_rules(row))).then(taken(minute(0), "ann")).then(end)
        assert story.until(100).told == []
    untaken, off = Story(staffed(*stale_rules(row))), Story(staffed())
    assert untaken.until(100).told == off.then(taken(minute(0), "ann")).until(100).told == []


@plays("oe-19")
def looking_twice_asks_once(row: dict[str, Any]) -> None:
    story = Story(staffed(*stale_rules(row))).then(taken(minute(0), "ann")).until(60)
    for _ in range(2):
        story.look(60)
    assert len(story.told_at(60)) == row["then"][0]["count"]
    assert story.kinds().count("trigger_fired") == row["then"][0]["count"]


@plays("oe-22")
def what_was_taken_meanwhile_does_not_climb(row: dict[str, Any]) -> None:
    climbs = clock_rule("climb", clock="acknowledge", at="15m", escalate="next")
    story = Story(staffed(severity_rule("new", notify=("team",)), climbs))
    story.then(taken(minute(1), "ann")).until(16)
    assert story.told_at(16) == []
    assert Engine(story.history, PEOPLE).next_at(minute(16)) is None


@pytest.mark.parametrize("row_id", ROWS)
def test_the_scenario_is_lived_through(row_id: str) -> None:
    assert row_id in PLAYS, "translate it, or say why ours is better"
    PLAYS[row_id](ROWS[row_id])


def test_what_differs_is_named_with_its_reason() -> None:
    named = re.findall(r"^\| ([a-z]+-\d+) \|", DIFFERENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert named == ["ge-20", "ge-22", "oe-15", "oe-16"]
