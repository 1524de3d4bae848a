"""Conditions of a row or a rule: which of them still hold after the rule's own move."""

from escalate_cli.domain.policy.sections.conditions import When
from tests.conftest import when


def test_what_a_rule_may_change_itself_is_no_lasting_condition() -> None:
    asked = when(priority="P3", level="L1", not_team="front")
    assert asked.lasting == when(priority="P3")
    assert When().lasting == When()
