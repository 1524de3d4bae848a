"""Whose move it is stands beside what they owe and by when."""

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.render.parts.screen.asker import Asker
from escalate_cli.render.parts.words.move_text import move_of
from escalate_cli.render.parts.words.time_text import Wall
from tests.conftest import after, edited, escalated, paused, resolved, taken
from tests.unit.render.tickets import POLICY, ZONE, a_standing

MOVED = escalated(after("1m"), "L2", origin="L1", team="specialists")

RAISED = edited(after("25h"), priority="P1")
"""After its breach under another target, from which it was due at another time."""


@pytest.mark.parametrize(
    ("who", "events", "at", "text"),
    [
        ("ana", (), "1h", "you must respond by 13:00 (in 3h)"),
        ("bo", (), "1h", "ana must respond by 13:00 (in 3h)"),
        ("ana", (MOVED,), "1h", "bo must respond by 13:00 (in 3h)"),
        ("ana", (taken(after("1m")),), "1h", "bo must resolve it by 17:00 (in 7h)"),
        ("bo", (taken(after("1m")),), "25h", "you must resolve it now: -1h, was due Mon 17:00"),
        ("bo", (taken(after("1m")), RAISED), "27h", "you must resolve it now: -7h"),
        ("ana", (paused(after("1h"), after("5h")),), "2h", "waiting for vendor until 14:00"),
        ("ana", (resolved(after("1h")),), "2h", ""),
    ],
)
def test_it_is_said_to_whoever_asks(
    who: str, events: tuple[e.Event, ...], at: str, text: str
) -> None:
    now = after(at)
    standing = a_standing(*events, now=now)
    assert move_of(standing, Asker(who, POLICY), Wall(now, ZONE)) == text
