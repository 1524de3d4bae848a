"""A judgement takes the ticket, and makes true at once what it says."""

import pytest

from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.verbs.assess import Judgement
from escalate_cli.errors import IllegalTransitionError, UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.assess import assess
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import severity_rule, when
from tests.unit.usecases.conftest import a_context, later, logged, staffed, ticket, told

RULES = (
    Rule(type="skill_gap", name="gap", escalate="skilled"),
    Rule(type="decision", name="decide", escalate="manager"),
    severity_rule("informed", when=when(level="L3"), notify=("director",)),
)


def judged(**said: object) -> Context:
    """Return a context with one ticket that bo has assessed."""
    context = a_context(staffed(rules=RULES))
    logged(context, impact="high", urgency="low")
    assess(later(context, "5m", "bo"), ["1"], Judgement(**said))  # type: ignore[arg-type]
    return context


def test_whoever_assesses_has_taken_it() -> None:
    taken = ticket(judged())
    assert (taken.status, taken.owner, taken.priority) == ("acknowledged", "ana", "P2")


def test_impact_and_urgency_make_the_priority_with_what_is_known() -> None:
    assert ticket(judged(urgency="High")).priority == "P1"
    assert ticket(judged(impact="low")).priority == "P3"
    assert ticket(judged(impact="low", priority="p1")).priority == "P1"


def test_half_a_judgement_makes_no_priority() -> None:
    context = a_context()
    logged(context)
    with pytest.raises(UsageError, match="impact and urgency make the priority together"):
        assess(context, ["1"], Judgement(impact="high"))


def test_a_missing_skill_leads_where_it_is_and_what_follows_happens_at_once() -> None:
    context = judged(skills=("network, firewall",), category="net")
    moved = ticket(context)
    assert (moved.skills, moved.category) == (("network", "firewall"), "net")
    assert (moved.level, moved.status, moved.owner) == ("L3", "open", None)
    assert ("alert", "dora") in told(context)


def test_a_skill_that_nobody_has_is_recorded_and_moves_nothing() -> None:
    context = judged(skills=("sap",))
    assert ticket(context).level == "L1"
    assert list(context.history(context.store.read(), 1).fired) == ["T-1:1:gap:1:0"]


def test_asking_for_a_decision_brings_in_the_manager() -> None:
    context = judged(needs_decision=True)
    assert (ticket(context).management_level, ticket(context).level) == ("manager", "L1")
    assert ("management", "max") in told(context)


def test_what_is_over_is_not_assessed() -> None:
    context = judged()
    resolve(later(context, "1h"), ["1"])
    with pytest.raises(IllegalTransitionError, match="T-1 is resolved: it cannot be assessed"):
        assess(context, ["1"], Judgement())
