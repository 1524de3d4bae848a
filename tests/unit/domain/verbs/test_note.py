"""What the requester writes is theirs, and public; a complaint counts those elsewhere."""

import msgspec
import pytest

from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.verbs.note import MOST_ELSEWHERE, complain, note
from tests.conftest import MINUTE, MONDAY_NINE
from tests.unit.domain.verbs.conftest import events_of, facing
from tests.unit.usecases.conftest import staffed


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


@pytest.mark.parametrize(
    ("count", "kept"), [(3, MOST_ELSEWHERE), (MOST_ELSEWHERE + 2, MOST_ELSEWHERE + 2)], ids=str
)
def test_a_complaint_keeps_the_latest_of_others_and_as_many_as_a_rule_counts(
    count: int, kept: int
) -> None:
    settings = msgspec.json.encode({"count": count, "by": "requester"}).decode()
    rule = Rule(type="complaints", name="unhappy", settings=settings)
    elsewhere = [MONDAY_NINE + n * MINUTE for n in range(MOST_ELSEWHERE + 5)]
    at = facing(policy=staffed(rules=(rule,)), requester="kim")
    [event] = events_of(complain(at, "slow", elsewhere))
    assert list(event.elsewhere) == elsewhere[-kept:]
