"""What a decision did: stored as its word, and another version's word is read as it is."""

import msgspec
import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action, Mode
from tests.conftest import MONDAY_NINE, rule_fired

KEY = "T-1:1:late:1:0"


def fired(action: str) -> e.TriggerFired:
    return rule_fired(MONDAY_NINE, action, key=KEY)


@pytest.mark.parametrize("action", ["escalated", "lapsed", "of a later version"])
def test_an_action_is_read_as_it_was_written(action: str) -> None:
    event = msgspec.json.decode(msgspec.json.encode(fired(action)), type=e.TriggerFired)
    assert event.action == action


@pytest.mark.parametrize("action", Action)
def test_an_action_is_written_as_its_word(action: Action) -> None:
    assert msgspec.json.encode(fired(action)) == msgspec.json.encode(fired(action.value))
    assert fired(action) == fired(str(action))


def test_a_move_is_written_as_its_word() -> None:
    assert msgspec.json.encode([*Mode]) == b'["automatic","manual"]'
