"""What every event says: when, who, and its place in the chain."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Annotated, ClassVar, Self

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.ticket.actor import POLICY
from escalate_cli.domain.ticket.events.wording import Clause, spaced
from escalate_cli.domain.ticket.held import Held
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.ticket import Status, Ticket
from escalate_cli.domain.time.plain_values import kind_name
from escalate_cli.domain.time.timezones import Instant

Words = Annotated[str, msgspec.Meta(extra={"words": True})]
"""What a person wrote freely, and may have to go; see `redaction`."""

_NO_TIME = timedelta(0)


class Event(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,  # no value leads back to itself
    tag_field="kind",
    tag=kind_name,
):
    """One fact, never changed afterwards.

    Attributes:
        at: the instant it took effect, UTC; never before the event it follows.
        by: who did it; `login` is the real account where somebody spoke for another.
        clock_at: what the clock said, where it was behind the ticket's history, or where a person
            typed an earlier instant.
        seq: running number in the store; `change` numbers the command.
        digest: chains the event to the one before it; given by the store.
        redacted: its free text was removed; the digest is that of the whole event.
        party: whose side it is of; what was recorded before there were parties has none.
        window: the maintenance in which it happened, or that was over since the event before it.
        lasts: it counts also where the change that it came with is undone.
        makes_step: the ticket stands otherwise from it on; `moves_clocks` its clocks, too.
        begins_ticket: it is the log; `begins_cycle`: all duties begin with it.
        is_solution: the duty to resolve is done, and all others are dropped.
        is_for_team: nobody else may do it, so that whoever does is of the team.
        response: as which of the policy's words it is a response, where it is one.
        changes_policy: the calendars may be others under the same names.
        happens_in: how a ticket may stand when it happens to it.
        messages: the kinds of messages that may tell of it.
    """

    lasts: ClassVar[bool] = False
    makes_step: ClassVar[bool] = True
    moves_clocks: ClassVar[bool] = True
    begins_ticket: ClassVar[bool] = False
    begins_cycle: ClassVar[bool] = False
    is_solution: ClassVar[bool] = False
    is_for_team: ClassVar[bool] = False
    response: ClassVar[str] = "acknowledge"
    changes_policy: ClassVar[bool] = False
    happens_in: ClassVar[Collection[Status]] = tuple(Status)
    messages: ClassVar[tuple[str, ...]] = ()

    at: Instant
    by: str
    login: str | None = None
    party: Party | None = None
    clock_at: Instant | None = None
    window: Held | None = None
    seq: int = 0
    change: int = 0
    digest: str = ""
    redacted: bool = False

    @property
    def recorded_by(self) -> str:
        """Return who had it written down: who did it, unless it was told by somebody else."""
        return self.by

    @property
    def is_of_policy(self) -> bool:
        """Tell whether the policy did it, and no person."""
        return self.by == POLICY

    @property
    def is_decided(self) -> bool:
        """Tell whether the policy made it of what it was told; what it heard itself has a party."""
        return self.is_of_policy and self.party is None

    @property
    def is_touch(self) -> bool:
        """Tell whether a person did something about the ticket by it."""
        return not self.is_of_policy

    @property
    def is_act(self) -> bool:
        """Tell whether a person went on with the ticket by it, and corrected nothing."""
        return self.is_touch and self.makes_step

    @property
    def is_verdict(self) -> bool:
        """Tell whether the policy went on with the ticket by it."""
        return self.is_of_policy and self.makes_step and not self.lasts

    @property
    def is_undoable(self) -> bool:
        """Tell whether it can count no more: what corrects, sends or notes only, stays."""
        return self.is_act or self.is_verdict

    @property
    def is_spoken(self) -> bool:
        """Tell whether it proves that the policy was not silent when it happened."""
        return False

    @property
    def is_by_team(self) -> bool:
        """Tell whether it is the team's, as far as was recorded."""
        return self.party in {None, Party.TEAM}

    @property
    def is_word_of_requester(self) -> bool:
        """Tell whether it is a word of the requester's side, whoever types it."""
        return False

    def of(self, party: Party) -> Self:
        """Return it as the act of a party."""
        return replace(self, party=party)

    @property
    def is_new(self) -> bool:
        """Tell whether it is in no store yet."""
        return not self.digest

    def apply(self, ticket: Ticket) -> Ticket:
        """Return the ticket after it; which clocks that moves is said by the properties below."""
        touched_at = self.at if self.is_touch else ticket.touched_at
        updated_at = self.at if self.is_update else ticket.updated_at
        return replace(self._after(ticket), updated_at=updated_at, touched_at=touched_at)

    @property
    def is_update(self) -> bool:
        """Tell whether the ticket says of itself that it was changed by it."""
        return True

    def _after(self, ticket: Ticket) -> Ticket:
        """Most of what is said, found and sent leaves the state alone."""
        return ticket

    @property
    def is_arrival(self) -> bool:
        """Tell whether the ticket comes to a functional level by it."""
        return False

    @property
    def is_release(self) -> bool:
        """Tell whether its level must acknowledge it anew, though the ticket has not moved."""
        return False

    @property
    def is_answer(self) -> bool:
        """Tell whether it is a public word of the team."""
        return False

    @property
    def reports(self) -> int:
        """Return how many reports under the ticket's key it tells of."""
        return 0

    @property
    def severity(self) -> str | None:
        """Return the priority that a report names, or that follows from what it names."""
        return None

    @property
    def is_word(self) -> bool:
        """Tell whether somebody says something by it, whoever may read that."""
        return False

    @property
    def is_unasked(self) -> bool:
        """Tell whether the team begins with it, before the requester has spoken."""
        return False

    @property
    def over_at_once(self) -> Mapping[str, bool]:
        """Name the clocks that end as they begin, and tell whether the duty is done."""
        return {}

    def asks(self, _ticket: Ticket) -> bool:
        """Tell whether the requester's side waits for an answer from it on."""
        return False

    @property
    def has_waited(self) -> timedelta:
        """Return how long the question that it brings has waited elsewhere."""
        return _NO_TIME

    @property
    def ends_duties(self) -> bool:
        """Tell whether nothing is owed on the ticket after it, nor judged by it."""
        return False

    @property
    def agrees_on_date(self) -> bool:
        """Tell whether by it the ticket has a date that was agreed for its resolution."""
        return False

    @property
    def is_duplicate(self) -> bool:
        """Tell whether the ticket repeats another one from it on, and has no duties of its own."""
        return False

    def takes(self, _ticket: Ticket) -> bool:
        """Tell whether somebody takes the ticket by it."""
        return False

    def responds(self, ticket: Ticket) -> bool:
        """Tell whether it is one of the responses that a policy may list, as taking it is."""
        return self.takes(ticket)

    @property
    def decides(self) -> str | None:
        """Return the key of the finding that it decides."""
        return None

    @property
    def notices(self) -> tuple[int, str, int] | None:
        """Return the run of a clock whose breach it puts on record: cycle, name and number."""
        return None

    @property
    def takes_back(self) -> tuple[int, ...]:
        """Return the numbers of the changes that count no more by it."""
        return ()

    @property
    def recounts(self) -> tuple[int, int] | None:
        """Return the cycle that counts by other rules from its beginning on, and by which."""
        return None

    @property
    def moves_by(self) -> str | None:
        """Return the key of the finding by which it moves the ticket up."""
        return None

    @property
    def leads_to(self) -> str | None:
        """Return the level to which it moves the ticket up."""
        return None

    @property
    def turn(self) -> tuple[str, str] | None:
        """Return the team whose tickets go round, and who had its turn by it."""
        return None

    @property
    def handed_to(self) -> str | None:
        """Return the person to whom it hands the ticket over."""
        return None

    @property
    def heard_by(self) -> tuple[str, ...]:
        """Return who hears of it at once."""
        return ()

    def is_told_as(self, message: str) -> bool:
        """Tell whether a kind of message tells of it."""
        return message in self.messages

    def is_news(self, _before: Ticket) -> bool:
        """Tell whether somebody may have to hear of it, by how the ticket stood before."""
        return bool(self.messages)

    def is_of_mail(self, _mail: str) -> bool:
        """Tell whether it keeps what stands in the mail of that id."""
        return False

    def is_log_of(self, _ticket_id: str) -> bool:
        """Tell whether a ticket of that id begins with it."""
        return False

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say in one line what happened, clause by clause; what is empty is left out."""
        return (spaced(kind_of(self).removeprefix("ticket_")),)

    @property
    def written(self) -> str:
        """Return what somebody wrote with it, perhaps in several lines."""
        return str(getattr(self, "message", ""))


def kind_of(event: Event) -> str:
    """Return the event's name as histories and scripts know it."""
    return str(event.__struct_config__.tag)


class ByTheWay(Event, frozen=True, kw_only=True):
    """An act about something else, which takes the ticket where nobody has it.

    Attributes:
        in_passing: by one of the team who may not take what was handed up; the level still has to.
    """

    in_passing: bool = False

    def responds(self, ticket: Ticket) -> bool:
        """Taking it would be a response, and whoever of the team does it has looked at it."""
        return replace(self, in_passing=False).takes(ticket)
