"""Who may be tied to whom, and what the original has of its duplicate."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Status, Ticket
from escalate_cli.domain.verbs.link import (
    become_duplicate,
    lose_duplicate,
    original_for,
    originals,
    relate,
    take_duplicate,
)
from escalate_cli.domain.verbs.outcome import Cause, Done
from tests.conftest import HOUR, a_history, a_ticket, after, answered, closed, resolved
from tests.unit.domain.verbs.conftest import events_of, facing, refusal_of
from tests.unit.usecases.conftest import staffed

OPEN = a_ticket(id="T-5")
CLOSED = replace(OPEN, id="T-6", status=Status.CLOSED)
SECOND = replace(CLOSED, id="T-7", duplicate_of="T-5")
THIRD = replace(CLOSED, id="T-8", duplicate_of="T-7")
TICKETS = {each.id: each for each in (OPEN, CLOSED, SECOND, THIRD)}


def test_a_duplicate_is_followed_to_the_ticket_that_is_none() -> None:
    assert list(originals(OPEN, TICKETS.__getitem__)) == []
    assert list(originals(THIRD, TICKETS.__getitem__)) == [SECOND, OPEN]
    assert original_for(a_ticket(), THIRD, TICKETS.__getitem__) == OPEN


@pytest.mark.parametrize(
    ("ticket", "other", "reason"),
    [
        (OPEN, OPEN, "T-5 cannot be a duplicate of itself"),
        (OPEN, THIRD, "T-8 is a duplicate of T-5: that would be a circle"),
        (OPEN, CLOSED, "T-6 is closed: it takes no duplicate"),
    ],
)
def test_a_ticket_that_cannot_be_its_original_is_refused(
    ticket: Ticket, other: Ticket, reason: str
) -> None:
    assert refusal_of(original_for(ticket, other, TICKETS.__getitem__)).reason == reason


@pytest.mark.parametrize("events", [(), (resolved(after("1m")),)])
def test_what_is_not_closed_may_become_a_duplicate(events: tuple[e.Event, ...]) -> None:
    [tie] = events_of(become_duplicate(facing(*events), OPEN, "the same outage"))
    assert (tie.relation, tie.ticket) == (e.Relation.DUPLICATE_OF, "T-5")
    assert (tie.outcome, tie.message) == ("duplicate", "the same outage")


def test_what_is_closed_stays_so() -> None:
    at = facing(resolved(after("1m")), closed(after("2m")))
    refused = refusal_of(become_duplicate(at, OPEN))
    assert refused.cause is Cause.STATUS
    assert refused.reason == "T-1 is closed: it cannot be made a duplicate"


def test_the_original_has_all_keys_of_it_and_informs_who_asked() -> None:
    asked = a_ticket(id="T-2", requester="pat", key="disk")
    duplicate = replace(asked, other_keys=("cpu",))
    tie, joined = events_of(take_duplicate(facing(stakeholders=("sam",)), duplicate))
    assert (tie.relation, tie.ticket) == (e.Relation.ORIGINAL_OF, "T-2")
    assert tie.keys == ("disk", "cpu")
    assert joined.changes == e.Changes(stakeholders=("sam", "pat"))
    [tie] = events_of(lose_duplicate(facing(), duplicate))
    assert (tie.relation, tie.keys) == (e.Relation.NO_ORIGINAL_OF, ("disk", "cpu"))


@pytest.mark.parametrize("asker", [None, "KIM", "sam", "nagios"])
def test_nobody_is_informed_twice_and_no_program_at_all(asker: str | None) -> None:
    at = facing(policy=staffed(machines=("nagios",)), requester="kim", stakeholders=("sam",))
    [tie] = events_of(take_duplicate(at, a_ticket(id="T-2", requester=asker)))
    assert (tie.ticket, tie.keys) == ("T-2", ())


ASKED: dict[str, Any] = {"id": "T-2", "requester": "pat"}


@pytest.mark.parametrize(
    ("said", "log", "waits"),
    [
        ((), {}, True),
        ((answered(after("30m")),), {}, True),
        ((answered(after("30m")),), {"stakeholders": ("pat",)}, False),
        ((), {"stakeholders": ("pat",)}, True),
    ],
    ids=["nobody answered", "they did not hear it", "they heard it", "they hear the next one"],
)
def test_whoever_was_not_answered_on_the_duplicate_waits_at_the_original(
    said: tuple[e.Event, ...], log: dict[str, Any], *, waits: bool
) -> None:
    duplicate = a_history(**ASKED).seen(after("1h"))
    tie, *_ = events_of(take_duplicate(facing(*said, **log), duplicate))
    assert tie.unanswered_for == (HOUR if waits else None)


@pytest.mark.parametrize(
    ("events", "log"),
    [((answered(after("10m")),), ASKED), ((resolved(after("10m")),), ASKED), ((), {"id": "T-2"})],
    ids=["answered", "resolved", "nobody asked"],
)
def test_a_duplicate_without_a_question_brings_none(
    events: tuple[e.Event, ...], log: dict[str, Any]
) -> None:
    duplicate = a_history(*events, **{"requester": None} | log).seen(after("1h"))
    tie, *_ = events_of(take_duplicate(facing(), duplicate))
    assert tie.unanswered_for is None


def test_tickets_are_related_once_and_none_to_itself() -> None:
    [tie] = events_of(relate(facing(), OPEN, "the same switch"))
    assert (tie.relation, tie.message) == (e.Relation.RELATED, "the same switch")
    assert relate(facing(tie), OPEN) == Done()
    refused = refusal_of(relate(facing(), a_ticket()))
    assert refused.reason == "T-1 cannot be related to itself"
