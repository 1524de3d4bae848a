"""A request is answered by who may, once, and everything about it is on record."""

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.unit_of_work import Desk
from escalate_cli.usecases.verbs.approve import approve, decline
from escalate_cli.usecases.verbs.delegate import delegate
from escalate_cli.usecases.verbs.escalate import Wish, escalate
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import after
from tests.unit.usecases.conftest import a_desk, kinds, later, logged, ticket, told


def a_requested_desk(by: str = "ana") -> Desk:
    """Return a desk with a ticket for which somebody has asked to go to L3."""
    desk = a_desk()
    logged(desk)
    escalate(later(desk, "1m", by), ["1"], Wish(to="L3", reason="a router", tried="a restart"))
    return desk


def test_a_yes_moves_the_ticket_with_the_words_of_who_asked() -> None:
    desk = a_requested_desk()
    approve(later(desk, "10m", "lee"), ["1"], "go on")
    moved = ticket(desk)
    assert (moved.level, moved.owner, moved.pending_approval) == ("L3", None, None)
    [step] = moved.escalations
    assert (step.by, step.approved_by, step.reason) == ("ana", "lee", "a router")
    assert (step.since, step.at) == (after("1m"), after("10m"))
    assert kinds(desk)[-2:] == ["escalation_approved", "ticket_escalated"]
    assert {("handoff", "cy"), ("handoff", "di")} <= set(told(desk))


def test_a_no_leaves_it_where_it_is_and_says_why() -> None:
    desk = a_requested_desk()
    decline(later(desk, "10m", "lee"), ["1"], "try harder")
    assert (ticket(desk).level, ticket(desk).pending_approval) == ("L1", None)
    last = desk.store.read().events(1)[-1]
    assert isinstance(last, e.EscalationDeclined)
    assert (last.to, last.by, last.message) == ("L3", "lee", "try harder")
    check(later(desk, "1h"))
    assert ticket(desk).level == "L1"


def test_a_no_needs_a_reason() -> None:
    with pytest.raises(UsageError, match="declined with a reason"):
        decline(later(a_requested_desk(), "10m", "lee"), ["1"], " ")


@pytest.mark.parametrize("verb", [approve, decline], ids=["approve", "decline"])
def test_only_who_has_the_authority_may_answer(verb: object) -> None:
    desk = a_requested_desk()
    with pytest.raises(NotAllowedError) as refused:
        verb(later(desk, "10m", "cy"), ["1"], "x")  # type: ignore[operator]
    assert str(refused.value) == "cy may not answer for T-1: it needs lead (lee)"
    assert refused.value.help == "escalate delegate lee --to cy --until TIME lends the authority"


def test_nobody_approves_what_they_asked_for() -> None:
    desk = a_requested_desk(by="lee")
    with pytest.raises(NotAllowedError) as refused:
        approve(later(desk, "10m", "lee"), ["1"])
    assert refused.value.help == "one's own request needs another one's yes"
    approve(later(desk, "11m", "max"), ["1"])
    assert ticket(desk).level == "L3"


def test_a_yes_by_lent_authority_names_whose_it_is() -> None:
    desk = a_requested_desk()
    delegate(later(desk, "2m", "lee"), "lee", "di", after("20m"))
    approve(later(desk, "10m", "di"), ["1"])
    [answer] = [x for x in desk.store.read().events(1) if isinstance(x, e.EscalationApproved)]
    assert (answer.by, answer.for_person) == ("di", "lee")


def test_lent_authority_is_gone_when_its_time_is_over() -> None:
    desk = a_requested_desk()
    delegate(later(desk, "2m", "lee"), "lee", "di", after("10m"))
    with pytest.raises(NotAllowedError):
        approve(later(desk, "10m", "di"), ["1"])


def test_nobody_answering_in_time_is_a_yes() -> None:
    desk = a_requested_desk()
    check(later(desk, "30m59s"))
    assert ticket(desk).level == "L1"
    done = check(later(desk, "31m"))
    assert [(d.type, d.action) for d in done.decisions] == [("approval", "approved")]
    [step] = ticket(desk).escalations
    assert (step.by, step.approved_by, step.mode) == ("ana", "policy", "manual")
    assert check(later(desk, "32m")).decisions == ()


def test_a_request_is_answered_once() -> None:
    desk = a_requested_desk()
    approve(later(desk, "10m", "lee"), ["1"])
    with pytest.raises(NotAllowedError, match="T-1 has no request to answer"):
        approve(later(desk, "11m", "max"), ["1"])


def test_there_is_nothing_to_answer_when_the_ticket_is_solved() -> None:
    desk = a_requested_desk()
    resolve(later(desk, "5m"), ["1"])
    with pytest.raises(NotAllowedError, match="T-1 has no request to answer"):
        approve(later(desk, "10m", "lee"), ["1"])
    assert check(later(desk, "2h")).decisions == ()


def test_a_no_in_hindsight_is_recorded_and_moves_nothing_back() -> None:
    desk = a_desk()
    logged(desk)
    escalate(desk, ["1"], Wish(to="L3", reason="fire", break_glass=True))
    resolve(later(desk, "5m"), ["1"])
    decline(later(desk, "10m", "lee"), ["1"], "there was no fire")
    assert (ticket(desk).level, ticket(desk).pending_approval) == ("L3", None)
    assert ticket(desk).escalations[0].approved_by is None
