"""A ticket's own stakeholders are just those who are named."""

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.keep_informed import keep_informed
from escalate_cli.domain.verbs.outcome import Done
from tests.unit.domain.verbs.conftest import events_of, facing


def test_each_is_a_stakeholder_once() -> None:
    [event] = events_of(keep_informed(facing(stakeholders=("eva",)), ("eva", "sam", "eva")))
    assert event.changes == e.Changes(stakeholders=("eva", "sam"))


def test_the_same_people_make_no_event() -> None:
    assert keep_informed(facing(stakeholders=("eva",)), ("eva", "eva")) == Done()
