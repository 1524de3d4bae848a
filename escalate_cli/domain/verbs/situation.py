"""The situation of a person's act: the ticket, the people of today, who acts and when."""

from datetime import datetime

import msgspec

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket.actor import Stamp
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.people.party import party_of
from escalate_cli.domain.ticket.ticket import Ticket


class Situation(msgspec.Struct, frozen=True):
    """All that decides what becomes of an act.

    Attributes:
        ticket: as it stands at that instant; a wait with an end may be over.
        policy: the one in force today, whatever rules the ticket follows.
        is_on_record: it was done once, so that who may do it, with which words, is asked no more.
    """

    history: History
    ticket: Ticket
    policy: Policy
    stamp: Stamp
    is_on_record: bool = False

    @property
    def rules(self) -> Rules:
        """Return the rules that the ticket follows."""
        return self.history.rules

    @property
    def people(self) -> People:
        """Return the people of today."""
        return self.policy.people

    @property
    def by(self) -> str:
        """Return the name of who acts."""
        return self.stamp["by"]

    def party_of(self, person: str) -> Party:
        """Return for whom somebody speaks on the ticket, by the people of today."""
        return party_of(person, self.ticket, self.policy.rules, self.people)

    @property
    def now(self) -> datetime:
        """Return the instant of the act."""
        return self.stamp["at"]


def situation_of(
    history: History, policy: Policy, stamp: Stamp, *, is_on_record: bool = False
) -> Situation:
    """Return where an act meets a ticket; its clocks are counted up only where a wait is over."""
    ticket, now = history.ticket, stamp["at"]
    if ticket.wait_ended_at(now) is not None:
        ticket = history.seen(now)
    return Situation(history, ticket, policy, stamp, is_on_record)
