"""A cycle ends with a resolution, and a new one begins with a reopening."""

import pytest

from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.verbs.outcome import Cause
from escalate_cli.domain.verbs.resolve import close, reopen, resolve
from tests.conftest import MONDAY_NINE, asked_afterwards, closed, resolved
from tests.unit.domain.verbs.conftest import events_of, facing, recorded, refusal_of

OVER = facing(resolved(MONDAY_NINE))


def test_each_end_is_recorded_with_its_words() -> None:
    [solved] = events_of(resolve(facing(), "restarted"))
    [confirmed] = events_of(close(OVER, "sure"))
    [again] = events_of(reopen(OVER, "not yet"))
    assert (solved.resolution, confirmed.message) == ("restarted", "sure")
    assert (again.message, again.rules) == ("not yet", RULES)


def test_a_cycle_on_record_counts_as_it_did() -> None:
    [again] = events_of(reopen(facing(resolved(MONDAY_NINE), closed(MONDAY_NINE)), "", 1))
    assert again.rules == 1


def test_a_closed_one_is_closed_again_only_where_somebody_asked_since() -> None:
    shut = resolved(MONDAY_NINE), closed(MONDAY_NINE)
    [read] = events_of(close(facing(*shut, asked_afterwards(MONDAY_NINE)), "read"))
    assert read.message == "read"
    assert refusal_of(close(facing(*shut))).reason == "T-1 is closed: it cannot be closed"


@pytest.mark.parametrize(
    "outcome",
    [resolve(OVER), close(facing()), reopen(facing())],
    ids=["resolved twice", "closed before", "reopened while open"],
)
def test_the_status_must_allow_it(outcome: object) -> None:
    assert refusal_of(outcome).cause is Cause.STATUS


def test_it_is_resolved_as_what_the_policy_has_a_word_for() -> None:
    [solved] = events_of(resolve(facing(), "twice", "Duplicate"))
    assert (solved.outcome, solved.line) == ("duplicate", ("resolved as duplicate",))
    [foreign] = events_of(resolve(recorded(facing()), "", "spam"))
    assert foreign.outcome == "spam"


@pytest.mark.parametrize(
    ("word", "advice"),
    [("duplicat", "did you mean 'duplicate'?"), ("xyz", "known are solved, duplicate, invalid")],
)
def test_another_word_is_refused_with_the_nearest(word: str, advice: str) -> None:
    refused = refusal_of(resolve(facing(), "", word))
    assert (refused.reason, refused.help) == (f"there is no outcome '{word}'", advice)
    assert refused.cause is Cause.WORDING
