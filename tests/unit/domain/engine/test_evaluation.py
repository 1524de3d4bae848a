"""What one run over one ticket remembers, and what it never makes."""

import pytest

from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.evaluation import Evaluation
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.events import POLICY
from tests.conftest import MONDAY_NINE, PEOPLE, a_history, after, escalated


def test_a_run_counts_levels_from_where_the_ticket_was_when_it_began() -> None:
    history = a_history()
    run = Evaluation(Agenda(history, PEOPLE), after("1h"))
    history.add(escalated(after("1h"), "L2"))
    assert (run.held.level, run.ticket.level) == ("L1", "L2")


def test_what_the_policy_does_is_done_by_the_policy_at_the_instant_of_the_run() -> None:
    run = Evaluation(Agenda(a_history(), PEOPLE), after("1h"))
    assert run.stamp == {"at": after("1h"), "by": POLICY, "login": None}


def test_messages_are_kept_in_their_order() -> None:
    run = Evaluation(Agenda(a_history(), PEOPLE), after("1h"))
    one, two = (
        Message(key=key, ticket="T-1", kind="alert", to="bo", text="x", created_at=MONDAY_NINE)
        for key in ("one", "two")
    )
    run.tell([one])
    run.tell([two])
    assert run.messages == [one, two]


def test_a_silent_run_does_not_even_make_a_message() -> None:
    made = (pytest.fail("a text was made") for _ in range(1))
    run = Evaluation(Agenda(a_history(), PEOPLE), after("1h"), silent=True)
    run.tell(made)
    assert run.messages == []
