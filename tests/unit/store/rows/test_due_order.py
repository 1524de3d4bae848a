"""A row that waits for people says so, whatever people wrote on it."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows import codec
from escalate_cli.store.rows.due_order import waits_for_people
from escalate_cli.store.rows.snapshot import RowsView
from escalate_cli.store.rows.tables import TICKETS
from tests.conftest import after, edited, noted, resolved, rule_fired
from tests.unit.store.rows.records import a_record

ASKED = e.EscalationRequested(
    at=after("1h"), by="ana", ladder="functional", to="L3", approver="lead"
)
FIRED = rule_fired(after("1h"), Action.UNANSWERED, "gap", type="skill_gap", trigger_kind="skill")
TITLED = edited(after("5m"), title='a "title", \\"policy":"none"')
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


def a_view(*, turned: bool) -> RowsView:
    """Look at an open ticket and a resolved one; perhaps somebody rearranged the first row."""
    store, row = MemoryStore(), codec.encode_record(a_record(TITLED, next_at=after("2h")))
    with store.transaction() as tx:
        done = codec.encode_record(a_record(resolved(after("1h")), number=2))
        for number, each in enumerate(
            (row.replace(b"{", b'{"x":1,', 1) if turned else row, done), 1
        ):
            tx._tables.put(TICKETS, number, each)
    return store.read()


@pytest.mark.parametrize("turned", [False, True], ids=["as written", "rearranged"])
@pytest.mark.parametrize("outlined", [False, True], ids=["by heads", "by outlines"])
def test_versions_and_dues_are_the_same_whatever_is_known_of_rows(
    *, turned: bool, outlined: bool
) -> None:
    view = a_view(turned=turned)
    if outlined:
        assert len(list(view.outlines())) == 1
    policy = view.ticket(1).policy
    assert view.versions_followed() == {policy: 1}
    assert (view.outdated(policy), view.outdated("another")) == ([], [1])
    assert (view.due_by(after("1h")), view.due_by(after("2h"))) == ([], [1])
    assert (view.ahead_of(after("0m")), view.ahead_of(after("9h"))) == ([1], [])


def test_no_outline_is_made_for_versions_alone() -> None:
    view = a_view(turned=False)
    assert sum(view.versions_followed().values()) == 1
    assert view._read_outlines is None
