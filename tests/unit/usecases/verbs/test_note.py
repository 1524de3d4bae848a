"""Words on a ticket: who said them decides what they do."""

import pytest

from escalate_cli.domain.policy.people import Team
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.ticket import events as e
from escalate_cli.errors import TicketNotFoundError, UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.note import complain, note
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import after
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket, told

BOTH = Team(id="frontline", members=("ana", "bo"))
ANGRY = Rule(
    type="complaints",
    name="angry",
    settings='{"count": 3, "within": "P14D", "by": "requester"}',
    escalate="lead",
)


def last(context: Context) -> e.Event:
    return context.store.read().events(1)[-1]


def test_a_note_is_internal_unless_it_is_told_to_be_public() -> None:
    context = a_context()
    logged(context, requester="kim")
    note(context, ["1"], "looked at the logs")
    note(later(context, "1m"), ["1"], "we are on it", public=True)
    notes = [x for x in context.store.read().events(1) if isinstance(x, e.NoteAdded)]
    assert [(x.text, x.public, x.from_requester) for x in notes] == [
        ("looked at the logs", False, False),
        ("we are on it", True, False),
    ]


@pytest.mark.parametrize("own", [True, False], ids=["by the requester", "on their behalf"])
def test_the_requesters_words_are_public_and_end_a_wait_for_them(own: bool) -> None:
    context = a_context()
    logged(context, requester="kim")
    wait(context, ["1"], "requester")
    note(later(context, "1h", "kim" if own else "ana"), ["1"], "here it is", from_requester=not own)
    word = last(context)
    assert isinstance(word, e.NoteAdded)
    assert (word.public, word.from_requester) == (True, True)
    assert (ticket(context).status, ticket(context).waiting_for) == ("acknowledged", None)


def test_a_resolvers_note_leaves_a_wait_alone() -> None:
    context = a_context()
    logged(context, requester="kim")
    wait(context, ["1"], "requester")
    note(later(context, "1h"), ["1"], "still nothing", public=True)
    assert ticket(context).status == "waiting"


@pytest.mark.parametrize("text", ["", " \n\t"], ids=["nothing", "blanks"])
def test_an_empty_note_is_refused(text: str) -> None:
    context = a_context()
    logged(context)
    with pytest.raises(UsageError, match="the note is empty"):
        note(context, ["1"], text)


def test_several_tickets_get_it_or_none() -> None:
    context = a_context()
    logged(context)
    with pytest.raises(TicketNotFoundError):
        note(context, ["1", "9"], "x")
    assert kinds(context) == ["ticket_logged"]


def test_complaints_of_one_requester_are_counted_over_tickets_as_they_come() -> None:
    context = a_context(staffed(rules=(ANGRY,)))
    for requester in ("kim", "kim", "sam"):
        logged(context, requester=requester)
    complain(later(context, "1h"), ["1"], "too slow")
    complain(later(context, "2h"), ["3"], "me too")
    complain(later(context, "3h"), ["1"])
    complain(later(context, "4h"), ["2"], "again")
    complaint = ticket(context, 2).complaints[0]
    assert complaint.elsewhere == (after("1h"), after("3h"))
    assert [ticket(context, number).management_level for number in (1, 2, 3)] == [
        None,
        "lead",
        None,
    ]
    assert ("management", "lee") in told(context)


def test_a_complaint_without_a_requester_counts_for_its_ticket_alone() -> None:
    context = a_context()
    logged(context)
    logged(context)
    complain(context, ["1"])
    complain(later(context, "1h"), ["2"])
    assert ticket(context, 2).complaints[0].elsewhere == ()


def test_a_public_note_goes_to_those_kept_informed_but_its_author() -> None:
    context = a_context()
    logged(context, requester="kim", stakeholders=("max", "ana"))
    note(context, ["1"], "cause found", public=True)
    assert told(context) == [("note", "kim"), ("note", "max")]
    [message, _] = context.store.read().messages()
    assert message.text == "T-1: Mail is down\ncause found"


def test_an_internal_note_goes_to_nobody() -> None:
    context = a_context()
    logged(context, requester="kim")
    note(context, ["1"], "looked at the logs")
    assert told(context) == []


@pytest.mark.parametrize("holder", ["ana", "bo"])
def test_what_the_requester_says_goes_to_who_has_the_ticket(holder: str) -> None:
    context = a_context(staffed(teams={"frontline": BOTH}))
    logged(context, requester="kim")
    acknowledge(later(context, "1m", holder), ["1"])
    note(later(context, "2m"), ["1"], "still down", from_requester=True)
    complain(later(context, "3m"), ["1"], "too slow")
    assert told(context) == [("reply", holder), ("complaint", holder)]
    assert [m.text for m in context.store.read().messages()] == [
        "T-1 Mail is down (P3): the requester writes:\nstill down",
        "T-1 Mail is down (P3): the requester complains.\nReason: too slow",
    ]
