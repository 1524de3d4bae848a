"""Silence speaks; what the policy does by itself breaks none, a wait is none."""

from datetime import timedelta

from escalate_cli.domain.engine.triggers.stalled import Stalled
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.party_kind import Party
from tests.conftest import (
    HOUR,
    a_ticket,
    after,
    escalated,
    noted,
    paused,
    resolved,
    resumed,
    taken,
)
from tests.unit.domain.engine.triggers.conftest import found, spoken

DAY_LONG = Stalled(after=timedelta(days=1))


def test_it_speaks_after_the_silence() -> None:
    assert spoken(DAY_LONG) == [(after("1d"), None)]


def test_every_sign_of_life_begins_a_new_silence() -> None:
    assert spoken(DAY_LONG, taken(after("1h")), noted(after("30h"))) == [
        (after("25h"), after("30h")),
        (after("54h"), None),
    ]


def test_what_the_policy_does_is_no_sign_of_life() -> None:
    moved = escalated(after("5h"), "L2")
    by_policy = e.TicketEscalated(
        at=moved.at, by=e.POLICY, ladder=moved.ladder, to=moved.to, mode="automatic"
    )
    assert spoken(DAY_LONG, by_policy) == [(after("1d"), None)]
    assert spoken(DAY_LONG, moved) == [(after("29h"), None)]


def test_another_version_of_the_policy_is_no_sign_of_life_since_there_are_parties() -> None:
    before = e.PolicyApplied(at=after("5h"), by="ana", policy="policy-1")
    assert spoken(DAY_LONG, before.of(Party.TEAM)) == [(after("1d"), None)]
    assert spoken(DAY_LONG, before) == [(after("29h"), None)]


def test_a_wait_is_no_silence_and_its_end_begins_one() -> None:
    assert spoken(DAY_LONG, paused(after("1h"))) == []
    assert spoken(DAY_LONG, paused(after("1h")), resumed(after("50h"))) == [(after("74h"), None)]
    assert spoken(DAY_LONG, paused(after("1h"), until=after("50h"))) == [(after("74h"), None)]


def test_a_silence_that_was_broken_in_time_says_nothing() -> None:
    assert spoken(DAY_LONG, resolved(after("1d"))) == []


def test_it_says_how_long() -> None:
    [finding] = found(Stalled(after=36 * HOUR))
    assert finding.reason == "nobody has touched it for 1d12h"
    sentence = "a silence of 1d12h while it is not waiting"
    assert Stalled(after=36 * HOUR).waits_for(a_ticket()) == sentence


def test_a_silence_on_a_calendar_passes_while_it_is_open() -> None:
    in_hours = Stalled(after=16 * HOUR, calendar="office")
    friday = after("4d6h")
    [finding] = found(in_hours, noted(after("1h")), noted(friday))[1:]
    assert (finding.since, finding.reason) == (
        after("8d6h"),
        "nobody has touched it for 16h on office",
    )
    assert in_hours.waits_for(a_ticket()) == "a silence of 16h on office while it is not waiting"
