"""Gauges are told apart by their kind and name."""

from escalate_cli.domain.policy.standing.gauges import (
    Gauge,
    LastBeat,
    LastTurn,
    last_beats,
    last_turns,
)
from tests.conftest import MONDAY_NINE


class Other(Gauge, frozen=True):
    """A gauge of another kind."""


def test_the_last_beats_are_told_from_other_gauges_by_their_keys() -> None:
    beat = LastBeat(name="backup", at=MONDAY_NINE, by="cron")
    assert last_beats([Other(name="backup", at=MONDAY_NINE, by="x"), beat]) == {"backup": beat}


def test_the_last_turns_are_told_from_other_gauges_by_their_teams() -> None:
    turn = LastTurn(name="net", at=MONDAY_NINE, by="ana", person="bo")
    beat = LastBeat(name="net", at=MONDAY_NINE, by="cron")
    assert last_turns([beat, turn]) == {"net": turn}
