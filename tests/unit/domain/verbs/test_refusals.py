"""What a ticket, the team and the policy's words allow; what is on record was allowed."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import ACTIVE, Status
from escalate_cli.domain.verbs.outcome import Cause, Refused
from escalate_cli.domain.verbs.refusals import not_free, not_of_team, word_among, wrong_status
from tests.conftest import MONDAY_NINE, a_ticket, taken
from tests.unit.domain.verbs.conftest import facing, recorded, refusal_of
from tests.unit.usecases.conftest import TEAMS, staffed

TEAM = "the team is ana, bo, lee, cy, di, max, dora"


@pytest.mark.parametrize("status", Status)
def test_a_refusal_names_the_status_and_a_command_that_can_be_typed(status: Status) -> None:
    refused = refusal_of(wrong_status(replace(a_ticket(), status=status), set(), "juggled"))
    assert refused.reason == f"T-1 is {status}: it cannot be juggled"
    assert refused.cause is Cause.STATUS
    assert "T-1" in str(refused.help)
    assert str(refused.help).startswith("escalate ")


def test_a_status_that_fits_is_no_reason() -> None:
    assert wrong_status(a_ticket(), ACTIVE, "juggled") is None


@pytest.mark.parametrize(
    ("person", "by", "help_"),
    [
        ("bob", "ana", "did you mean 'bo'?"),
        ("zoe", "ana", TEAM),
        (
            "zoe",
            "zoe",
            f"{TEAM}; --as NAME, or logins: in the policy, says who you are",
        ),
    ],
    ids=["a slip", "another", "oneself"],
)
def test_an_outsider_is_told_who_the_team_is(person: str, by: str, help_: str) -> None:
    at = facing(by=by)
    assert not_of_team(person, at, "taken by") == Refused(
        f"T-1 cannot be taken by {person}, who is not of the team", help_
    )
    assert not_of_team(person, recorded(at), "taken by") is None


def test_the_team_is_that_of_today() -> None:
    newer = staffed(teams={**TEAMS, "frontline": replace(TEAMS["frontline"], members=("zoe",))})
    at = facing(by="zoe")
    assert not_of_team("zoe", at, "taken by") is not None
    assert not_of_team("zoe", replace(at, policy=newer), "taken by") is None


@pytest.mark.parametrize(
    ("events", "by", "whose"),
    [
        ((), "cy", "waits for ana"),
        ((taken(MONDAY_NINE),), "ana", "is with bo"),
        ((e.TicketAssigned(at=MONDAY_NINE, by="bo", owner="di"),), "cy", "waits for di"),
    ],
    ids=["it waits for a team", "somebody has it", "it was given to somebody"],
)
def test_what_is_not_ones_own_is_taken_on_purpose(
    events: tuple[e.Event, ...], by: str, whose: str
) -> None:
    at = facing(*events, by=by)
    assert not_free(at) == Refused(f"T-1 {whose} at L1", "escalate ack T-1 --take makes it yours")
    assert not_free(recorded(at)) is None


def test_what_waits_for_ones_team_is_free() -> None:
    assert not_free(facing(by="ana")) is None


def test_a_word_is_meant_whatever_its_case() -> None:
    assert word_among("p1", ("P1", "P2"), "priority") == "P1"
    assert word_among("p3", ("P1", "P2"), "priority") == Refused(
        "there is no priority 'p3'", "known are P1, P2", Cause.WORDING
    )
    assert word_among("net", (), "team") == Refused(
        "there is no team 'net'", "the policy names no team", Cause.WORDING
    )
