"""Authority that is lent names both people and its span, and changes nobody's duty."""

from escalate_cli.domain.policy.standing import AuthorityLent
from tests.conftest import MONDAY_NINE, a_policy, after

LENT = AuthorityLent(
    at=MONDAY_NINE, by="max", person="lee", to="bo", from_at=MONDAY_NINE, until_at=after("2h")
)


def test_it_says_whose_it_is_who_may_use_it_and_when() -> None:
    assert (LENT.about, LENT.text) == ("lee", "bo 2026-11-23T08:00:00Z to 2026-11-23T10:00:00Z")


def test_people_stay_as_they_are() -> None:
    people = a_policy().people
    assert LENT.upon(people) is people
