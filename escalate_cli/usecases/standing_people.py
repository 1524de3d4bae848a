"""The people of today as a command finds them: those of the file, and what stands on top."""

from datetime import datetime
from typing import Protocol

from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.standing import Standing, with_standing
from escalate_cli.errors import DamagedHistoryError


class _Reader(Protocol):
    def standing(self) -> list[Standing]:
        """Return all that was said for the team."""


class StandingPeople:
    """Follows what the store has of standing entries, as a command reads it."""

    def __init__(self) -> None:
        self._entries: list[Standing] = []
        self._made: tuple[Policy, datetime, Policy] | None = None

    def meet(self, view: _Reader) -> None:
        """Take notice of what stands in the store at the moment of a view.

        Where a row was spoilt, the people of the file do; `verify` and `doctor` name it.
        """
        try:
            entries = view.standing()
        except DamagedHistoryError:
            entries = []
        if entries != self._entries:
            self._entries, self._made = entries, None

    def upon(self, policy: Policy, now: datetime) -> Policy:
        """Return a policy with what stands at an instant; the same one as long as that holds."""
        if not self._entries:
            return policy
        if self._made is None or self._made[0] is not policy or self._made[1] != now:
            people = with_standing(policy.people, self._entries, now)
            self._made = policy, now, replace(policy, people=people)
        return self._made[2]
