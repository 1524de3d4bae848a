"""A beat says that all is well from now on, and ends what its absence began."""

from datetime import timedelta

import pytest

from escalate_cli.domain.policy.sections.heartbeat import Heartbeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.errors import NotAllowedError
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.beat import HeartbeatStanding, beat, heartbeats
from escalate_cli.usecases.verbs.link import link
from tests.conftest import after, changed
from tests.unit.usecases.conftest import a_context, later, logged, staffed

MAIL = Heartbeat(key="mail", every=timedelta(hours=1))


def listening(*heartbeats: Heartbeat) -> Context:
    return a_context(changed(staffed(), heartbeats=heartbeats))


def standing(context: Context) -> HeartbeatStanding:
    [found] = heartbeats(context, context.store.read())
    return found


def test_how_it_stands_is_told_from_its_last_beat() -> None:
    context = listening(MAIL)
    assert (standing(context).state, standing(context).missing_at) == ("awaited", None)
    check(context)
    assert (standing(context).state, standing(context).beat_at) == ("awaited", None)
    assert standing(later(context, "1h")).state == "missing"
    beat(later(context, "2h"), ["mail"])
    found = standing(later(context, "2h"))
    assert (found.state, found.beat_at, found.missing_at) == ("beating", after("2h"), after("3h"))
    assert standing(later(context, "3h")).state == "missing"


def test_it_resolves_the_ticket_that_its_absence_logged() -> None:
    context = listening(MAIL)
    check(context)
    check(later(context, "1h"))
    assert standing(later(context, "1h")).ticket == "T-1"
    [done] = beat(later(context, "2h"), ["mail", "mail"])
    assert (done.ticket, done.says) == ("T-1", "resolved")
    ticket = context.store.read().ticket(1)
    assert (ticket.status, ticket.resolution) == (Status.RESOLVED, "mail beats again")
    [again] = beat(later(context, "3h"), ["mail"])
    assert (again.ticket, again.ended) == (None, None)


def test_it_is_told_to_a_ticket_of_somebody_else() -> None:
    context = listening(MAIL)
    logged(context, key="mail")
    [done] = beat(context, ["mail"])
    assert (done.ticket, done.ended) == ("T-1", None)
    check(later(context, "1h"))
    [again] = beat(later(context, "2h"), ["mail"])
    assert (again.ticket, again.says) == ("T-1", "noted")
    note = context.store.read().events(1)[-1]
    assert isinstance(note, e.NoteAdded)
    assert note.text == "mail beats again"


def test_where_its_ticket_was_a_duplicate_the_other_one_is_told() -> None:
    context = listening(MAIL)
    check(context)
    check(later(context, "1h"))
    logged(later(context, "1h"))
    link(later(context, "1h"), ["T-1"], duplicate_of="T-2")
    [done] = beat(later(context, "2h"), ["mail"])
    assert (done.ticket, done.says) == ("T-2", "noted")


def test_a_beat_of_before_the_last_one_changes_nothing() -> None:
    context = listening(MAIL)
    beat(later(context, "2h"), ["mail"])
    [done] = beat(later(context, "1h"), ["mail"])
    assert done.beat_at == after("2h")


@pytest.mark.parametrize(
    ("known", "advice"),
    [
        ((MAIL,), "did you mean 'mail'?"),
        ((Heartbeat(key="tape", every=timedelta(hours=1)),), "the policy knows tape"),
        ((), "the policy has no 'heartbeats'"),
    ],
    ids=["a slip", "another", "none at all"],
)
def test_one_that_the_policy_does_not_name_is_refused(
    known: tuple[Heartbeat, ...], advice: str
) -> None:
    with pytest.raises(NotAllowedError, match="there is no heartbeat 'mial'") as refused:
        beat(listening(*known), ["mial"])
    assert refused.value.help == advice
