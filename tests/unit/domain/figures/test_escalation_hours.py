"""When tickets climb, by the local week."""

from datetime import datetime

from escalate_cli.domain.figures.escalation_hours import EscalationHour, HourTally


def test_moves_count_in_the_hour_that_it_was_there() -> None:
    tally = HourTally("Europe/Berlin")
    for at in ("2026-11-23T08:59:59Z", "2026-11-23T08:00:00Z", "2026-07-06T07:30:00Z"):
        tally.add(datetime.fromisoformat(at))
    tally.add(datetime.fromisoformat("2026-11-22T23:30:00Z"))  # Monday already
    assert tally.figures() == (EscalationHour(1, 0, 1), EscalationHour(1, 9, 3))
