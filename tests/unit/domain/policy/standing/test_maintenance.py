"""A window that was announced lies beside those of the file; it can be ended, and both undone."""

from msgspec.structs import replace

from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.policy.standing import (
    AnyStanding,
    MaintenanceAdded,
    MaintenanceEnded,
    StandingUndone,
    with_standing,
)
from tests.conftest import PEOPLE, after, when

DB = when(service="db")
FILED = Window(when=DB, from_at=after("1h"), until_at=after("3h"))
ADDED = MaintenanceAdded(
    at=after("0m"),
    by="ana",
    message="new disk",
    change=4,
    when=DB,
    from_at=after("1h"),
    until_at=after("3h"),
)


def ended(at: str) -> MaintenanceEnded:
    told = {name: getattr(ADDED, name) for name in ("when", "from_at", "until_at")}
    return MaintenanceEnded(at=after(at), by="bo", change=5, **told)


def windows(at: str, *entries: AnyStanding) -> tuple[Window, ...]:
    people = replace(PEOPLE, maintenance=(FILED,))
    return with_standing(people, entries, after(at)).maintenance


def test_a_window_that_was_announced_stands_beside_those_of_the_file() -> None:
    announced = replace(FILED, why="new disk", change=4)
    assert windows("0m", ADDED) == (FILED, announced)
    assert (ADDED.about, ADDED.text) == (
        "service db",
        "maintenance 2026-11-23T09:00:00Z to 2026-11-23T11:00:00Z",
    )


def test_to_end_a_window_cuts_it_short_and_leaves_that_of_the_file_alone() -> None:
    filed, announced = windows("2h", ADDED, ended("2h"))
    assert (filed, announced.until_at) == (FILED, after("2h"))
    assert windows("2h", ADDED, ended("30m")) == (FILED,)
    assert windows("5h", ADDED, ended("5h"))[1].until_at == after("3h")


def test_both_can_be_taken_back() -> None:
    undone = StandingUndone(at=after("2h30m"), by="bo", undone=5, change=6)
    assert windows("2h30m", ADDED, ended("2h"), undone)[1].until_at == after("3h")
    gone = StandingUndone(at=after("2h30m"), by="bo", undone=4, change=6)
    assert windows("2h30m", ADDED, gone) == (FILED,)
