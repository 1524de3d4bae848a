"""The people of the file stay the same value until something stands on top of them."""

from escalate_cli.domain.policy.standing import DutyOverridden, Standing
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.usecases.standing_people import StandingPeople
from tests.conftest import after
from tests.unit.usecases.conftest import staffed

POLICY = staffed()


class _SpoiltView:
    def standing(self) -> list[Standing]:
        raise DamagedHistoryError("a row cannot be read", "escalate doctor")


class _View:
    def __init__(self, *entries: Standing) -> None:
        self.entries = list(entries)

    def standing(self) -> list[Standing]:
        return self.entries


ENTRY = DutyOverridden(
    at=after("1h"), by="lee", team="network", person="bo", from_at=after("1h"), until_at=after("9h")
)


def test_where_a_row_was_spoilt_the_people_are_those_of_the_file() -> None:
    people = StandingPeople()
    people.meet(_View(ENTRY))
    people.meet(_SpoiltView())
    assert people.upon(POLICY, after("2h")) is POLICY


def test_without_entries_the_policy_is_that_of_the_file() -> None:
    people = StandingPeople()
    people.meet(_View())
    assert people.upon(POLICY, after("0m")) is POLICY


def test_with_entries_the_same_value_is_given_until_time_or_entries_are_others() -> None:
    people = StandingPeople()
    people.meet(_View(ENTRY))
    first = people.upon(POLICY, after("2h"))
    assert len(first.people.teams["network"].duty) == 2
    people.meet(_View(ENTRY))
    assert people.upon(POLICY, after("2h")) is first
    assert people.upon(POLICY, after("0m")).people == POLICY.people
    people.meet(_View())
    assert people.upon(POLICY, after("2h")) is POLICY
