"""A request that nobody has answered reaches those who may answer it by now, each once."""

from collections.abc import Iterable
from datetime import datetime

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.later_approvers import ask_later_approvers, later_approvers
from escalate_cli.domain.policy.people import Person, Team
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.duty_layer import Every, Layer
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.people.approvers import Delegation
from tests.conftest import DAY, a_log, a_policy, after, changed

PLAIN = a_policy()
NAMES = ("ana", "cy", "di", "the-lead", "the-manager", "the-director", "mia")
PEOPLE = {name: Person(id=name, name=name) for name in NAMES}


def policy(*lead: str, **changes: object) -> Policy:
    """Return a policy whose lowest management level is a person, or several in daily turns."""
    start = after("0m").replace(tzinfo=None)
    turns = Layer(
        zone="UTC", turns=tuple((name,) for name in lead), every=Every(time=DAY), starts=start
    )
    lowest = replace(PLAIN.rules.management[0], person=lead[0])
    if len(lead) > 1:
        lowest = replace(lowest, person=None, team="leads")
    told: dict[str, object] = {
        "people": PEOPLE,
        "teams": {"leads": Team(id="leads", members=lead, duty=(turns,))},
        "management": (lowest, *PLAIN.rules.management[1:]),
    }
    return changed(PLAIN, **told | changes)


def asked(by: str = "ana", *, afterwards: bool = False, at: str = "1h") -> e.EscalationRequested:
    return e.EscalationRequested(
        at=after(at),
        by=by,
        ladder="functional",
        origin="L1",
        to="L3",
        approver="lead",
        asked=("the-lead",),
        afterwards=afterwards,
        reason="a router",
    )


def lends(person: str, to: str, since: str, until: str = "9d") -> Delegation:
    return Delegation(person=person, to=to, since=after(since), until=after(until), by=person)


def history(*events: e.Event) -> History:
    return History([a_log(), *events], lambda _: PLAIN.rules)


def named(
    request: e.EscalationRequested, today: Policy, *lent: Delegation, at: str = "2h"
) -> tuple[str, ...]:
    ticket = history(request).ticket
    return later_approvers(ticket, PLAIN.rules, today, lambda: lent, after(at))


@pytest.mark.parametrize(
    ("today", "at", "expected"),
    [
        (policy("the-lead"), "2h", ()),
        (policy("mia"), "2h", ("mia",)),
        (policy("the-lead", "cy"), "23h", ()),
        (policy("the-lead", "cy"), "24h", ("cy",)),
        (policy("ana"), "2h", ("the-manager",)),
        (policy("stranger"), "2h", ()),
    ],
    ids=[
        "nobody came",
        "the policy names another one",
        "the turn goes on",
        "the next turn",
        "who asks is the lead by now, so that the level above is",
        "the policy does not know them",
    ],
)
def test_who_came_since_is_named(today: Policy, at: str, expected: tuple[str, ...]) -> None:
    assert named(asked(), today, at=at) == expected


@pytest.mark.parametrize(
    ("lent", "expected"),
    [
        ([lends("the-lead", "cy", "30m")], ()),
        ([lends("the-lead", "cy", "90m")], ("cy",)),
        ([lends("the-lead", "cy", "3h")], ()),
        ([lends("the-lead", "ana", "90m")], ()),
        ([lends("the-manager", "cy", "90m")], ()),
    ],
    ids=["told at once", "since then", "not yet", "who asked", "of somebody who is not asked"],
)
def test_who_speaks_for_them_since_is_named(
    lent: Iterable[Delegation], expected: tuple[str, ...]
) -> None:
    assert named(asked(), policy("the-lead"), *lent) == expected


def test_a_level_that_the_policy_lost_is_looked_up_in_the_rules_of_the_ticket() -> None:
    renamed = replace(PLAIN.rules.management[0], id="boss", person="mia")
    assert named(asked(), policy("mia", management=(renamed,))) == ()


def ask(told: History, today: Policy, at: datetime) -> list[tuple[str, str]]:
    outcome = ask_later_approvers(told, today, tuple, at)
    return [(message.to, message.kind) for message in outcome.messages]


@pytest.mark.parametrize(
    ("afterwards", "kind"), [(False, "approval_request"), (True, "approval_afterwards")]
)
def test_they_are_asked_once_and_by_the_words_of_the_request(
    *, afterwards: bool, kind: str
) -> None:
    told = history(asked(afterwards=afterwards))
    outcome = ask_later_approvers(told, policy("mia"), tuple, after("2h"))
    [message] = outcome.messages
    assert (message.to, message.kind, message.created_at) == ("mia", kind, after("2h"))
    assert message.text.startswith("ana ")
    assert "a router" in message.text
    [decision] = outcome.decisions
    assert (decision.action, decision.origin, decision.to) == ("asked", "L1", "L3")
    assert (decision.since, decision.noticed_at) == (after("1h"), after("2h"))
    assert decision.notified == ("mia",)
    request = told.ticket.pending_approval
    assert request is not None
    assert request.asked == ("the-lead", "mia")
    assert ask(told, policy("mia"), after("3h")) == []
    assert ask(told, policy("cy"), after("3h")) == [("cy", kind)]
    assert ask(told, policy("the-lead"), after("4h")) == []


def test_a_clock_that_is_behind_asks_at_the_instant_of_the_last_event() -> None:
    told = history(asked())
    ask_later_approvers(told, policy("mia"), tuple, after("0m"))
    assert told.events[-1].at == after("1h")


def test_what_was_asked_again_after_an_undo_goes_by_the_request_that_counts() -> None:
    first = replace(asked(), change=2)
    undo = e.ChangeUndone(at=after("90m"), by="ana", undone=2, change=3)
    again = replace(asked(at="2h"), reason="a switch", change=4)
    [message] = ask_later_approvers(
        history(first, undo, again), policy("mia"), tuple, after("3h")
    ).messages
    assert "a switch" in message.text


def test_nobody_is_asked_where_no_yes_is_waited_for() -> None:
    said_no = e.EscalationDeclined(at=after("90m"), by="the-lead", to="L3")
    for told in (history(), history(asked(), said_no)):
        assert ask(told, policy("mia"), after("2h")) == []


def test_an_event_that_lost_its_request_leaves_the_ticket_alone() -> None:
    later = e.ApproversAsked(at=after("2h"), by=e.POLICY, to="L3", approver="lead", asked=("mia",))
    assert history(later).ticket.pending_approval is None
