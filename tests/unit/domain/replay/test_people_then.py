"""In a replay somebody has a duty from when that was said until it was taken back."""

from msgspec.structs import replace

from escalate_cli.domain.policy.duty.on_duty import on_duty
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.standing import DutyOverridden, MaintenanceAdded, StandingUndone
from escalate_cli.domain.replay.people_then import PeopleThen
from tests.conftest import after
from tests.unit.usecases.conftest import staffed

PEOPLE = staffed().people
TAKEN = DutyOverridden(
    at=after("1h"),
    by="lee",
    team="network",
    person="bo",
    from_at=after("2h"),
    until_at=after("9h"),
    change=1,
)
ENTRIES = (TAKEN, StandingUndone(at=after("4h"), by="lee", undone=1, change=2))


def crew(then: PeopleThen, at: str) -> tuple[str, ...]:
    people = then.at(after(at))
    return on_duty(people.teams["network"], people, after(at)).people


def test_a_duty_is_taken_over_from_when_that_was_said_until_it_was_taken_back() -> None:
    then = PeopleThen(PEOPLE, ENTRIES)
    assert [crew(then, at) for at in ("90m", "3h", "5h")] == [("cy", "di"), ("bo",), ("cy", "di")]


def test_people_are_the_same_value_until_something_was_said() -> None:
    then = PeopleThen(PEOPLE, ENTRIES)
    assert then.at(after("0m")) is PEOPLE
    assert then.at(after("2h")) is then.at(after("3h"))


def test_windows_are_those_of_the_record_alone() -> None:
    window = MaintenanceAdded(
        at=after("1h"), by="lee", when=When(), from_at=after("1h"), until_at=after("2h")
    )
    then = PeopleThen(replace(PEOPLE, maintenance=()), [window])
    assert then.at(after("90m")).maintenance == ()
