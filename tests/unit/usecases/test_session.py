"""What one command sees of the store before and after its own changes."""

import pytest

from escalate_cli.errors import TicketNotFoundError
from escalate_cli.usecases.session import session_of
from escalate_cli.usecases.unit_of_work import save
from escalate_cli.usecases.verbs.note import note
from tests.unit.usecases.conftest import a_context, kinds, later, logged


def test_others_change_nothing_in_what_was_read() -> None:
    context = a_context()
    logged(context)
    with session_of(context) as session:
        note(later(context, "1h"), ["1"], "here")
        assert len(session.view.events(1)) == 1


def test_after_a_change_it_sees_the_store_as_that_left_it() -> None:
    context = a_context()
    logged(context)
    with session_of(context) as session:
        note(later(context, "1h"), ["1"], "here")
        session.change(lambda tx: save(context, tx, context.history(tx, 1)))
        assert [event.seq for event in session.view.events(1)] == [1, 2]


def test_a_change_that_fails_is_not_seen() -> None:
    context = a_context()
    logged(context)
    with session_of(context) as session:
        before = session.view
        with pytest.raises(TicketNotFoundError):
            session.change(lambda tx: context.history(tx, 9))
        assert session.view is before
    assert kinds(context) == ["ticket_logged"]
