"""Who is told what, at each step."""

from collections.abc import Iterable
from typing import Any

import pytest

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.messages.message_kind import MessageKind
from escalate_cli.domain.messages.notifications import (
    answering,
    asking,
    assigning,
    closing,
    handoff,
    informed,
    releasing,
    reopening,
    stakeholders_of,
    taking,
    withdrawing,
    writing,
)
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.people import Customer, Person, Subscription, Team
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.people.approvers import Delegation
from tests.conftest import (
    MINUTE,
    MONDAY_NINE,
    a_history,
    a_policy,
    a_ticket,
    after,
    clock_rule,
    escalated,
    reopened,
    resolved,
    taken,
    targets,
    when,
)

SECOND = int(MONDAY_NINE.timestamp())


def _told(messages: Iterable[Message]) -> list[tuple[str, str]]:
    return [(message.kind, message.to) for message in messages]


def test_requester_stakeholders_and_a_customer_with_a_contact_are_informed() -> None:
    policy = a_policy(
        customers={"acme": Customer(id="acme", contact=("mail:x",)), "mute": Customer(id="mute")},
        subscriptions=(
            Subscription(when=when(priority="P1"), people=("max", "lee")),
            Subscription(when=when(priority="P2"), people=("eva",)),
        ),
    )
    ticket = a_ticket(customer="acme", stakeholders=("lee", "kim"), priority="P1")
    assert stakeholders_of(ticket, policy.people) == ("lee", "kim", "max")
    assert informed(ticket, policy.people) == ("kim", "acme", "lee", "max")
    assert informed(a_ticket(customer="mute", requester=None), policy.people) == ()


@pytest.mark.parametrize(
    ("role", "told"),
    [("stakeholders", "max"), ("requester", "kim"), ("owner", "L1-one"), ("team", "L1-one")],
)
def test_a_rule_may_name_a_role(role: str, told: str) -> None:
    policy = a_policy(rules=(clock_rule(at="30m", notify=(role,)),))
    history = a_history(policy=policy, stakeholders=("max",))
    assert _told(Engine(history, policy.people).advance(after("30m")).messages) == [("alert", told)]


@pytest.mark.parametrize(
    ("name", "told"),
    [("night", ["ida", "kai"]), ("ida", ["ida"]), ("nobody", []), ("L1", ["L1-one"])],
    ids=["a team", "a person who is called like a team", "a team of nobody", "a level, too"],
)
def test_a_rule_may_name_a_team_of_which_everybody_hears(name: str, told: list[str]) -> None:
    teams = {
        "night": Team(id="night", members=("ida", "kai"), hours="office"),
        "ida": Team(id="ida", members=("bo",)),
        "nobody": Team(id="nobody"),
        "team-L1": Team(id="team-L1", members=("L1-one",)),
        "L1": Team(id="L1", members=("bo",)),
    }
    persons = {"ida": Person(id="ida", name="Ida")}
    policy = a_policy(rules=(clock_rule(at="12h", notify=(name,)),), teams=teams, people=persons)
    outcome = Engine(a_history(policy=policy), policy.people).advance(after("12h"))
    assert [message.to for message in outcome.messages] == told
    fired = outcome.decisions[0].routed
    assert fired == ("team nobody has no members, and nobody stands in" if not told else "")


@pytest.mark.parametrize(
    ("ladder", "to", "kind"),
    [("functional", "L2", "handoff"), ("management", "lead", "management")],
)
def test_a_move_is_told_to_who_takes_it_and_to_who_follows_it(
    ladder: str, to: str, kind: str
) -> None:
    event = escalated(after("1h"), to, ladder, notified=("bo", "cy"))
    found = list(handoff(a_history(event), event, a_policy().people))
    assert _told(found) == [(kind, "bo"), (kind, "cy"), ("stakeholder_update", "kim")]
    assert found[0].key == f"T-1:1:escalation:2-{SECOND + 3600}:{kind}:bo"


def test_what_is_done_again_after_an_undo_has_a_key_of_its_own() -> None:
    first = escalated(after("1h"), "L2", notified=("bo",), change=7)
    undone = e.ChangeUndone(at=after("2h"), by="ana", undone=7)
    again = escalated(after("2h"), "L2", notified=("bo",))
    keys = [
        next(handoff(a_history(*events), events[-1], a_policy().people)).key
        for events in ((first,), (first, undone, again))
    ]
    assert keys == [
        f"T-1:1:escalation:2-{SECOND + 3600}:handoff:bo",
        f"T-1:1:escalation:4-{SECOND + 7200}:handoff:bo",
    ]


def test_what_is_done_again_after_older_data_came_back_has_a_key_of_its_own() -> None:
    moves = [escalated(at, "L2", notified=("bo",)) for at in (after("1h"), after("2h"))]
    keys = {next(handoff(a_history(move), move, a_policy().people)).key for move in moves}
    assert len(keys) == 2


@pytest.mark.parametrize(("by", "told"), [("ana", [("assigned", "bo")]), ("bo", [])])
def test_a_new_owner_is_told_unless_they_took_it(by: str, told: list[tuple[str, str]]) -> None:
    event = e.TicketAssigned(at=after("1h"), by=by, owner="bo")
    assert _told(assigning(a_history(event), event, a_policy().people)) == told


def test_nobody_is_told_that_a_ticket_has_no_owner() -> None:
    event = e.TicketAssigned(at=after("1h"), by="ana", owner=None)
    assert _told(assigning(a_history(event), event, a_policy().people)) == []


@pytest.mark.parametrize(("owner", "took"), [("bo", "bo"), (None, "L1-one")])
def test_a_reopening_is_told_to_who_must_take_it_again(owner: str | None, took: str) -> None:
    event = reopened(after("2h"))
    history = a_history(resolved(after("1h")), event, owner=owner)
    assert _told(reopening(history, event, a_policy().people)) == [
        *(("reopened", took), ("status_update", "kim")),
    ]


@pytest.mark.parametrize(
    ("imported", "told"),
    [(None, 1), (after("30m"), 1), (after("2h"), 0)],
    ids=["never imported", "solved since", "solved before"],
)
def test_nobody_hears_of_a_closure_that_was_imported(imported: Any, told: int) -> None:
    event = e.TicketClosed(at=after("3h"), by=e.POLICY)
    history = a_history(resolved(after("1h")), event, imported_at=imported)
    assert len(list(closing(history, event, MessageKind.CLOSURE, a_policy().people))) == told


def test_the_policy_tells_when_it_closes() -> None:
    policy = a_policy(close_after=Delay(after("1h") - MONDAY_NINE))
    history = a_history(resolved(after("1h")), policy=policy)
    assert _told(Engine(history, policy.people).advance(after("2h")).messages) == [
        ("closure", "kim")
    ]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(e.EscalationApproved, "approved"), (e.EscalationDeclined, "declined")],
)
def test_an_answer_is_told_to_who_asked(answer: Any, kind: str) -> None:
    history = a_history(
        e.EscalationRequested(
            at=after("1h"), by="bo", ladder="functional", to="L3", approver="lead"
        ),
        answer(at=after("2h"), by="lee", to="L3"),
    )
    assert _told(answering(history, a_policy().people)) == [(kind, "bo")]


@pytest.mark.parametrize(("clock", "kind"), [("update", "reminder"), ("resolve", "alert")])
def test_a_rule_about_updates_reminds(clock: str, kind: str) -> None:
    rule = clock_rule(clock=clock, at="30m", notify=("requester",))
    policy = a_policy(rules=(rule,), targets=(targets(update="1h", resolve="2h"),))
    [message] = Engine(a_history(policy=policy), policy.people).advance(after("30m")).messages
    assert message.kind == kind
    assert ("an update is due" in message.text) is (kind == "reminder")


@pytest.mark.parametrize(
    ("lent", "asked"),
    [
        (("lee", "bo", "1h", "3h"), ["lee", "bo"]),
        (("lee", "bo", "3h", "4h"), ["lee"]),
        (("lee", "bo", "0m", "2h"), ["lee"]),
        (("max", "bo", "1h", "3h"), ["lee"]),
        (("lee", "ana", "1h", "3h"), ["lee"]),
    ],
    ids=["now", "later", "until now", "somebody else's", "to who asks"],
)
def test_a_request_goes_to_whoever_stands_in_as_well(
    lent: tuple[str, str, str, str], asked: list[str]
) -> None:
    person, to, since, until = lent
    delegation = Delegation(person=person, to=to, since=after(since), until=after(until), by=person)
    event = e.EscalationRequested(
        at=after("2h"), by="ana", ladder="functional", to="L3", approver="lead", asked=("lee",)
    )
    found = asking(a_history(event), event, a_policy().people, [delegation])
    assert [message.to for message in found] == asked


def test_a_reminder_says_which_one_it_is() -> None:
    rule = clock_rule(at="30m", notify=("lee",), repeat=Repeat(every=MINUTE, times=3))
    policy = a_policy(rules=(rule,), targets=(targets(resolve="2h"),))
    history = a_history(policy=policy)
    texts = [
        message.text
        for at in ("30m", "31m", "32m")
        for message in Engine(history, policy.people).advance(after(at)).messages
    ]
    assert [text.rpartition("\n")[2] for text in texts] == [
        *("Due: 2026-11-23 11:00 CET", "This is reminder 1.", "This is reminder 2."),
    ]


def test_where_nobody_holds_the_level_nobody_hears_of_a_complaint() -> None:
    event = e.ComplaintReceived(at=after("1h"), by="ana", requester="kim")
    assert list(writing(a_history(event, level="L9"), event, a_policy().people)) == []


@pytest.mark.parametrize(
    ("by", "login", "told"),
    [
        ("ana", None, ["lee", "bo"]),
        ("bo", None, ["lee"]),
        ("ana", "lee", ["bo"]),
    ],
    ids=["somebody else", "one of them", "one of them by their login"],
)
def test_a_release_is_told_to_who_had_it_and_who_is_on_duty_but_not_by_themselves(
    by: str, login: str | None, told: list[str]
) -> None:
    event = e.TicketReleased(
        at=after("1h"), by=by, login=login, former="lee", notified=("bo", "lee")
    )
    found = releasing(a_history(event), event, a_policy().people)
    assert _told(found) == [("released", name) for name in told]


@pytest.mark.parametrize(
    ("former", "by", "told"),
    [("lee", "bo", ["lee"]), ("lee", "lee", []), (None, "bo", [])],
    ids=["another", "themselves", "nobody had it"],
)
def test_who_had_a_ticket_hears_that_another_one_took_it(
    former: str | None, by: str, told: list[str]
) -> None:
    event = taken(after("1h"), by=by)
    found = taking(a_history(event), event, former, a_policy().people)
    assert _told(found) == [("taken", name) for name in told]


def test_what_was_undone_is_told_once_to_people_and_not_to_who_undid_it() -> None:
    event = e.ChangeUndone(at=after("1h"), by="ana", undone=7)
    names = ("lee", "channel:hook", "ana", "kim", "lee")
    found = withdrawing(a_history(event), names, a_policy().people)
    assert _told(found) == [("withdrawn", "lee"), ("withdrawn", "kim")]


def test_a_public_note_goes_to_those_informed_but_for_who_wrote_it() -> None:
    def told(**said: Any) -> list[tuple[str, str]]:
        fields: dict[str, Any] = {"at": after("1h"), "by": "bo", "text": "x", "public": True}
        note = e.NoteAdded(**fields | said)
        history = a_history(note, stakeholders=("lee", "bo"))
        return _told(writing(history, note, a_policy().people))

    assert told() == [("note", "kim"), ("note", "lee")]
    assert told(by="kim") == [("note", "lee"), ("note", "bo")]
    assert told(public=False) == []


def test_the_words_of_the_requester_go_to_the_owner_else_to_the_level() -> None:
    complaint = e.ComplaintReceived(at=after("1h"), by="kim")
    for owner, who in ((None, "L1-one"), ("bo", "bo")):
        history = a_history(complaint, owner=owner)
        assert _told(writing(history, complaint, a_policy().people)) == [("complaint", who)]


def test_a_message_of_an_act_is_named_by_the_place_of_that_very_act() -> None:
    notes = [e.NoteAdded(at=after("1h"), by="bo", text=text, public=True) for text in ("x", "y")]
    history = a_history(*notes)
    keys = [next(iter(writing(history, note, a_policy().people))).key for note in notes]
    assert keys == [f"T-1:1:note:{n}-{SECOND + 3600}:kim" for n in (2, 3)]
    copy = e.NoteAdded(at=after("1h"), by="bo", text="z", public=True)
    [message] = writing(history, copy, a_policy().people)
    assert message.key == keys[1]
