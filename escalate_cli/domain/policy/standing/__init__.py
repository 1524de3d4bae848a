"""Standing entries: what people said that holds for the team and not for one ticket.

An entry is never changed afterwards: another one takes it back. To add a kind: write its class in
a module of this folder, and name it in `AnyStanding`.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.standing.base import Standing, StandingRedacted, StandingUndone
from escalate_cli.domain.policy.standing.duty import DutyOverridden, DutySwapped
from escalate_cli.domain.policy.standing.lent_authority import AuthorityLent
from escalate_cli.domain.policy.standing.maintenance import MaintenanceAdded, MaintenanceEnded
from escalate_cli.domain.policy.standing.merges import StoreMerged

__all__ = [
    "AnyStanding",
    "AuthorityLent",
    "DutyOverridden",
    "DutySwapped",
    "MaintenanceAdded",
    "MaintenanceEnded",
    "Standing",
    "StandingRedacted",
    "StandingUndone",
    "StoreMerged",
    "counting",
    "in_effect",
    "with_standing",
]

AnyStanding = (
    DutyOverridden
    | DutySwapped
    | MaintenanceAdded
    | MaintenanceEnded
    | AuthorityLent
    | StoreMerged
    | StandingRedacted
    | StandingUndone
)


def in_effect(entries: Iterable[Standing], at: datetime) -> Iterator[Standing]:
    """Yield the entries made by an instant that nobody has taken back by then."""
    yield from counting([entry for entry in entries if entry.at <= at])


def counting(entries: Collection[Standing]) -> Iterator[Standing]:
    """Yield the entries that nobody has taken back."""
    undone = {entry.undone for entry in entries if isinstance(entry, StandingUndone)}
    for entry in entries:
        if entry.change not in undone and not isinstance(entry, StandingUndone):
            yield entry


def with_standing(people: People, entries: Iterable[Standing], at: datetime) -> People:
    """Return the people of the file with what the entries make of them at an instant."""
    for entry in in_effect(entries, at):
        people = entry.upon(people)
    return people
