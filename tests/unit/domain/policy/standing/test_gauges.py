"""Gauges are told apart by their kind and name."""

from escalate_cli.domain.policy.sections.heartbeat import Heartbeat
from escalate_cli.domain.policy.standing.gauges import (
    Gauge,
    LastBeat,
    LastTurn,
    last_beats,
    last_turns,
    missing,
)
from tests.conftest import HOUR, MINUTE, MONDAY_NINE, after


class Other(Gauge, frozen=True):
    """A gauge of another kind."""


def test_the_last_beats_are_told_from_other_gauges_by_their_keys() -> None:
    beat = LastBeat(name="backup", at=MONDAY_NINE, by="cron")
    assert last_beats([Other(name="backup", at=MONDAY_NINE, by="x"), beat]) == {"backup": beat}


def test_the_last_turns_are_told_from_other_gauges_by_their_teams() -> None:
    turn = LastTurn(name="net", at=MONDAY_NINE, by="ana", person="bo")
    beat = LastBeat(name="net", at=MONDAY_NINE, by="cron")
    assert last_turns([beat, turn]) == {"net": turn}


def test_a_beat_is_missing_from_the_instant_at_which_the_next_was_due() -> None:
    backup = Heartbeat(key="backup", every=HOUR, grace=10 * MINUTE)
    never = Heartbeat(key="never", every=HOUR)
    beat = LastBeat(name="backup", at=MONDAY_NINE, by="cron")
    assert list(missing([backup, never], [beat], after("69m"))) == []
    assert list(missing([never, backup], [beat], after("70m"))) == [(backup, after("70m"))]
    said = LastBeat(name="backup", at=MONDAY_NINE, by="cron", missed_at=after("70m"))
    assert list(missing([backup], [said], after("9h"))) == []
