"""A ticket waits until somebody goes on with it, or until an instant to come."""

from datetime import timedelta

import pytest

from escalate_cli.domain.policy.sections.waiting import Waiting
from escalate_cli.domain.verbs.outcome import Cause
from escalate_cli.domain.verbs.wait import resume, wait
from tests.conftest import MONDAY_NINE, a_policy, after, paused, resolved, targets
from tests.unit.domain.verbs.conftest import events_of, facing, recorded, refusal_of
from tests.unit.usecases.conftest import staffed


def test_a_wait_says_for_whom_and_until_when() -> None:
    [event] = events_of(wait(facing(), "vendor", after("2h"), "a part"))
    assert (event.waiting_for, event.until, event.message) == ("vendor", after("2h"), "a part")


def test_a_wait_may_end_when_the_calendar_opens() -> None:
    at = facing(policy=staffed(targets=(targets("office", resolve="8h"),)))
    [event] = events_of(wait(at, "vendor", after("10h"), by_opening=True))
    assert event.until == MONDAY_NINE + timedelta(days=1)
    [event] = events_of(wait(at, "vendor", by_opening=True))
    assert event.until is None


def test_a_wait_ends_in_the_future_unless_it_is_on_record() -> None:
    at = facing(at="1h")
    refused = refusal_of(wait(at, "vendor", after("1h")))
    assert (refused.reason, refused.cause) == ("a wait must end in the future", Cause.WORDING)
    assert len(events_of(wait(recorded(at), "vendor", after("1h")))) == 1


def test_what_waits_goes_on() -> None:
    [event] = events_of(resume(facing(paused(MONDAY_NINE)), "the part is here"))
    assert event.message == "the part is here"


@pytest.mark.parametrize(
    "outcome",
    [wait(facing(resolved(MONDAY_NINE)), "vendor"), resume(facing())],
    ids=["what is over", "what does not wait"],
)
def test_the_status_must_allow_it(outcome: object) -> None:
    assert refusal_of(outcome).cause is Cause.STATUS


STRICT = a_policy(wait=Waiting(reason="required", longest=timedelta(days=2)))


def test_a_policy_may_ask_for_a_reason() -> None:
    refused = refusal_of(wait(facing(policy=STRICT), "vendor"))
    assert (refused.reason, refused.help) == (
        "a wait wants its reason",
        "say what it waits for: -m WHY",
    )
    assert refusal_of(wait(facing(policy=STRICT), "vendor", message=" ")).cause is Cause.REASON


def test_a_policy_may_end_a_wait_that_nobody_ends() -> None:
    [event] = events_of(wait(facing(policy=STRICT), "vendor", message="a part"))
    assert event.until == after("1h") + timedelta(days=2)
    [sooner] = events_of(wait(facing(policy=STRICT), "vendor", after("3h"), "a part"))
    assert sooner.until == after("3h")


def test_no_wait_is_longer_than_the_policy_allows() -> None:
    late = after("1h") + timedelta(days=2, seconds=1)
    refused = refusal_of(wait(facing(policy=STRICT), "vendor", late, "a part"))
    assert refused.reason == "a wait may last 2d at most"
    [event] = events_of(wait(recorded(facing(policy=STRICT)), "vendor", late))
    assert event.until == late
