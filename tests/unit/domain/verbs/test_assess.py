"""A judgement is recorded with the priority that it makes."""

import pytest

from escalate_cli.domain.verbs.assess import Judgement, assess
from escalate_cli.domain.verbs.outcome import Cause
from escalate_cli.domain.verbs.situation import Situation
from tests.conftest import MONDAY_NINE, resolved
from tests.unit.domain.verbs.conftest import events_of, facing, refusal_of


def test_what_is_judged_is_recorded() -> None:
    judged = Judgement(
        impact="high", urgency="low", category="net", skills=("dns",), needs_decision=True
    )
    [event] = events_of(assess(facing(), judged))
    assert (event.impact, event.urgency, event.priority) == ("high", "low", "P2")
    assert (event.category, event.skills, event.needs_decision) == ("net", ("dns",), True)


def test_no_opinion_leaves_the_priority_alone() -> None:
    [event] = events_of(assess(facing(priority="P1"), Judgement(message="seen")))
    assert (event.priority, event.impact, event.skills, event.message) == ("P1", None, None, "seen")


@pytest.mark.parametrize(
    ("at", "judged", "reason", "cause"),
    [
        (facing(resolved(MONDAY_NINE)), Judgement(), "is resolved", Cause.STATUS),
        (facing(by="zoe"), Judgement(), "who is not of the team", Cause.RULE),
        (facing(), Judgement(impact="dire"), "there is no impact", Cause.WORDING),
    ],
    ids=["over", "an outsider", "no such word"],
)
def test_a_refusal_says_why(at: Situation, judged: Judgement, reason: str, cause: Cause) -> None:
    refused = refusal_of(assess(at, judged))
    assert reason in refused.reason
    assert refused.cause is cause


def test_a_judgement_keeps_the_priority_before() -> None:
    [event] = events_of(assess(facing(priority="P1"), Judgement(priority="P3", message="x")))
    assert (event.priority_before, event.priority) == ("P1", "P3")
