"""A message that comes from another store is about the same ticket under its id here."""

from msgspec.structs import replace

from escalate_cli.domain.messages.moved_message import moved
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.renumbering import Numbers
from tests.conftest import MONDAY_NINE, a_log

NUMBERS = Numbers(ticket=lambda _: "T-30", change=lambda each: each, event=lambda each: each)
MESSAGE = Message(
    key="T-3:1:late:1:0:lee",
    ticket="T-3",
    kind="alert",
    to="lee",
    created_at=MONDAY_NINE,
    text="T-3 is late, not XT-3 nor T-31",
    event=None,
)


def test_key_and_text_name_the_ticket_as_it_is_here() -> None:
    got = moved(MESSAGE, NUMBERS)
    assert (got.key, got.ticket) == ("T-30:1:late:1:0:lee", "T-30")
    assert got.text == "T-30 is late, not XT-3 nor T-31"
    assert got.event is None


def test_the_event_for_a_channel_is_renumbered_too() -> None:
    got = moved(replace(MESSAGE, event=a_log()), NUMBERS)
    assert got.event is not None
    assert got.event.is_log_of("T-30")
