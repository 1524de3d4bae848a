"""Documents for programs, and texts that fit."""

import json
from datetime import timedelta

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.notify.payload import cut, document
from tests.conftest import MONDAY_NINE, escalated
from tests.unit.notify.parcels import a_message, a_parcel


def test_an_event_is_told_with_every_field() -> None:
    message = a_message(event=escalated(MONDAY_NINE, "L2", origin="L1", reason="too hard"))
    [told] = json.loads(document(a_parcel("file", messages=(message,))))["messages"]
    assert told["event"]["kind"] == "ticket_escalated"
    assert (told["event"]["from"], told["event"]["to"]) == ("L1", "L2")
    assert told["event"]["tried"] == ""
    assert not {"seq", "change", "digest", "redacted"} & set(told["event"])


def test_a_duration_of_an_event_is_told_in_seconds() -> None:
    breach = e.TargetBreached(
        at=MONDAY_NINE,
        by=e.POLICY,
        clock="resolve",
        cycle=1,
        instance=1,
        breached_at=MONDAY_NINE,
        target=timedelta(hours=4),
        policy="p",
    )
    written = document(a_parcel("file", messages=(a_message(event=breach),)))
    assert b'"target_seconds":14400,' in written


def test_an_edit_by_hand_that_left_the_owner_alone_is_told() -> None:
    event = e.HandEdited(cells=("title",), at=MONDAY_NINE, by="unknown")
    [told] = json.loads(document(a_parcel("file", messages=(a_message(event=event),))))["messages"]
    assert told["event"]["cells"] == ["title"]
    assert "owner" not in told["event"]


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (100, "x" * 100),
        (60, "x" * 23 + "\n[cut here: 100 characters in all]"),
        (5, " all]"),
        (0, ""),
        (-3, ""),
    ],
    ids=["fits", "cut", "hardly any room", "no room", "less than none"],
)
def test_a_text_takes_the_room_there_is(room: int, shown: str) -> None:
    found = cut("x" * 100, room)
    assert found[-len(shown) :] == shown if shown else found == ""
    assert len(found) <= max(room, 0)
