"""What the requester writes is theirs, and public; a complaint counts those elsewhere."""

import pytest

from escalate_cli.domain.verbs.note import complain, note
from tests.conftest import MINUTE, MONDAY_NINE
from tests.unit.domain.verbs.conftest import events_of, facing


@pytest.mark.parametrize(
    ("by", "public", "theirs", "kept"),
    [
        ("ana", False, False, (False, False)),
        ("ana", True, False, (True, False)),
        ("ana", False, True, (True, True)),
        ("kim", False, False, (True, True)),
    ],
    ids=["internal", "public", "their words", "the requester"],
)
def test_a_note_says_who_speaks_to_whom(
    by: str, *, public: bool, theirs: bool, kept: tuple[bool, bool]
) -> None:
    at = facing(by=by, requester="kim")
    [event] = events_of(note(at, "so", public=public, from_requester=theirs))
    assert (event.text, (event.public, event.from_requester)) == ("so", kept)


def test_a_complaint_is_the_requesters() -> None:
    elsewhere = (MONDAY_NINE + MINUTE, MONDAY_NINE)
    [event] = events_of(complain(facing(requester="kim"), "slow", elsewhere))
    assert (event.text, event.requester) == ("slow", "kim")
    assert event.elsewhere == (MONDAY_NINE, MONDAY_NINE + MINUTE)
