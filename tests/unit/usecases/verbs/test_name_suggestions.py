"""A slip is asked about, a VIP that is in vain is said; an unknown name is nobody's business."""

from typing import Any

import pytest

from escalate_cli.domain.policy.people import Customer
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.extensions import is_extension
from escalate_cli.usecases.verbs.name_suggestions import customers, people, stranger, vips
from tests.conftest import severity_rule, targets, when
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


@pytest.mark.parametrize(
    "heeding",
    [
        {"rules": (Rule(type="vip", name="vips", notify=("lead",)),)},
        {"rules": (severity_rule(when=when(vip="true")),)},
        {"targets": (targets(of=when(not_vip="true"), resolve="1h"),)},
    ],
    ids=["a trigger", "a condition of a trigger", "a condition of a target"],
)
def test_a_policy_that_treats_vips_like_everybody_is_named(heeding: dict[str, Any]) -> None:
    [said] = vips(staffed(rules=(severity_rule(),), targets=(targets(resolve="1h"),)))
    assert (
        said == "the policy does nothing for a VIP: none of its rules and conditions asks for one"
    )
    assert not list(vips(staffed(**heeding)))


def test_of_what_triggers_of_other_packages_look_at_nothing_is_said() -> None:
    foreign = Rule(type="some-package:alarm", name="theirs", notify=("lead",))
    assert is_extension(foreign.type)
    assert not list(vips(staffed(rules=(foreign,))))
