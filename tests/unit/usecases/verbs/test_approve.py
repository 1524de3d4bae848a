"""A request is answered by who may, once, and everything about it is on record."""

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.approve import approve, decline
from escalate_cli.usecases.verbs.delegate import delegate
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import after
from tests.unit.usecases.conftest import a_context, kinds, later, logged, ticket, told


def a_requested_context(by: str = "ana") -> Context:
    """Return a context with a ticket for which somebody has asked to go to L3."""
    context = a_context()
    logged(context)
    escalate(later(context, "1m", by), ["1"], Wish(to="L3", reason="a router", tried="a restart"))
    return context


def test_a_yes_moves_the_ticket_with_the_words_of_who_asked() -> None:
    context = a_requested_context()
    approve(later(context, "10m", "lee"), ["1"], "go on")
    moved = ticket(context)
    assert (moved.level, moved.owner, moved.pending_approval) == ("L3", None, None)
    [step] = moved.escalations
    assert (step.by, step.approved_by, step.reason) == ("ana", "lee", "a router")
    assert (step.since, step.at) == (after("1m"), after("10m"))
    assert kinds(context)[-2:] == ["escalation_approved", "ticket_escalated"]
    assert {("handoff", "cy"), ("handoff", "di")} <= set(told(context))


def test_a_no_leaves_it_where_it_is_and_says_why() -> None:
    context = a_requested_context()
    decline(later(context, "10m", "lee"), ["1"], "try harder")
    assert (ticket(context).level, ticket(context).pending_approval) == ("L1", None)
    last = context.store.read().events(1)[-1]
    assert isinstance(last, e.EscalationDeclined)
    assert (last.to, last.by, last.message) == ("L3", "lee", "try harder")
    check(later(context, "1h"))
    assert ticket(context).level == "L1"


def test_a_no_needs_a_reason() -> None:
    with pytest.raises(UsageError, match="declined with a reason"):
        decline(later(a_requested_context(), "10m", "lee"), ["1"], " ")


@pytest.mark.parametrize("verb", [approve, decline], ids=["approve", "decline"])
def test_only_who_has_the_authority_may_answer(verb: object) -> None:
    context = a_requested_context()
    with pytest.raises(NotAllowedError) as refused:
        verb(later(context, "10m", "cy"), ["1"], "x")  # type: ignore[operator]
    assert str(refused.value) == "cy may not answer for T-1: it needs lead (lee)"
    assert refused.value.help == "escalate delegate lee --to cy --until TIME lends the authority"


def test_nobody_approves_what_they_asked_for() -> None:
    context = a_requested_context(by="lee")
    with pytest.raises(NotAllowedError) as refused:
        approve(later(context, "10m", "lee"), ["1"])
    assert refused.value.help == "one's own request needs another one's yes"
    approve(later(context, "11m", "max"), ["1"])
    assert ticket(context).level == "L3"


def test_a_yes_by_lent_authority_names_whose_it_is() -> None:
    context = a_requested_context()
    delegate(later(context, "2m", "lee"), "lee", "di", after("20m"))
    approve(later(context, "10m", "di"), ["1"])
    [answer] = [x for x in context.store.read().events(1) if isinstance(x, e.EscalationApproved)]
    assert (answer.by, answer.for_person) == ("di", "lee")


def test_lent_authority_is_gone_when_its_time_is_over() -> None:
    context = a_requested_context()
    delegate(later(context, "2m", "lee"), "lee", "di", after("10m"))
    with pytest.raises(NotAllowedError):
        approve(later(context, "10m", "di"), ["1"])


def test_nobody_answering_in_time_is_a_yes() -> None:
    context = a_requested_context()
    check(later(context, "30m59s"))
    assert ticket(context).level == "L1"
    done = check(later(context, "31m"))
    assert [(d.type, d.action) for d in done.decisions] == [("approval", "approved")]
    [step] = ticket(context).escalations
    assert (step.by, step.approved_by, step.mode) == ("ana", "policy", "manual")
    assert check(later(context, "32m")).decisions == ()


def test_a_request_is_answered_once() -> None:
    context = a_requested_context()
    approve(later(context, "10m", "lee"), ["1"])
    with pytest.raises(NotAllowedError, match="T-1 has no request to answer"):
        approve(later(context, "11m", "max"), ["1"])


def test_there_is_nothing_to_answer_when_the_ticket_is_solved() -> None:
    context = a_requested_context()
    resolve(later(context, "5m"), ["1"])
    with pytest.raises(NotAllowedError, match="T-1 has no request to answer"):
        approve(later(context, "10m", "lee"), ["1"])
    assert check(later(context, "2h")).decisions == ()


def test_a_no_in_hindsight_is_recorded_and_moves_nothing_back() -> None:
    context = a_context()
    logged(context)
    escalate(context, ["1"], Wish(to="L3", reason="fire", break_glass=True))
    resolve(later(context, "5m"), ["1"])
    decline(later(context, "10m", "lee"), ["1"], "there was no fire")
    assert (ticket(context).level, ticket(context).pending_approval) == ("L3", None)
    assert ticket(context).escalations[0].approved_by is None
