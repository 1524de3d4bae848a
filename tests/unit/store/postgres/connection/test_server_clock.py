"""The server's clock: it counts on by itself, whatever becomes of the machine's."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

pytest.importorskip("psycopg2", reason="no driver of PostgreSQL is installed")

from escalate_cli.store.postgres.connection import server_clock
from escalate_cli.store.postgres.connection.server_clock import ServerClock, seconds_apart

SAID = datetime(2026, 11, 23, 9, 0, 0, 900_000, tzinfo=timezone(timedelta(hours=1)))


def test_a_clock_counts_on_from_what_the_server_said(monkeypatch: pytest.MonkeyPatch) -> None:
    passed = [100.0]
    monkeypatch.setattr(server_clock, "monotonic", lambda: passed[-1])
    clock = ServerClock(SAID)
    assert clock.now() == datetime(2026, 11, 23, 8, 0, 0, tzinfo=UTC)
    passed.append(160.2)
    assert clock.now() == datetime(2026, 11, 23, 8, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "told"), [(0, 0), (5, 0), (-5, 0), (6, 6), (-300, -300)], ids=str
)
def test_up_to_five_seconds_are_no_matter(seconds: int, told: int) -> None:
    assert seconds_apart(SAID + timedelta(seconds=seconds), SAID) == told
