"""Coverage names what of a policy no ticket used."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Approval
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.policy.sections.review import Review
from escalate_cli.domain.ticket import events as e
from escalate_cli.usecases.policy.policy_coverage import Coverage, CoverageTally
from tests.conftest import (
    DAY,
    MONDAY_NINE,
    a_history,
    a_policy,
    changed,
    clock_rule,
    escalated,
    severity_rule,
    targets,
    when,
)
from tests.unit.domain.figures.test_replay_comparison import fired
from tests.unit.policyfile.files import policy_of

POLICY = a_policy(
    rules=(severity_rule("critical", when=when(priority="P1")), clock_rule("second")),
    targets=(
        targets(resolve="1h", acknowledge="15m", of=when(priority="P1")),
        targets(resolve="4h"),
    ),
)


def covered(policy: Policy, *lives: tuple[e.Event, ...], **log: object) -> Coverage:
    tally = CoverageTally(policy)
    for life in lives:
        tally.add(a_history(*life, policy=policy, **log))
    return tally.whole()


def test_where_nothing_is_tested_nothing_is_used() -> None:
    found = covered(POLICY)
    assert found.rules.every == found.rules.unused == ("critical", "second")
    assert found.levels.unused == ("L1", "L2", "L3", "lead", "manager", "director")
    assert found.targets.unused == (
        "targets[0] resolve",
        "targets[0] acknowledge",
        "targets[1] resolve",
    )
    assert found.conditions.unused == (
        "targets[0]: priority P1",
        "targets[0]: priority otherwise",
        "critical: priority P1",
        "critical: priority otherwise",
    )
    assert found.rules.used == 0


def test_a_ticket_uses_what_fired_where_it_was_and_what_gave_it_its_targets() -> None:
    moves = (escalated(MONDAY_NINE, "L2"), escalated(MONDAY_NINE, "lead", ladder="management"))
    found = covered(POLICY, (fired("second"), *moves), priority="P3")
    assert found.rules.unused == ("critical",)
    assert found.levels.unused == ("L3", "manager", "director")
    assert found.targets.unused == ("targets[0] resolve", "targets[0] acknowledge")
    assert found.conditions.unused == ("targets[0]: priority P1", "critical: priority P1")


def test_what_all_tickets_use_adds_up() -> None:
    tally = CoverageTally(POLICY)
    for priority in ("P1", "P3"):
        tally.add(a_history(policy=POLICY, priority=priority))
    found = tally.whole()
    assert (found.targets.unused, found.conditions.unused) == ((), ())


def asked(*conditions: Condition) -> Policy:
    return changed(POLICY, rules=(severity_rule("only", when=When(conditions)),), targets=())


P1_OR_P2 = Condition(field="priority", values=("P1", "P2"))
NOT_ACME = Condition(field="customer", values=("acme",), negated=True)


@pytest.mark.parametrize(
    ("log", "used"),
    [
        ({"priority": "P1"}, {"only: priority P1", "only: customer otherwise"}),
        (
            {"priority": "P2", "customer": "birch"},
            {"only: priority P2", "only: customer otherwise"},
        ),
        ({"priority": "P2", "customer": "acme"}, {"only: customer acme"}),
        ({"priority": "P3"}, {"only: priority otherwise"}),
        ({"priority": "P3", "customer": "acme"}, set()),
    ],
)
def test_a_branch_is_taken_while_all_else_is_true(log: dict[str, str], used: set[str]) -> None:
    found = covered(asked(P1_OR_P2, NOT_ACME), (), **log).conditions
    assert set(found.every) - set(found.unused) == used


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("priority", ("P1", "P2", "P3", "P4")),
        ("vip", ("true", "false")),
        ("level", ("L1", "L2", "L3")),
        ("status", ("open", "acknowledged", "waiting", "resolved", "closed")),
    ],
)
def test_there_is_no_other_branch_where_a_ticket_holds_one_of_the_values(
    field: str, values: tuple[str, ...]
) -> None:
    every = covered(asked(Condition(field=field, values=values))).conditions.every
    assert every == tuple(f"only: {field} {value}" for value in values)


def test_whose_yes_is_needed_and_what_is_reviewed_are_conditions_too() -> None:
    functional = POLICY.rules.functional
    free = replace(functional[1], approval=Approval(by="lead", unless=when(vip="true")))
    bare = replace(functional[2], approval=Approval(by="lead"))
    review = Review(required_for=when(priority="P2"), within=DAY)
    policy = changed(
        POLICY, rules=(), targets=(), functional=(functional[0], free, bare), review=review
    )
    assert covered(policy).conditions.every == (
        "approval of L2: vip true",
        "approval of L2: vip otherwise",
        "review: priority P2",
        "review: priority otherwise",
    )


def test_who_is_told_and_when_is_asked_of_tickets_too() -> None:
    people = policy_of(
        "subscribe: [{people: [bo]}, {when: {customer: acme}, people: [max]}]\n"
        "maintenance: [{when: {service: web}, from: 2026-11-24 22:00, until: 2026-11-25 02:00}]\n"
        "people: {ana: {quiet: {outside: office, unless: {priority: P1}}}, bo: {}, cy: {},"
        " di: {quiet: {outside: office}}, lee: {}, max: {}}\n"
        "teams: {frontline: {members: [ana]}, network: {members: [cy, di],"
        " quiet: {outside: office, unless: {vip: true}}}}\n"
    )
    policy = replace(changed(POLICY, rules=(), targets=()), people=people.people)
    found = covered(policy, (), priority="P1", customer="acme").conditions
    assert found.every == (
        "subscribe[1]: customer acme",
        "subscribe[1]: customer otherwise",
        "maintenance[0]: service web",
        "maintenance[0]: service otherwise",
        "quiet of ana: priority P1",
        "quiet of ana: priority otherwise",
        "quiet of team network: vip true",
        "quiet of team network: vip otherwise",
    )
    assert set(found.every) - set(found.unused) == {
        "subscribe[1]: customer acme",
        "maintenance[0]: service otherwise",
        "quiet of ana: priority P1",
        "quiet of team network: vip otherwise",
    }
