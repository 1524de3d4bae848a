"""A person's turn lasts from being given a ticket to a public word, or to handing it on."""

from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.responses import How, responses
from escalate_cli.domain.ticket import events as e
from tests.conftest import (
    HOUR,
    MINUTE,
    a_history,
    a_policy,
    after,
    answered,
    asked,
    escalated,
    noted,
    reopened,
    resolved,
    targets,
)


def assigned(at: datetime, owner: str | None) -> e.TicketAssigned:
    return e.TicketAssigned(at=at, by="lee", owner=owner)


def told(*events: e.Event, **log: Any) -> list[tuple[str, How | None, float]]:
    found = responses(a_history(*events, **log))
    return [(each.person, each.how, each.spent / MINUTE) for each in found]


@pytest.mark.parametrize(
    ("events", "turns"),
    [
        ((assigned(after("10m"), "bo"),), [("bo", None, 0)]),
        ((assigned(after("10m"), "bo"), answered(after("30m"))), [("bo", How.ANSWERED, 20)]),
        (
            (assigned(after("10m"), "bo"), answered(after("30m")), answered(after("1h"))),
            [("bo", How.ANSWERED, 20)],
        ),
        (
            (assigned(after("10m"), "bo"), noted(after("20m")), asked(after("25m"))),
            [("bo", None, 0)],
        ),
        (
            (assigned(after("10m"), "bo"), assigned(after("1h"), "cy")),
            [("bo", How.HANDED_ON, 50), ("cy", None, 0)],
        ),
        (
            (assigned(after("10m"), "bo"), escalated(after("1h"), "L2", owner="cy")),
            [("bo", How.HANDED_ON, 50), ("cy", None, 0)],
        ),
        ((assigned(after("10m"), "bo"), resolved(after("1h"))), [("bo", How.RESOLVED, 50)]),
        (
            (assigned(after("10m"), "cy"), answered(after("30m"))),
            [("cy", None, 0)],
        ),
        ((answered(after("30m")),), [("bo", How.ANSWERED, 30)]),
        (
            (assigned(after("10m"), "bo"), resolved(after("1h")), answered(after("2h"))),
            [("bo", How.RESOLVED, 50)],
        ),
        (
            (
                assigned(after("10m"), "bo"),
                answered(after("30m")),
                resolved(after("1h")),
                reopened(after("2h")),
            ),
            [("bo", How.ANSWERED, 20), ("bo", None, 0)],
        ),
    ],
    ids=[
        *("has it", "answered", "once", "not by an internal note", "assigned on", "escalated"),
        *("resolved", "not by another one", "nobody's ticket", "after the end", "a new cycle"),
    ],
)
def test_a_turn_ends_with_what_comes_first(
    events: tuple[e.Event, ...], turns: list[tuple[str, How | None, float]]
) -> None:
    assert told(*events) == turns


def test_the_owner_of_the_log_has_it_from_then_on() -> None:
    assert told(answered(after("15m")), owner="bo") == [("bo", How.ANSWERED, 15)]


def test_the_system_of_an_import_is_nobody() -> None:
    words = (replace(answered(after("5m")), by="jira"), answered(after("15m")))
    assert told(*words, source="jira") == [("bo", How.ANSWERED, 15)]
    assert told(*words)[0] == ("jira", How.ANSWERED, 5)


def test_a_turn_is_business_time_of_the_ticket() -> None:
    policy = a_policy(targets=(targets("office", resolve="8h"),))
    evening, morning = after("7h30m"), after("1d30m")
    [turn] = responses(a_history(assigned(evening, "bo"), answered(morning), policy=policy))
    assert turn.spent == HOUR
