"""What holds a closed ticket back from the archive, and what does not."""

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.usecases.automation.archive import Archived, archive
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.resolve import close, resolve
from tests.conftest import DAY
from tests.unit.usecases.conftest import a_context, later, logged
from tests.unit.usecases.post import a_message, queued, reachable, waiting


def _closed(to: str) -> Context:
    """Return a context with a ticket closed after an hour, and one message about it."""
    context = later(a_context(reachable()), "1h")
    logged(context)
    queued(context, a_message(context, to))
    resolve(context, ["1"])
    close(context, ["1"])
    return context


def test_a_message_that_can_be_delivered_holds_its_ticket_back() -> None:
    context = later(_closed("lee"), "40d")
    assert archive(context) == Archived(tickets=0, held_back=1)
    assert [m.to for m in waiting(context)] == ["lee"]
    assert archive(context, 50 * DAY) == Archived(tickets=0, held_back=0)


def test_a_message_that_reaches_nobody_is_dropped_and_its_ticket_remembers() -> None:
    context = later(_closed("kim"), "40d")
    assert archive(context) == Archived(tickets=1, held_back=0)
    assert waiting(context) == []
    event = context.store.read().events(1)[-1]
    assert isinstance(event, e.MessageDropped)
    assert (event.to, event.by, event.at) == ("kim", e.POLICY, context.now)
    assert event.reason == "the policy has no contact for kim"
    assert context.store.read().broken_digests(1) == []


@pytest.mark.parametrize("days", [0, 29])
def test_before_its_time_nothing_is_dropped(days: int) -> None:
    context = _closed("kim")
    assert archive(context, (days + 1) * DAY).tickets == 0
    assert [m.to for m in waiting(context)] == ["kim"]


def test_messages_about_open_and_unknown_tickets_stay() -> None:
    context = _closed("kim")
    logged(context, title="Disk full")
    queued(context, a_message(context, "jo", ticket="T-2"), a_message(context, "al", ticket="T-99"))
    archive(later(context, "40d"))
    assert [m.to for m in waiting(context)] == ["jo", "al"]
