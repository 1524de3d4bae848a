"""Who has a ticket hands it back to its level, or to who is on duty there."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.outcome import Cause
from escalate_cli.domain.verbs.release import release
from tests.conftest import MONDAY_NINE, after, paused, resolved, taken
from tests.unit.domain.verbs.conftest import STAFFED, events_of, facing, recorded, refusal_of
from tests.unit.usecases.conftest import TEAMS

ACKED = taken(MONDAY_NINE, "ana")


def test_nobody_owns_it_and_nobody_in_particular_is_told() -> None:
    [event] = events_of(release(facing(ACKED), "wrong ticket"))
    assert (event.former, event.owner, event.notified) == ("ana", None, ())
    assert (event.message, event.waits_on) == ("wrong ticket", False)


def test_it_goes_to_who_is_on_duty_if_that_is_asked() -> None:
    teams = {**TEAMS, "frontline": replace(TEAMS["frontline"], members=("bo",))}
    policy = replace(STAFFED, people=replace(STAFFED.people, teams=teams))
    [event] = events_of(release(facing(ACKED, policy=policy), to_duty=True))
    assert (event.team, event.owner, event.notified) == ("frontline", "bo", ("bo",))


def test_a_wait_goes_on() -> None:
    [event] = events_of(release(facing(ACKED, paused(after("10m")), rules=4)))
    assert event.waits_on


@pytest.mark.parametrize(
    ("events", "by", "reason", "cause"),
    [
        ((ACKED,), "bo", "T-1 is with ana at L1", Cause.RULE),
        ((ACKED,), "zoe", "T-1 cannot be released by zoe, who is not of the team", Cause.RULE),
        ((), "ana", "T-1 is open: it cannot be released", Cause.STATUS),
        ((resolved(MONDAY_NINE),), "ana", "T-1 is resolved: it cannot be released", Cause.STATUS),
        (
            (replace(paused(MONDAY_NINE), party="requester"),),
            "ana",
            "T-1 waits at L1 already: nobody has acknowledged it",
            Cause.STATUS,
        ),
    ],
    ids=["another one's", "a stranger", "open", "over", "nobody's"],
)
def test_what_is_not_theirs_is_refused(
    events: tuple[e.Event, ...], by: str, reason: str, cause: Cause
) -> None:
    refused = refusal_of(release(facing(*events, by=by)))
    assert (refused.reason, refused.cause) == (reason, cause)
    assert refused.help


def test_another_ones_is_handed_back_if_that_is_said_or_on_record() -> None:
    at = facing(ACKED, by="bo")
    assert events_of(release(at, take=True)) == events_of(release(recorded(at)))
