"""A row that waits for people says so, whatever people wrote on it."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action
from escalate_cli.store.rows import codec
from escalate_cli.store.rows.due_order import waits_for_people
from tests.conftest import after, noted, rule_fired
from tests.unit.store.rows.records import a_record

ASKED = e.EscalationRequested(
    at=after("1h"), by="ana", ladder="functional", to="L3", approver="lead"
)
FIRED = rule_fired(after("1h"), Action.UNANSWERED, "gap", type="skill_gap", trigger_kind="skill")
SIGNS = '"pending_approval":{"action":"unanswered"'


@pytest.mark.parametrize(
    ("event", "waits"),
    [
        (ASKED, True),
        (FIRED, True),
        (replace(FIRED, action="lapsed"), False),
        (noted(after("1h"), text=SIGNS), False),
    ],
    ids=["for a yes", "for somebody with the skill", "for nobody", "in words only"],
)
def test_a_row_waits_for_people(event: e.Event, *, waits: bool) -> None:
    assert waits_for_people(codec.encode_record(a_record(event))) is waits
