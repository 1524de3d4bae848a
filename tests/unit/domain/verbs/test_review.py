"""A review is recorded once a ticket is over."""

from escalate_cli.domain.verbs.outcome import Cause
from escalate_cli.domain.verbs.review import Lessons, lessons_of, review
from tests.conftest import MONDAY_NINE, resolved
from tests.unit.domain.verbs.conftest import events_of, facing, refusal_of

LESSONS = Lessons(
    root_cause="dust",
    factors=("heat",),
    went_well=("calm",),
    actions=("clean",),
    tickets=("T-9",),
    answered_by="abc",
)


def test_what_was_learned_is_recorded() -> None:
    at = facing(resolved(MONDAY_NINE))
    [event] = events_of(review(at, LESSONS))
    assert (event.root_cause, event.factors) == ("dust", ("heat",))
    assert (event.went_well, event.actions) == (("calm",), ("clean",))
    assert lessons_of(event) == LESSONS


def test_what_is_not_over_is_not_reviewed() -> None:
    assert refusal_of(review(facing(), LESSONS)).cause is Cause.STATUS
