"""Severity speaks about all work in progress; the rule's `when` is what it is about."""

from escalate_cli.domain.engine.triggers.severity import Severity
from tests.conftest import MONDAY_NINE, a_ticket, after, paused, reopened, resolved
from tests.unit.domain.engine.triggers.conftest import spoken


def test_it_speaks_from_the_log_to_the_resolution() -> None:
    assert spoken(Severity()) == [(MONDAY_NINE, None)]
    assert spoken(Severity(), resolved(after("1h"))) == [(MONDAY_NINE, after("1h"))]


def test_a_wait_does_not_interrupt_it() -> None:
    assert spoken(Severity(), paused(after("5m"))) == [(MONDAY_NINE, None)]


def test_a_reopened_ticket_is_spoken_about_anew() -> None:
    assert spoken(Severity(), resolved(after("1h")), reopened(after("2h"))) == [(after("2h"), None)]


def test_it_says_that_only_work_in_progress_counts() -> None:
    ticket = a_ticket(resolved(after("1h")))
    sentence = "speaks at once on work in progress; the ticket is resolved"
    assert Severity().waits_for(ticket) == sentence
