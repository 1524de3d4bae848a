"""An event is the same JSON in a history and on a channel."""

from datetime import timedelta

from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.event_document import announced_document, event_document
from tests.conftest import MONDAY_NINE, after, edited, escalated

BREACH = e.TargetBreached(
    at=MONDAY_NINE,
    by=e.POLICY,
    clock="resolve",
    cycle=1,
    instance=1,
    breached_at=MONDAY_NINE,
    target=timedelta(hours=1),
    policy="p",
)


def test_an_event_has_all_its_fields_and_the_names_that_are_stored() -> None:
    document = event_document(escalated(after("1h"), "L2", origin="L1"))
    every = ["seq", "at", "by", "kind", "change", "digest", "login", "party", "clock_at"]
    assert list(document)[: len(every)] == every
    assert (document["from"], document["to"]) == ("L1", "L2")
    assert (document["since"], document["notified"]) == (None, [])
    assert "origin" not in document


def test_a_duration_of_an_event_tells_its_unit_and_is_whole_where_it_can_be() -> None:
    document = event_document(BREACH)
    assert document["target_seconds"] == 3600
    assert type(document["target_seconds"]) is int
    assert "target" not in document


def test_an_edit_names_what_was_set_and_nothing_else() -> None:
    document = event_document(edited(after("1h"), title="VPN down", tags=("vpn",), customer=None))
    assert document["changes"] == {"title": "VPN down", "tags": ["vpn"], "customer": None}


def test_what_an_edit_by_hand_left_alone_is_left_out() -> None:
    event = e.HandEdited(cells=("title",), at=MONDAY_NINE, by="unknown")
    assert event_document(event)["cells"] == ["title"]
    assert "owner" not in event_document(event)
    assert event_document(replace(event, owner=None))["owner"] is None


def test_what_the_store_has_not_given_yet_is_all_that_a_channel_is_not_told() -> None:
    whole, announced = event_document(BREACH), announced_document(BREACH)
    assert whole == {**announced, "seq": 0, "change": 0, "digest": ""}
    assert len(announced) == len(whole) - 3
