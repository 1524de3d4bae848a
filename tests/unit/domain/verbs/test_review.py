"""A review is recorded once a ticket is over."""

from escalate_cli.domain.verbs.outcome import Cause
from escalate_cli.domain.verbs.review import review
from tests.conftest import MONDAY_NINE, resolved
from tests.unit.domain.verbs.conftest import events_of, facing, refusal_of


def test_what_was_learned_is_recorded() -> None:
    at = facing(resolved(MONDAY_NINE))
    [event] = events_of(review(at, "dust", ("heat",), ("calm",), ("clean",)))
    assert (event.root_cause, event.factors) == ("dust", ("heat",))
    assert (event.went_well, event.actions) == (("calm",), ("clean",))


def test_what_is_not_over_is_not_reviewed() -> None:
    assert refusal_of(review(facing(), "dust")).cause is Cause.STATUS
