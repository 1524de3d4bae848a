"""The people of today as a command finds them: those of the file, and what stands on top."""

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.assignment import Turns, goes_round
from escalate_cli.errors import DamagedHistoryError

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.domain.policy.standing import Standing
    from escalate_cli.domain.policy.standing.gauges import Gauge


class _Reader(Protocol):
    def standing(self) -> "list[Standing]":
        """Return all that was said for the team."""


class _Gauges(Protocol):
    def gauges(self) -> "list[Gauge]":
        """Return the latest value of each gauge."""


class StandingPeople:
    """Follows what the store has of standing entries, as a command reads it."""

    def __init__(self) -> None:
        self._entries: list[Standing] = []
        self._turns = Turns()
        self._made: tuple[Policy, datetime, Policy] | None = None

    def meet(self, view: _Reader) -> None:
        """Take notice of what stands in the store at the moment of a view.

        Where a row was spoilt, the people of the file do; `verify` and `doctor` name it. Nobody's
        turn is known by it: only what decides chooses.
        """
        self._turn_to(Turns())
        try:
            entries = view.standing()
        except DamagedHistoryError:
            entries = []
        if entries != self._entries:
            self._entries, self._made = entries, None

    def choose(self, view: _Gauges, policy: Policy) -> None:
        """Take notice of whose turn it is where tickets go round."""
        if goes_round(policy.people.teams.values()):
            from escalate_cli.domain.policy.standing.gauges import last_turns  # noqa: PLC0415

            try:
                turns = last_turns(view.gauges())
            except DamagedHistoryError:
                turns = {}
            self._turn_to(Turns({team: turn.person for team, turn in turns.items()}))

    def had(self, team: str, person: str) -> None:
        """Go on to the turn after somebody's, where that is not kept yet."""
        self._turn_to(Turns({**(self._turns.last or {}), team: person}))

    def _turn_to(self, turns: Turns) -> None:
        if turns != self._turns:
            self._turns, self._made = turns, None

    def upon(self, policy: Policy, now: datetime) -> Policy:
        """Return a policy with what stands at an instant; the same one as long as that holds."""
        if not self._entries and self._turns.last is None:
            return policy
        if self._made is None or self._made[0] is not policy or self._made[1] != now:
            from escalate_cli.domain.policy.standing import with_standing  # noqa: PLC0415

            people = with_standing(policy.people, self._entries, now)
            people = replace(people, turns=self._turns)
            self._made = policy, now, replace(policy, people=people)
        return self._made[2]
