"""A slip is asked about; a name that is only unknown is nobody's business."""

import pytest

from escalate_cli.domain.policy.people import Customer
from escalate_cli.usecases.verbs.name_suggestions import customers, people, stranger
from tests.unit.usecases.conftest import staffed

POLICY = staffed(customers={"acme": Customer(id="acme")})


@pytest.mark.parametrize(
    ("name", "meant"),
    [("anna", "ana"), ("doraa", "dora"), ("monitoring", None), ("ana", None), ("", None)],
)
def test_a_name_that_is_like_one_of_the_policy_is_asked_about(name: str, meant: str | None) -> None:
    asked = f"the policy does not know '{name}'; did you mean '{meant}'?"
    assert list(people([name], POLICY.people)) == ([asked] if meant else [])


def test_customers_have_names_of_their_own() -> None:
    assert list(customers(["acmee", "acme", "ana"], POLICY.people)) == [
        "the policy does not know 'acmee'; did you mean 'acme'?"
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("anna", "did you mean 'ana'?"),
        ("monitoring", "the team is ana, bo, lee, cy, di, max, dora"),
    ],
)
def test_a_stranger_is_named_with_whoever_may_be_meant(name: str, meant: str) -> None:
    said = stranger(name, POLICY.rules, POLICY.people)
    assert said == f"the policy does not know '{name}', whose words and acts meet no duty; {meant}"
