"""Impact and urgency make the priority by the policy's matrix, unless a person says it."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.people import Customer
from escalate_cli.domain.verbs.outcome import Cause, Refused
from escalate_cli.domain.verbs.priority import (
    Said,
    Triage,
    is_vip,
    triage_of,
    triaged,
)
from tests.conftest import a_policy
from tests.unit.domain.verbs.conftest import facing, recorded, refusal_of

RULES = a_policy().rules
HELD = Triage(priority="P9")


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [("high", "high", "P1"), ("high", "low", "P2"), ("low", "high", "P2"), ("low", "low", "P3")],
)
def test_the_matrix_makes_the_priority(impact: str, urgency: str, priority: str) -> None:
    found = triaged(Said(impact=impact, urgency=urgency), HELD, RULES)
    assert found == Triage(priority=priority, impact=impact, urgency=urgency)


def test_a_person_overrules_the_matrix() -> None:
    found = triaged(Said(priority="p3", impact="high", urgency="high"), HELD, RULES)
    assert found == Triage(priority="P3", impact="high", urgency="high")


def test_without_any_word_it_stays_as_it_was() -> None:
    held = Triage(priority="P2", impact="high", urgency="high")
    assert triaged(Said(), held, RULES) == Triage(priority="P2")


def test_what_is_not_said_is_what_the_ticket_has() -> None:
    at = facing(impact="high", urgency="high")
    assert triage_of(at, Said(urgency="low")) == Triage(priority="P2", urgency="low")


@pytest.mark.parametrize(
    ("said", "missing"),
    [(Said(impact="high"), "--urgency"), (Said(urgency="high"), "--impact")],
)
def test_half_a_judgement_names_the_other_half(said: Said, missing: str) -> None:
    refused = refusal_of(triaged(said, HELD, RULES))
    assert (refused.help, refused.cause) == (f"give {missing} too", Cause.WORDING)


def test_words_of_the_matrix_are_written_as_the_policy_has_them() -> None:
    found = triaged(Said(impact="HIGH", urgency="Low"), HELD, RULES)
    assert found == Triage(priority="P2", impact="high", urgency="low")


@pytest.mark.parametrize("what", ["impact", "urgency"])
def test_a_word_that_the_matrix_lacks_is_refused_with_those_it_has(what: str) -> None:
    refused = refusal_of(triaged(replace(Said(), **{what: "extreme"}), HELD, RULES))
    assert refused == Refused(f"there is no {what} 'extreme'", "known are high, low", Cause.WORDING)


@pytest.mark.parametrize("what", ["impact", "urgency"])
def test_where_there_is_no_matrix_a_priority_is_given(what: str) -> None:
    plain = replace(RULES, matrix={})
    refused = refusal_of(triaged(replace(Said(), **{what: "high"}), HELD, plain))
    way = "the policy makes no priority of impact and urgency: give -p P1"
    assert refused == Refused(f"there is no {what} 'high'", f"{way}, or P2, P3", Cause.WORDING)
    sole = refusal_of(triaged(Said(impact="high"), HELD, replace(plain, priorities=("P1",))))
    assert sole.help == way


def test_an_impact_of_an_older_policy_makes_no_priority() -> None:
    held = Triage(priority="P2", impact="dire", urgency="low")
    refused = refusal_of(triaged(Said(urgency="high"), held, RULES))
    assert refused.reason == "the policy makes no priority of impact dire and urgency high"
    assert refused.help == "give --priority too"


def test_words_on_record_stay_as_they_are() -> None:
    at = recorded(facing())
    said = Said(priority="P7", impact="dire", urgency="low")
    assert triage_of(at, said) == Triage(priority="P7", impact="dire", urgency="low")


def test_a_customer_may_be_a_vip() -> None:
    people = a_policy(
        customers={"acme": Customer(id="acme", vip=True), "beta": Customer(id="beta")}
    ).people
    vips = [is_vip(customer, people) for customer in ("acme", "beta", "other", None)]
    assert vips == [True, False, False, False]
