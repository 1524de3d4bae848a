"""A person moves a ticket up, or asks for it; two people at once are told apart."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.rules import Approval
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import (
    ConflictError,
    EscalateError,
    IllegalTransitionError,
    NotAllowedError,
    UsageError,
)
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.approve import approve
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.resolve import close, resolve
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import after, changed, when
from tests.unit.usecases.conftest import (
    LEAD_APPROVES,
    a_context,
    kinds,
    later,
    logged,
    staffed,
    ticket,
    told,
)
from tests.writing import writing


def a_logged_context(**approval: object) -> Context:
    """Return the context of ana, with one ticket at L1; L3 asks the lead for a yes."""
    context = a_context(staffed(replace(LEAD_APPROVES, **approval)))
    logged(context, requester="kim")
    return context


def go(context: Context, to: str | None = None, **wish: object) -> None:
    escalate(context, ["1"], Wish(to=to, **wish))  # type: ignore[arg-type]


def test_without_a_level_it_goes_to_the_next() -> None:
    context = a_logged_context()
    go(context)
    moved = ticket(context)
    assert (moved.level, moved.team, moved.owner, moved.status) == (
        "L2",
        "specialists",
        "bo",
        "open",
    )
    assert told(context) == [("handoff", "bo"), ("stakeholder_update", "kim")]


def test_it_goes_where_the_skills_are() -> None:
    context = a_context(staffed(approval=None))
    logged(context, skills=("network",))
    go(context, "skilled")
    assert ticket(context).level == "L3"


def test_a_management_step_leaves_the_work_where_it_is() -> None:
    context = a_logged_context()
    go(context, "Manager", reason="the customer shouts")
    moved = ticket(context)
    assert (moved.level, moved.management_level, moved.status) == ("L1", "manager", "open")
    assert told(context)[0] == ("management", "max")


def test_a_wait_goes_on_when_it_goes_up() -> None:
    context = a_logged_context()
    wait(context, ["1"], "vendor")
    go(later(context, "5m"))
    assert (ticket(context).status, ticket(context).waiting_for) == ("waiting", "vendor")
    assert ticket(context).holder is None


def test_the_hand_off_travels_with_the_ticket() -> None:
    context = a_logged_context()
    words = {"tried": "a restart", "impact_note": "all of sales", "next_step": "read the logs"}
    go(context, reason="too hard", **words)
    [moved] = [
        event for event in context.store.read().events(1) if isinstance(event, e.TicketEscalated)
    ]
    assert (moved.reason, moved.tried, moved.impact_note, moved.next_step) == (
        "too hard",
        *words.values(),
    )
    [message] = [m for m in context.store.read().messages() if m.kind == "handoff"]
    assert all(text in message.text for text in ("too hard", *words.values()))


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "give --tried and --next-step"),
        ({"tried": "a restart"}, "give --next-step"),
        ({"tried": " ", "next_step": "read"}, "give --tried"),
    ],
    ids=["nothing", "one", "a blank"],
)
def test_a_policy_may_refuse_a_poor_hand_off(given: dict[str, str], missing: str) -> None:
    context = a_context(staffed(handoff_requires=("tried", "next_step")))
    logged(context)
    with pytest.raises(NotAllowedError) as refused:
        go(context, **given)
    assert refused.value.help == missing
    assert kinds(context) == ["ticket_logged"]
    go(context, "lead")
    go(context, tried="a restart", next_step="read the logs")
    assert (ticket(context).level, ticket(context).management_level) == ("L2", "lead")


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("L1", "T-1 is at L1 already: it cannot be escalated to L1"),
        ("L9", "there is no level 'L9'"),
        ("skilled", "T-1 is at level L1, and none above has all its skills"),
    ],
    ids=["where it is", "unknown", "nobody can"],
)
def test_an_escalation_goes_up_to_a_level_that_there_is(to: str, says: str) -> None:
    context = a_context()
    logged(context, skills=("sap",))
    with pytest.raises(EscalateError) as refused:
        go(context, to)
    assert str(refused.value) == says


def test_nothing_is_above_the_highest_level() -> None:
    context = a_context(staffed(approval=None))
    logged(context)
    go(context, "L3")
    with pytest.raises(NotAllowedError, match="T-1 is at level L3, which is the highest"):
        go(context)


def test_a_ticket_that_is_over_cannot_go_up() -> None:
    context = a_logged_context()
    resolve(context, ["1"])
    with pytest.raises(IllegalTransitionError, match="T-1 is resolved: it cannot be escalated"):
        go(context)
    close(context, ["1"])
    with pytest.raises(IllegalTransitionError, match="T-1 is closed: it cannot be escalated"):
        go(context)


def test_of_two_people_with_one_click_each_the_second_is_told() -> None:
    context = a_logged_context()
    go(context, expected="l1")
    with pytest.raises(ConflictError, match="T-1 is at L2, no longer at L1"):
        go(later(context, "1m", "bo"), expected="L1")
    assert ticket(context).level == "L2"


def test_several_tickets_go_together_or_not_at_all() -> None:
    context = a_logged_context()
    logged(context)
    escalate(context, ["2"], Wish())
    with pytest.raises(ConflictError):
        escalate(context, ["1", "2"], Wish(expected="L1"))
    assert ticket(context, 1).level == "L1"


def test_a_level_that_wants_a_yes_gets_a_request() -> None:
    context = a_logged_context()
    go(context, "L3", reason="a router")
    asked = ticket(context).pending_approval
    assert asked is not None
    assert (asked.to, asked.approver, asked.asked, asked.by) == ("L3", "lead", ("lee",), "ana")
    assert (asked.auto_at, asked.afterwards, asked.reason) == (after("30m"), False, "a router")
    assert ticket(context).level == "L1"
    assert told(context) == [("approval_request", "lee")]


@pytest.mark.parametrize(
    ("approval", "by"),
    [({}, "bo"), ({"unless": when(priority="P3")}, "ana")],
    ids=["a person", "a ticket"],
)
def test_who_or_what_needs_no_yes_goes_at_once(approval: dict[str, object], by: str) -> None:
    context = a_logged_context(**approval)
    go(later(context, "0m", by), "L3")
    assert (ticket(context).level, ticket(context).pending_approval) == ("L3", None)


def test_ones_own_yes_is_asked_of_the_next_manager() -> None:
    context = a_logged_context()
    go(later(context, "0m", "lee"), "L3")
    asked = ticket(context).pending_approval
    assert asked is not None
    assert (asked.approver, asked.asked) == ("manager", ("max",))


def test_nobody_is_above_the_highest_manager() -> None:
    context = a_logged_context(by="director")
    top = later(context, "0m", "dora")
    with pytest.raises(NotAllowedError, match="nobody above you can approve T-1"):
        go(top, "L3")
    go(top, "L3", reason="fire", break_glass=True)
    assert (ticket(context).level, ticket(context).pending_approval) == ("L3", None)


def test_asking_again_would_begin_the_time_to_answer_anew_and_is_refused() -> None:
    context = a_logged_context()
    go(context, "L3")
    with pytest.raises(ConflictError, match="ana has asked already to escalate T-1 to L3"):
        go(later(context, "20m", "cy"), "L3")
    check(later(context, "30m"))
    assert ticket(context).level == "L3"


def test_a_request_for_another_level_replaces_the_first() -> None:
    third_and_top = staffed()
    director = replace(third_and_top.rules.management[2], approval=LEAD_APPROVES)
    policy = changed(third_and_top, management=(*third_and_top.rules.management[:2], director))
    context = a_context(policy)
    logged(context)
    go(context, "L3")
    go(context, "director")
    asked = ticket(context).pending_approval
    assert asked is not None
    assert asked.to == "director"


def test_an_emergency_goes_at_once_and_asks_afterwards() -> None:
    context = a_logged_context()
    go(context, "L3", reason="fire", break_glass=True)
    broken = ticket(context)
    assert broken.level == "L3"
    assert broken.pending_approval is not None
    assert broken.pending_approval.afterwards
    assert broken.pending_approval.auto_at is None
    assert kinds(context) == ["ticket_logged", "ticket_escalated", "escalation_requested"]
    assert ("handoff", "cy") in told(context)
    assert ("approval_afterwards", "lee") in told(context)
    approve(later(context, "1h", "lee"), ["1"])
    signed = ticket(context)
    assert (signed.pending_approval, signed.escalations[0].approved_by) == (None, "lee")
    assert signed.level == "L3"
    assert kinds(context)[-1] == "escalation_approved"


def test_an_emergency_overtakes_a_request() -> None:
    context = a_logged_context()
    go(context, "L3")
    go(later(context, "1m", "cy"), "L3", reason="fire", break_glass=True)
    asked = ticket(context).pending_approval
    assert asked is not None
    assert (asked.by, asked.afterwards) == ("cy", True)


def test_no_other_yes_is_asked_for_while_that_to_an_emergency_is_owed() -> None:
    *others, top = staffed().rules.management
    asking = replace(top, approval=Approval(by="manager"))
    context = a_context(staffed(management=(*others, asking)))
    logged(context)
    go(context, "L3", reason="fire", break_glass=True)
    with pytest.raises(ConflictError, match="went to L3 in an emergency") as refused:
        go(context, "director")
    assert "lee answers first" in str(refused.value.help)
    go(context, "manager")
    pending = ticket(context).pending_approval
    assert pending is not None
    assert pending.to == "L3"


def test_an_emergency_needs_a_reason() -> None:
    with pytest.raises(UsageError, match="breaking the glass needs a reason"):
        go(a_logged_context(), "L3", break_glass=True)


def test_where_no_yes_is_needed_no_glass_is_broken() -> None:
    context = a_logged_context()
    go(context, "L2", reason="fire", break_glass=True)
    [moved] = [
        event for event in context.store.read().events(1) if isinstance(event, e.TicketEscalated)
    ]
    assert (moved.break_glass, ticket(context).pending_approval) == (False, None)


def test_two_steps_in_one_second_tell_each_level_once() -> None:
    context = a_logged_context()
    go(context)
    with writing(context.store) as tx:
        for message in list(tx.messages()):
            tx.drop(message.key)
    go(context, "L3")
    assert told(context) == [("approval_request", "lee")]
