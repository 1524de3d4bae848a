"""What holds a closed ticket back from the archive, and what does not."""

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.usecases.automation.archive import archive, held_back
from escalate_cli.usecases.unit_of_work import Desk
from escalate_cli.usecases.verbs.resolve import close, resolve
from tests.conftest import DAY
from tests.unit.usecases.conftest import a_desk, later, logged
from tests.unit.usecases.post import a_message, queued, reachable, waiting


def _closed(to: str) -> Desk:
    """Return a desk with a ticket closed after an hour, and one message about it."""
    desk = later(a_desk(reachable()), "1h")
    logged(desk)
    queued(desk, a_message(desk, to))
    resolve(desk, ["1"])
    close(desk, ["1"])
    return desk


def test_a_message_that_can_be_delivered_holds_its_ticket_back() -> None:
    desk = later(_closed("lee"), "40d")
    assert (archive(desk), held_back(desk)) == (0, 1)
    assert [m.to for m in waiting(desk)] == ["lee"]
    assert held_back(desk, 50 * DAY) == 0


def test_a_message_that_reaches_nobody_is_dropped_and_its_ticket_remembers() -> None:
    desk = later(_closed("kim"), "40d")
    assert archive(desk) == 1
    assert waiting(desk) == []
    event = desk.store.read().events(1)[-1]
    assert isinstance(event, e.MessageDropped)
    assert (event.to, event.by, event.at) == ("kim", e.POLICY, desk.now)
    assert event.reason == "the policy has no contact for kim"
    assert desk.store.read().broken_digests(1) == []


@pytest.mark.parametrize("days", [0, 29])
def test_before_its_time_nothing_is_dropped(days: int) -> None:
    desk = _closed("kim")
    assert archive(desk, (days + 1) * DAY) == 0
    assert [m.to for m in waiting(desk)] == ["kim"]


def test_messages_about_open_and_unknown_tickets_stay() -> None:
    desk = _closed("kim")
    logged(desk, title="Disk full")
    queued(desk, a_message(desk, "jo", ticket="T-2"), a_message(desk, "al", ticket="T-99"))
    archive(later(desk, "40d"))
    assert [m.to for m in waiting(desk)] == ["jo", "al"]
