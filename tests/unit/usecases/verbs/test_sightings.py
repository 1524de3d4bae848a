"""Problems that somebody watches for: logged once, noted again, and over."""

import pytest

from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.log import Logged, NewTicket
from escalate_cli.usecases.verbs.sightings import Recovery, take_sightings
from tests.unit.usecases.conftest import a_context, kinds, later, ticket


def seen(
    context: Context, *each: NewTicket | Recovery, resolves: bool = False
) -> list[tuple[str, str]]:
    """Take what is seen; return each ticket and what was noted there."""
    done = take_sightings(context, each, resolves=resolves)
    return [(one.standing.ticket.id, one.noted) for one in done]


def down(key: str = "db1", priority: str | None = None) -> NewTicket:
    """Return a problem."""
    return NewTicket(title=f"{key} is down", key=key, priority=priority)


def up(key: str = "db1") -> Recovery:
    """Return the end of one."""
    return Recovery(key, f"it is over: {key}")


def test_a_problem_is_logged_and_seen_again_is_noted() -> None:
    context = a_context()
    assert seen(context, down(), down("web1")) == [("T-1", ""), ("T-2", "")]
    assert seen(later(context, "5m"), down()) == [("T-1", "")]
    assert kinds(context) == ["ticket_logged", "note_added"]


def test_the_end_of_a_problem_is_noted_once() -> None:
    context = a_context()
    seen(context, down())
    assert seen(later(context, "1m"), up()) == [("T-1", "noted that it is over")]
    assert seen(later(context, "2m"), up()) == []
    assert (kinds(context), ticket(context).status) == (["ticket_logged", "note_added"], "open")


def test_the_end_of_a_problem_resolves_where_that_is_asked_for() -> None:
    context = a_context()
    seen(context, down())
    assert seen(later(context, "1m"), up(), resolves=True) == [("T-1", "as it is over")]
    assert seen(later(context, "2m"), up(), resolves=True) == []
    assert (ticket(context).status, ticket(context).resolution) == (
        "resolved",
        "it is over: db1",
    )


@pytest.mark.parametrize("resolves", [True, False])
def test_the_end_of_what_nobody_logged_is_nothing(resolves: bool) -> None:
    context = a_context()
    assert seen(context, up(), resolves=resolves) == []
    assert context.store.read().highest() == 0


def test_what_follows_each_other_is_taken_in_order() -> None:
    context = a_context()
    together = (down(), up("web1"), up(), down("web1"), down(), down())
    assert [id_ for id_, _ in seen(context, *together, resolves=True)] == [
        *("T-1", "T-1", "T-2", "T-2", "T-3")
    ]
    assert kinds(context, 2) == ["ticket_logged", "note_added"]


def test_a_worse_one_raises_the_priority() -> None:
    context = a_context()
    seen(context, down(priority="P3"))
    [again] = take_sightings(later(context, "1m"), [down(priority="P1")], resolves=False)
    assert isinstance(again, Logged)
    assert ticket(context).priority == "P1"
