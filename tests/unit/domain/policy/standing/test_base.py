"""An entry says its kind, and by itself makes nothing of people."""

from escalate_cli.domain.policy.standing import StandingUndone
from tests.conftest import a_policy, after


def test_taking_back_is_an_entry_that_changes_nobody() -> None:
    people = a_policy().people
    entry = StandingUndone(at=after("0m"), by="ana", undone=3)
    assert entry.upon(people) is people
    assert (entry.kind, entry.about, entry.text, entry.is_of_policy) == (
        "standing_undone",
        "",
        "",
        False,
    )
