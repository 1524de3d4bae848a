"""A review is owed for what the policy names, once it is resolved and until it is recorded."""

from datetime import datetime

import pytest

from escalate_cli.domain.policy.sections.review import Review
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.owed_review import review_due_at
from tests.conftest import DAY, a_history, a_policy, after, reopened, resolved, when

POLICY = a_policy(review=Review(required_for=when(priority="P1"), within=DAY))
SOLVED = resolved(after("1h"))
REVIEWED = e.ReviewRecorded(at=after("2h"), by="lee", root_cause="rust")


@pytest.mark.parametrize(
    ("priority", "events", "due_at"),
    [
        ("P1", (SOLVED,), after("25h")),
        ("P1", (), None),
        ("P1", (SOLVED, REVIEWED), None),
        ("P1", (SOLVED, reopened(after("2h"))), None),
        ("P3", (SOLVED,), None),
    ],
    ids=["resolved", "open", "reviewed", "open again", "not asked for"],
)
def test_a_review_is_due_so_long_after_the_resolution(
    priority: str, events: tuple[e.Event, ...], due_at: datetime | None
) -> None:
    history = a_history(*events, policy=POLICY, priority=priority)
    assert review_due_at(history.ticket, history.rules) == due_at


def test_without_such_a_rule_no_review_is_owed() -> None:
    history = a_history(SOLVED, priority="P1")
    assert review_due_at(history.ticket, history.rules) is None
