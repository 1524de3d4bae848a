"""Every text of an event is known to be words that may have to go, or a name that stays."""

from collections.abc import Iterator
from typing import get_args

import msgspec
import pytest
from msgspec.structs import fields

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.redaction import TOMBSTONE, redacted, texts_of
from tests.conftest import MONDAY_NINE, edited

PEOPLE = {
    "imported_by",
    "by",
    "login",
    "owner",
    "owner_before",
    "requester",
    "stakeholders",
    "customer",
    "asked",
    "notified",
}
PEOPLE |= {"approved_by", "for_person", "waiting_for", "team", "former"}
IDS = {"mail", "id", "uid", "key", "digest", "seal", "policy", "superseded", "batch", "cause"}
NAMES = {"level", "origin", "approver", "trigger", "service", "category", "tags", "skills"}
NAMES |= {
    "source",
    "via",
    "clock",
    "unknown",
    "cells",
    "MessageSent.message",
    "MessageDropped.message",
    "to",
}
NAMES |= {"TicketLinked.ticket", "keys", "in_turn", "action_of", "answered_by", "tickets"}
ENUMS = {"priority", "impact", "urgency", "ladder", "mode", "trigger_kind", "type", "action"}
ENUMS |= {"state", "state_before", "priority_before", "outcome"}
BY_PROGRAM = {"routed"}
NO_WORDS = PEOPLE | IDS | NAMES | ENUMS | BY_PROGRAM

KINDS = get_args(e.AnyEvent)


def types_in(type_: object) -> Iterator[object]:
    """Yield a type and all that it is made of, but what is annotated whole."""
    yield type_
    if type_ != e.Words:
        for part in get_args(type_):
            yield from types_in(part)


def texts_in(struct: type[msgspec.Struct]) -> Iterator[tuple[str, bool]]:
    """Yield each field of text, also of what a field is made of, and whether it is words."""
    for field in fields(struct):
        for type_ in types_in(field.type):
            if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
                yield from texts_in(type_)
            elif type_ in {str, e.Words}:
                full = f"{struct.__name__}.{field.name}"
                yield full if full in NO_WORDS else field.name, type_ == e.Words


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_text_of_an_event_is_words_or_a_name_and_never_both(kind: type[e.Event]) -> None:
    texts = list(texts_in(kind))
    assert [name for name, is_words in texts if is_words == (name in NO_WORDS)] == []
    assert {"by", "login", "digest"} <= {name for name, _ in texts}


def test_no_name_is_kept_of_a_field_that_is_gone() -> None:
    assert NO_WORDS - {name for kind in KINDS for name, _ in texts_in(kind)} == set()


def test_what_was_learned_goes_list_by_list() -> None:
    event = e.ReviewRecorded(
        at=MONDAY_NINE,
        by="ana",
        root_cause="a disk",
        factors=("a", "b"),
        went_well=("c",),
        actions=(),
    )
    assert texts_of(event) == ["a disk", "a", "b", "c"]
    blank = redacted(event)
    assert isinstance(blank, e.ReviewRecorded)
    assert (blank.redacted, blank.root_cause) == (True, TOMBSTONE)
    assert (blank.factors, blank.went_well, blank.actions) == ((TOMBSTONE,) * 2, (TOMBSTONE,), ())
    assert texts_of(blank) == []


def test_an_edit_loses_its_words_and_keeps_its_names() -> None:
    event = edited(MONDAY_NINE, title="my password", tags=("vpn",), customer=None)
    assert texts_of(event) == ["my password"]
    blank = redacted(event)
    assert isinstance(blank, e.TicketEdited)
    assert blank.changes == e.Changes(title=TOMBSTONE, tags=("vpn",), customer=None)
