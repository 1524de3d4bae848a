"""What a message would say."""

import pytest

from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import TicketNotFoundError, UsageError
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.policy.preview_message import preview_message
from escalate_cli.usecases.verbs.approve import approve, decline
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.resolve import close, reopen, resolve
from escalate_cli.usecases.verbs.return_ticket import return_ticket
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import clock_rule
from tests.unit.usecases.conftest import a_context, later, logged, staffed


def _worked_on() -> Context:
    """Return a context after every verb that tells somebody something."""
    context = a_context(staffed(rules=(clock_rule(at="1h", notify=("lead",)),)))
    logged(context)
    check(later(context, "1h"))
    escalate(context, ["1"], Wish(to="L2", reason="to L2"))
    escalate(context, ["1"], Wish(to="L3", reason="may I?"))
    decline(later(context, "10m", by="lee"), ["1"], "not yet")
    escalate(later(context, "10m"), ["1"], Wish(to="L3", reason="may I now?"))
    approve(later(context, "20m", by="lee"), ["1"], "go")
    escalate(context, ["1"], Wish(to="lead", reason="to lead"))
    return_ticket(context, ["1"], "too easy")
    assign(context, ["1"], "cy", "yours")
    wait(context, ["1"], "vendor", message="a part")
    resolve(context, ["1"], "replaced")
    reopen(context, ["1"], "again")
    resolve(context, ["1"], "replaced again")
    close(context, ["1"], "confirmed")
    return context


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("handoff", "may I now?"),
        ("management", "to lead"),
        ("stakeholder_update", "has been escalated to the lead"),
        ("alert", "resolve clock"),
        ("approval_request", "may I now?"),
        ("approved", "go"),
        ("declined", "not yet"),
        ("returned", "too easy"),
        ("assigned", "yours"),
        ("status_update", "again"),
        ("reopened", "again"),
        ("resolution", "replaced again"),
        ("closure", "confirmed"),
    ],
)
def test_a_message_is_filled_in_from_the_latest_event_it_could_tell_of(
    message: str, said: str
) -> None:
    assert said in preview_message(_worked_on(), message, "T-1")


def test_a_ticket_without_such_an_event_fills_in_what_is_known() -> None:
    context = a_context(staffed(messages={"handoff": "$id: $reason"}))
    logged(context)
    assert preview_message(context, "handoff", "1") == "T-1: -"


@pytest.mark.parametrize(
    ("message", "ticket", "error"),
    [("poem", "1", UsageError), ("handoff", "2", TicketNotFoundError)],
    ids=["message", "ticket"],
)
def test_an_unknown_name_is_refused(message: str, ticket: str, error: type[Exception]) -> None:
    context = a_context()
    logged(context)
    with pytest.raises(error):
        preview_message(context, message, ticket)
