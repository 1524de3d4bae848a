"""An acknowledgement goes stale where its owner does nothing for so long, waits left out."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.stale_acknowledgement import stale_at
from tests.conftest import (
    FUNCTIONAL_LEVELS,
    a_history,
    a_policy,
    after,
    escalated,
    noted,
    paused,
    resolved,
    resumed,
    taken,
)

FIRST = replace(FUNCTIONAL_LEVELS[0], unack_after=Delay(timedelta(hours=4)))
POLICY = a_policy(functional=(FIRST, *FUNCTIONAL_LEVELS[1:]))
ACKED = taken(after("1h"))
APPLIED = e.PolicyApplied(at=after("2h"), by=ACKED.by, policy=POLICY.rules.id, party=Party.TEAM)


def given(at: str, owner: str) -> e.TicketAssigned:
    return e.TicketAssigned(at=after(at), by="lee", owner=owner)


@pytest.mark.parametrize(
    ("events", "at"),
    [
        ((ACKED,), after("5h")),
        ((ACKED, noted(after("2h"))), after("6h")),
        ((ACKED, replace(noted(after("2h")), by="cy")), after("5h")),
        ((ACKED, APPLIED), after("5h")),
        ((ACKED, replace(APPLIED, party=None)), after("6h")),
        ((ACKED, paused(after("2h")), resumed(after("9h"))), after("13h")),
        ((ACKED, replace(paused(after("2h")), by="cy"), given("9h", "bo")), None),
        (
            (ACKED, *(replace(x, by="cy") for x in (paused(after("2h")), resumed(after("9h"))))),
            after("12h"),
        ),
        ((ACKED, given("2h", "cy")), after("6h")),
        ((ACKED, paused(after("2h"))), None),
        ((), None),
        ((ACKED, resolved(after("2h"))), None),
        ((ACKED, escalated(after("2h"), "L2"), taken(after("3h"), "cy")), None),
    ],
    ids=[
        "from the acknowledgement",
        "from the owner's last step",
        "others do not count",
        "who lets the ticket follow another policy has not looked at it",
        "before there were parties that was a step",
        "a resume is a step",
        "given in a wait",
        "a wait is left out",
        "from when it was given",
        "waiting",
        "nobody has it",
        "over",
        "another level",
    ],
)
def test_it_goes_stale_so_long_after_the_last_step(
    events: tuple[e.Event, ...], at: datetime | None
) -> None:
    assert stale_at(a_history(*events, policy=POLICY)) == at


def test_business_time_stands_while_the_calendar_is_closed() -> None:
    lies = Delay(timedelta(hours=9), "office")
    policy = a_policy(functional=(replace(FIRST, unack_after=lies), *FUNCTIONAL_LEVELS[1:]))
    assert stale_at(a_history(ACKED, policy=policy)) == after("26h")
