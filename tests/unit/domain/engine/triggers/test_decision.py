"""Each time an assessment asks for a decision of the management is one case."""

from escalate_cli.domain.engine.triggers.decision import DecisionNeeded
from escalate_cli.domain.ticket import events as e
from tests.conftest import a_ticket, after, reopened, resolved
from tests.unit.domain.engine.triggers.conftest import found, spoken


def assessed(at: str, *, asks: bool = True) -> e.TicketAssessed:
    return e.TicketAssessed(at=after(at), by="bo", priority="P3", needs_decision=asks)


def test_an_assessment_that_does_not_ask_says_nothing() -> None:
    assert spoken(DecisionNeeded(), assessed("1h", asks=False)) == []


def test_it_speaks_from_the_assessment_to_the_next_that_asks() -> None:
    asked = assessed("1h"), assessed("2h", asks=False), assessed("3h")
    assert spoken(DecisionNeeded(), *asked) == [(after("1h"), after("3h")), (after("3h"), None)]


def test_a_resolution_ends_it_and_a_new_cycle_asks_anew() -> None:
    events = assessed("1h"), resolved(after("2h"))
    assert spoken(DecisionNeeded(), *events) == [(after("1h"), after("2h"))]
    assert spoken(DecisionNeeded(), *events, reopened(after("3h"))) == []


def test_it_says_what_it_is_about() -> None:
    [finding] = found(DecisionNeeded(), assessed("1h"))
    assert finding.reason == "a management decision is needed"
    assert "--needs-decision" in DecisionNeeded().waits_for(a_ticket())
