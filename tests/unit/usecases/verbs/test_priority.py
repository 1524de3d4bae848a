"""Impact and urgency make the priority by the policy's matrix, unless a person says it."""

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.usecases.verbs.priority import impact_of, priority_of, urgency_of
from tests.conftest import a_policy

POLICY = a_policy()


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [("high", "high", "P1"), ("high", "low", "P2"), ("low", "high", "P2"), ("low", "low", "P3")],
)
def test_the_matrix_makes_the_priority(impact: str, urgency: str, priority: str) -> None:
    assert priority_of(None, impact, urgency, POLICY.rules, "P9") == priority


def test_a_person_overrules_the_matrix() -> None:
    assert priority_of("p3", "high", "high", POLICY.rules, "P9") == "P3"


def test_without_any_word_it_stays_as_it_was() -> None:
    assert priority_of(None, None, None, POLICY.rules, "P2") == "P2"


@pytest.mark.parametrize(
    ("impact", "urgency", "missing"),
    [("high", None, "--urgency"), (None, "high", "--impact")],
)
def test_half_a_judgement_names_the_other_half(
    impact: str | None, urgency: str | None, missing: str
) -> None:
    with pytest.raises(UsageError) as refused:
        priority_of(None, impact, urgency, POLICY.rules, "P3")
    assert refused.value.help == f"give {missing} too"


def test_words_of_the_matrix_are_written_as_the_policy_has_them() -> None:
    assert (impact_of("HIGH", POLICY.rules), urgency_of("Low", POLICY.rules)) == ("high", "low")
    assert (impact_of(None, POLICY.rules), urgency_of(None, POLICY.rules)) == (None, None)


@pytest.mark.parametrize("read", [impact_of, urgency_of], ids=["impact", "urgency"])
def test_a_word_that_the_matrix_lacks_is_refused_with_those_it_has(read: object) -> None:
    assert callable(read)
    with pytest.raises(UsageError) as refused:
        read("extreme", POLICY.rules)
    assert refused.value.help == "known are high, low"
