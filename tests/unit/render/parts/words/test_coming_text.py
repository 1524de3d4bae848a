"""What comes next is said in few words, with its local time."""

from typing import Any

import pytest

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.ticket.action import Action
from escalate_cli.render.parts.words.coming_text import coming_text
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.usecases.insight.coming import Coming
from tests.conftest import after
from tests.unit.render.tickets import ZONE

WALL = Wall(after("1h"), ZONE)


def said(at: str, action: str, **fields: Any) -> str:
    usual: dict[str, Any] = {"key": "k", "type": "clock", "trigger": "first_response"}
    times = {"since": after(at), "noticed_at": after(at)}
    decision = Decision(ticket="T-72", action=action, **usual | times | fields)
    return coming_text(Coming(after(at), decision), WALL)


@pytest.mark.parametrize(
    ("action", "fields", "text"),
    [
        (Action.ESCALATED, {"to": "L2", "notified": ("bo",)}, "T-72 climbs to L2 (bo)"),
        (Action.ESCALATED, {"to": "L2"}, "T-72 climbs to L2"),
        (Action.NOTIFIED, {"notified": ("lee", "max")}, "lee, max told of T-72"),
        (Action.NOTIFIED, {}, "nobody told of T-72"),
        (Action.RECORDED, {}, "T-72 first response is breached"),
        (Action.CLOSED, {}, "T-72 closes"),
        ("of another version", {}, "T-72 first response"),
    ],
)
def test_each_decision_has_its_words(action: str, fields: dict[str, Any], text: str) -> None:
    assert said("2h", action, **fields) == f"11:00 {text}"


def test_what_is_due_waits_for_a_check() -> None:
    assert said("1h", Action.CLOSED) == "at the next check T-72 closes"
