"""Rules that a ticket keeps from its log on: who answers how fast, what climbs, and to where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from operator import attrgetter
from typing import Annotated, Literal, get_args

import msgspec

from escalate_cli.domain.policy.sections.calendars import CalendarsAsked, CalendarSpec
from escalate_cli.domain.policy.sections.clock_name import PAUSED_BY_DEFAULT, ClockName
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.policy.sections.named_rule import NamedRule
from escalate_cli.domain.policy.sections.policy_key import (
    Doc,
    ManagementLevel,
    MessageName,
    Name,
    PersonName,
    PriorityName,
    TeamName,
    Word,
)
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.policy.sections.review import Review
from escalate_cli.domain.policy.sections.stale_acknowledgement import UnackAfter
from escalate_cli.domain.policy.sections.ticket_outcome import OUTCOMES, Outcomes
from escalate_cli.domain.policy.sections.waiting import Waiting
from escalate_cli.domain.policy.target import TargetRows, TargetRule
from escalate_cli.domain.time.calendar import BusinessCalendar

FUNCTIONAL = "functional"
MANAGEMENT = "management"
Response = Literal["note", "acknowledge", "assess"]
RESPONSES: tuple[Response, ...] = get_args(Response)
"""What the team may do that is a first response: write to the requester, take it, judge it."""


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """Whose yes a person needs to escalate into a level.

    Attributes:
        by: a level of the management ladder.
        unless: tickets that need none; nothing means every ticket needs it.
        people: those who need none.
        auto_after: a request that nobody answered is approved then.
    """

    by: Annotated[ManagementLevel, Doc("level of the management ladder", "lead")]
    unless: Annotated[
        When | None,
        Doc(
            "[condition](#when) on tickets that need none; `people` in it lists those who need"
            " none",
            "{priority: P1, people: [bo]}",
            "nobody",
        ),
    ] = None
    people: tuple[str, ...] = ()
    auto_after: Annotated[
        timedelta | None,
        Doc("duration after which an unanswered request is approved", "30m", "never"),
    ] = None


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """A rung of a ladder; the work goes to a team or to one person."""

    id: Annotated[str, Word("person or level"), Doc("name", "L2", names=("level",))]
    name: Annotated[str, Doc("text", "Network engineers", "that of `level`")]
    ladder: str
    rank: int
    team: Annotated[TeamName | None, Doc("team that takes tickets here", "network")] = None
    person: Annotated[
        PersonName | None, Doc("person who takes tickets here, instead of a team", "lee")
    ] = None
    approval: Annotated[
        Approval | None,
        Doc("[whose yes is needed](#laddersladderapproval)", "{by: lead}", "nobody's"),
    ] = None
    unack_after: UnackAfter = None


class Rule(NamedRule, frozen=True, kw_only=True):
    """One trigger of the policy: its type, its settings and what it does.

    Attributes:
        settings: the fields of that trigger as JSON, decoded by `triggers.build`.
        escalate: `next`, `skilled`, a level of either ladder, or nothing.
        notify: roles, levels or people who are told.
    """

    when: Annotated[
        When, Doc("[condition](#when)", "{priority: P1, level: L1}", "every ticket")
    ] = When()
    settings: str = "{}"
    escalate: Annotated[
        Annotated[str, Word("move")] | None,
        Doc(
            "`next` level, `skilled` (the lowest higher level with all needed skills), or a level"
            " of either ladder",
            "next",
            "no move",
        ),
    ] = None
    notify: Annotated[
        tuple[Annotated[str, Word("audience")], ...],
        Doc(
            "list of `requester` `owner` `team` `stakeholders`, levels, people and teams",
            "[owner, lead]",
            "nobody",
        ),
    ] = ()
    set_priority: Annotated[PriorityName | None, Doc("priority", "P1", "unchanged")] = None
    repeat: Annotated[
        Repeat | None, Doc("[reminders](#triggersrepeat)", "{every: 15m, times: 3}")
    ] = None
    message: Annotated[
        MessageName | None,
        Doc("name of the [text](#messages) for those who are notified", "alert", "`alert`"),
    ] = None


class Rules(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What one version of a policy says of tickets; a ticket follows one until it is moved.

    Attributes:
        id: SHA-256 of the source text; names the version a ticket is pinned to.
        priorities: most urgent first.
        triggers: in the order of the file.
        pauses: the clocks that stand still while a ticket is waiting.
        at_risk: share of a target after which a running clock is at risk.
        catch_up: `highest` or `climb`, for several moves that are due at once.
        handoff_requires: out of tried, impact_note, next_step.
    """

    id: str
    name: Annotated[str, Doc("text", "IT support")] = "policy"
    calendars: Annotated[
        Mapping[str, CalendarSpec],
        Doc(
            "[calendars](#calendarsname) by name; `always` is built in",
            '{office: {mon-fri: "09:00-17:00"}}',
            "none",
        ),
    ]
    priorities: Annotated[
        tuple[Name, ...], Doc("list of names, the most urgent first", "[P1, P2, P3]")
    ]
    default_priority: Annotated[
        PriorityName, Doc("the priority of a ticket that says nothing else", "P3")
    ]
    matrix: Annotated[
        Mapping[str, Mapping[str, str]],
        Doc(
            "for each impact, the priority by urgency; every pair must be there",
            "{high: {high: P1, low: P2}, low: {high: P2, low: P3}}",
            "none",
        ),
    ]
    functional: tuple[Level, ...]
    management: tuple[Level, ...]
    targets: Annotated[
        tuple[TargetRule, ...], Doc("list of [targets](#targets)", "[{resolve: 24h}]")
    ] = ()
    triggers: Annotated[
        tuple[Rule, ...],
        Doc(
            "list of [triggers](#triggers)",
            "[{type: vip, name: vip, notify: lead}]",
            names=("triggers",),
        ),
    ] = msgspec.field(name="rules", default=())
    review: Annotated[
        Review | None,
        Doc("[which tickets owe a review](#review)", "{required_for: {priority: P1}, within: 7d}"),
    ] = None
    wait: Annotated[Waiting, Doc("[what a wait wants](#wait)", "{reason: required}", "nothing")] = (
        Waiting()
    )
    close_after: Annotated[
        Delay | None,
        Doc(
            "duration after which a resolved ticket closes by itself, or"
            " [business time](#close_after)",
            "3d",
            "never",
        ),
    ] = None
    after_resolution: Annotated[
        Literal["answer", "reopen", "ignore"],
        Doc(
            "what a word of the requester's side on a resolved or closed ticket does: `answer`: it"
            " wants an answer; `reopen`: it reopens the ticket; `ignore`: nothing",
            "reopen",
        ),
    ] = "answer"
    reopening: Annotated[
        Literal["new", "continue"],
        Doc(
            "which clocks a reopened ticket has: `new` ones; `continue`: `resolve` and `level` go"
            " on with what they had spent, and a first response that was given stays given",
            "continue",
        ),
    ] = "new"
    reopen_within: Annotated[
        Delay | None,
        Doc(
            "duration from the resolution in which a report under its key reopens a ticket, or"
            " [business time](#close_after)",
            "14d",
            "never",
        ),
    ] = None
    retain: Annotated[timedelta, Doc("duration after which a closed ticket is archived", "90d")] = (
        timedelta(days=30)
    )
    pauses: Annotated[
        tuple[ClockName, ...],
        Doc(
            "list of the clocks that stand still while a ticket is waiting",
            "[resolve, level]",
            "all but `acknowledge`",
        ),
    ] = PAUSED_BY_DEFAULT
    at_risk: Annotated[
        float,
        Word("share"),
        Doc("share of a target after which a clock is at risk, between 0 and 1", "0.8", "`75%`"),
    ] = 0.75
    catch_up: Annotated[
        Literal["highest", "climb"],
        Doc(
            "`highest`: of several moves that are due at once, the highest is made; `climb`: one"
            " rung a run",
            "climb",
        ),
    ] = "highest"
    handoff_requires: tuple[str, ...] = ()
    response: Annotated[
        tuple[Response, ...],
        Doc(
            "list of what is a first response: `note` (a public word), `acknowledge`, `assess`",
            "[note]",
            "all three",
        ),
    ] = RESPONSES
    outcomes: Outcomes = msgspec.field(default_factory=OUTCOMES.copy)

    @cached_property
    def asked_by_targets(self) -> Callable[[object], object]:
        """Return what reads the fields of a ticket that say which rows of the targets match it."""
        asked = {each.field for row in self.targets for each in row.when.conditions}
        return attrgetter(*sorted(asked or {"priority"}))

    @cached_property
    def by_key_name(self) -> Mapping[str, Rule]:
        """Return the triggers in their order, by the names that keys of their decisions bear."""
        return {rule.key_name: rule for rule in self.triggers}

    @cached_property
    def _levels(self) -> dict[str, Level]:
        return {level.id: level for level in self.levels()}

    @cached_property
    def targets_by_values(self) -> dict[object, TargetRows]:
        """Return the memory of which rows match which values of those fields; filled as met."""
        return {}

    @property
    def wants_words(self) -> bool:
        """Tell whether nothing but words to the requester is a first response."""
        return self.response == ("note",)

    @cached_property
    def calendar(self) -> Callable[[str], BusinessCalendar]:
        """Return what finds the calendar of a name."""
        return CalendarsAsked(self.calendars).__getitem__

    def levels(self) -> Iterator[Level]:
        """Yield every level of both ladders, lowest first in each."""
        return iter((*self.functional, *self.management))

    def level(self, level_id: str) -> Level | None:
        """Return the level of either ladder with that id."""
        return self._levels.get(level_id)

    def priority_of(self, impact: str, urgency: str) -> str | None:
        """Return the priority that the matrix gives; words of another version make none."""
        return self.matrix.get(impact, {}).get(urgency)


RulesOf = Callable[[str], Rules]
"""Finds the rules of the policy version with a given id."""
