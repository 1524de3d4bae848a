"""The flowchart says what the policy does, and no name can break it."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.domain.figures.spread import Spread
from escalate_cli.domain.figures.traffic import Traffic, Travels, Way
from escalate_cli.domain.policy.people import Subscription
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Approval, Rule
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.policyfile.loading import load
from escalate_cli.policyfile.samples import sample_names, sample_policy
from escalate_cli.render.results.flow_graphs import mermaid
from escalate_cli.render.results.flow_model import (
    APPROVES,
    MOVES,
    TELLS,
    FlowEdge,
    flow_of,
    gone,
    tree,
)
from tests.conftest import HOUR, MINUTE, a_policy, changed, clock_rule, severity_rule, when
from tests.snapshot import assert_matches
from tests.unit.policyfile.files import TODAY

PAGE = Path(__file__).parents[4] / "docs" / "flow.md"
ID = r"(?:ticket|[fmn]\d+)"
LABEL = r'"(?:[\w ,./()+=%@-]|: |#\d+;|<br/>)*"'
LINE = re.compile(
    rf"flowchart TD|  subgraph \w+_ladder\[{LABEL}\]|  end|    {ID} ~~~ {ID}"
    rf"|    {ID}\[{LABEL}\]|  {ID}\(\[{LABEL}\]\)|  {ID} (?:-->|-\.->|==>)\|{LABEL}\| {ID}"
)


def sample(name: str) -> Policy:
    return load(sample_policy(name).encode(), f"{name}.yaml", TODAY)


def chart(policy: Policy) -> str:
    return "".join(f"{line}\n" for line in mermaid(flow_of(policy)))


def indented(policy: Policy) -> str:
    return "".join(f"{'  ' * depth}{text}\n" for depth, text in tree(flow_of(policy)))


def edges(**changes: Any) -> list[tuple[str, str, str, str]]:
    """Return what leads where, besides that a ticket begins at L1."""
    found = flow_of(a_policy(**changes)).edges
    logged = Way(Travels.LOGGED)
    assert found[0] == FlowEdge(source="", target="L1", kind=MOVES, why="logged", way=logged)
    return [(edge.source, edge.target, edge.kind, edge.why) for edge in found[1:]]


@pytest.mark.parametrize("name", sample_names())
def test_a_sample_is_drawn_as_it_is_on_record(name: str) -> None:
    assert_matches(f"flow/{name}.mmd", chart(sample(name)))
    assert_matches(f"flow/{name}.txt", indented(sample(name)))


@pytest.mark.parametrize("name", sample_names())
def test_a_chart_is_the_same_each_time_and_within_the_grammar(name: str) -> None:
    assert chart(sample(name)) == chart(sample(name))
    assert [line for line in chart(sample(name)).splitlines() if not LINE.fullmatch(line)] == []


def test_the_page_shows_the_chart_of_each_sample() -> None:
    text = PAGE.read_text(encoding="utf-8")
    shown = re.findall(r"sample policy `([\w-]+)`:|^### ([\w-]+)$", text, re.MULTILINE)
    charts = re.findall(r"```mermaid\n(.*?)```", text, re.DOTALL)
    names = [first or other for first, other in shown]
    assert dict(zip(names, charts, strict=True)) == {
        name: chart(sample(name)) for name in sample_names()
    }


def test_next_leads_from_every_level_to_the_one_above() -> None:
    why = "late: clock resolve at 1h"
    assert edges(rules=(clock_rule(escalate="next"),)) == [
        ("L1", "L2", MOVES, why),
        ("L2", "L3", MOVES, why),
    ]


@pytest.mark.parametrize(
    ("condition", "sources"),
    [
        ({"level": "L1"}, ["L1"]),
        ({"not_level": "L1"}, ["L2"]),
        ({"level": ("L1", "L2")}, ["L1", "L2"]),
        ({"level": "L3"}, []),
    ],
    ids=["one", "not one", "two", "the highest"],
)
def test_a_rule_that_asks_for_levels_leads_from_those_alone(
    condition: dict[str, Any], sources: list[str]
) -> None:
    found = edges(rules=(severity_rule(escalate="next", when=when(**condition)),))
    assert [source for source, *_ in found] == sources


def test_a_level_is_reached_from_every_one_below() -> None:
    found = edges(rules=(severity_rule("up", escalate="L3", when=when(priority=("P1", "P2"))),))
    why = "up: severity, priority P1 or P2"
    assert found == [("L1", "L3", MOVES, why), ("L2", "L3", MOVES, why)]


def test_skills_may_lead_to_any_higher_level() -> None:
    found = edges(rules=(Rule(type="skill_gap", name="gap", escalate="skilled"),))
    assert [(a, b) for a, b, *_ in found] == [("L1", "L2"), ("L1", "L3"), ("L2", "L3")]
    assert {why for *_, why in found} == {"gap: skill_gap, where the skills are"}


def test_management_is_brought_in_wherever_the_ticket_is() -> None:
    found = edges(rules=(severity_rule(escalate="manager", when=when(not_vip="true")),))
    assert found == [("", "manager", MOVES, "severe: severity, vip not true")]


def test_whoever_is_told_is_named_with_what_tells_them() -> None:
    hourly = Repeat(every=60 * MINUTE)
    rules = (
        clock_rule("warning", at="75%", notify=("owner", "lead")),
        clock_rule("late", at="100%", escalate="manager", notify=("ana",), repeat=hourly),
        clock_rule("soon", at="due-30m", notify=("team",), repeat=replace(hourly, times=3)),
    )
    assert edges(rules=rules) == [
        ("", "owner", TELLS, "warning: clock resolve at 75%"),
        ("", "lead", TELLS, "warning: clock resolve at 75%"),
        ("", "manager", MOVES, "late: clock resolve at 100%"),
        ("", "ana", TELLS, "late, again every 1h"),
        ("", "team", TELLS, "soon: clock resolve at due-30m, again 3 times every 1h"),
    ]


def test_a_rule_may_set_a_priority() -> None:
    found = edges(rules=(severity_rule("vip", set_priority="P1", notify=("owner",)),))
    assert found == [("", "priority P1", MOVES, "vip: severity"), ("", "owner", TELLS, "vip")]


@pytest.mark.parametrize(
    ("approval", "why"),
    [
        (Approval(by="lead"), "what a person asks for"),
        (
            Approval(
                by="lead",
                unless=when(priority="P1"),
                people=("bo", "cy"),
                auto_after=30 * MINUTE,
            ),
            "what a person asks for, unless priority P1 or bo or cy, by itself after 30m",
        ),
    ],
    ids=["of everybody", "with exceptions"],
)
def test_an_approval_leads_from_who_gives_it(approval: Approval, why: str) -> None:
    plain = a_policy()
    top = replace(plain.rules.functional[2], approval=approval)
    assert edges(functional=(*plain.rules.functional[:2], top)) == [("lead", "L3", APPROVES, why)]


def test_stakeholders_of_the_policy_are_told_too() -> None:
    whole = Subscription(when=when(), people=("sam",))
    some = Subscription(when=when(customer="acme"), people=("kim",))
    assert edges(subscriptions=(whole, some)) == [
        ("", "sam", TELLS, "stakeholder"),
        ("", "kim", TELLS, "stakeholder, customer acme"),
    ]


def test_what_leads_the_same_way_is_one_arrow() -> None:
    rules = (severity_rule("one", escalate="lead"), severity_rule("two", escalate="lead"))
    assert '  ticket -->|"one: severity<br/>two: severity"| m0\n' in chart(a_policy(rules=rules))


def test_the_tree_says_the_same_as_the_chart() -> None:
    policy = sample("it-support")
    flow = flow_of(policy)
    lines = [text for depth, text in tree(flow) if depth == 3]
    assert len(lines) == len(flow.edges)
    assert sum(line.count("<br/>") + 1 for line in mermaid(flow) if "|" in line) == len(flow.edges)


def named(name: str) -> Policy:
    """Return a policy in which everything that may have any name has this one."""
    plain = a_policy()
    levels = tuple(replace(level, name=name) for level in plain.rules.functional)
    rules = (severity_rule("r", when=when(customer=name), escalate="next", notify=(name,)),)
    return changed(plain, name=name, functional=levels, rules=rules)


@pytest.mark.parametrize(
    "name",
    [
        '"]; click f0 "javascript:alert(1)"',
        "end",
        "%%{init: {'theme': 'dark'}}%%",
        "style:#quot;x;",
        "`**bold**`",
        "$$x$$ fa:fa-bug \\n #35;",
        "<script>|--x{[(",
        "two\nlines\x1b[31m\u202e",
        "ticket",
    ],
)
def test_a_hostile_name_stays_a_name(name: str) -> None:
    drawn = chart(named(name)).splitlines()
    assert [line for line in drawn if not LINE.fullmatch(line)] == []
    assert not any(
        mark in line for line in drawn for mark in ("%%", "$", "`", "\\", "\x1b", "\u202e")
    )
    assert not any(
        "\x1b" in line or "\u202e" in line for line in indented(named(name)).splitlines()
    )


@given(st.text(max_size=60))
def test_no_name_leaves_its_label(name: str) -> None:
    drawn = chart(named(name)).splitlines()
    assert [line for line in drawn if not LINE.fullmatch(line)] == []
    assert len(drawn) == len(chart(named("plain")).splitlines())


TOOK = Spread(n=7, mean=HOUR, median=90 * MINUTE, p90=3 * HOUR, longest=9 * HOUR)
TRAFFIC = {
    Way(Travels.LOGGED): Traffic(n=9, tickets=8),
    Way(Travels.MOVES, "late", "L1", "L2"): Traffic(n=7, tickets=6, took=TOOK),
    Way(Travels.MOVES, None, "L1", "L3"): Traffic(n=1, tickets=1),
    Way(Travels.MOVES, "gone", "", "bishop"): Traffic(n=1, tickets=1),
    Way(Travels.RETURNS, None, "L2", "L1"): Traffic(n=2, tickets=1),
    Way(Travels.TELLS, "late"): Traffic(n=3, tickets=3),
}


def test_traffic_is_told_on_its_arrow_and_where_there_is_none_on_one_of_its_own() -> None:
    rules = (clock_rule("late", at="100%", escalate="next", notify=("lead",)),)
    subscription = Subscription(people=("kim",), when=when())
    policy = changed(a_policy(rules=rules), subscriptions=(subscription,))
    found = {
        (e.source, e.target, e.why.partition(":")[0]): e for e in flow_of(policy, TRAFFIC).edges
    }
    assert found["", "L1", "logged"].words == "logged (9 times on 8 tickets)"
    assert found["L1", "L2", "late"].words.endswith(
        "(7 times on 6 tickets, median 1h 30m, 90 % 3h)"
    )
    assert found["L2", "L3", "late"].words.endswith("(never)")
    assert found["", "lead", "late"].words == "late (3 times on 3 tickets)"
    assert found["L1", "L3", "by hand"].words == "by hand (1 time on 1 ticket)"
    assert found["L2", "L1", "handed back"].words == "handed back (2 times on 1 ticket)"
    assert found["", "bishop", "gone, a rule of before"].traffic == Traffic(n=1, tickets=1)
    [stakeholder] = [edge for (_, target, _), edge in found.items() if target == "kim"]
    assert stakeholder.words == stakeholder.why
    assert 'n1(["bishop"])' in "".join(mermaid(flow_of(policy, TRAFFIC)))


def test_of_few_no_length_is_told() -> None:
    assert gone(Traffic()) == "never"
    assert gone(Traffic(n=2, tickets=2, took=Spread(n=2, mean=HOUR))) == "2 times on 2 tickets"
    at_once = replace(TOOK, median=0 * HOUR, p90=0 * HOUR, longest=0 * HOUR)
    assert gone(Traffic(n=7, tickets=7, took=at_once)) == "7 times on 7 tickets"
