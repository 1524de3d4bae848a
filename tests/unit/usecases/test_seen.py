"""What is tried leaves nothing; what is done on a ticket that was changed since is refused."""

import pytest

from escalate_cli.errors import ConflictError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.seen import Sight, do_on_seen, tried
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.note import note
from tests.unit.usecases.conftest import a_context, kinds, logged, ticket


@pytest.fixture
def context() -> Context:
    """Log one ticket."""
    context = a_context()
    logged(context)
    return context


def seen(context: Context) -> Sight:
    """Look at the ticket."""
    return Sight(1, context.store.read().revision(1))


def test_an_act_that_is_tried_tells_what_it_does_and_leaves_nothing(context: Context) -> None:
    before = kinds(context)
    [done], _ = tried(context, [seen(context)], lambda c: acknowledge(c, ["1"]))
    assert done.standing.ticket.acknowledged_at is not None
    assert (kinds(context), ticket(context).acknowledged_at) == (before, None)


def test_what_is_as_it_was_seen_is_acted_on(context: Context) -> None:
    do_on_seen(context, [seen(context)], lambda c: acknowledge(c, ["1"]))
    assert ticket(context).acknowledged_at is not None


@pytest.mark.parametrize("how", [tried, do_on_seen])
def test_what_was_changed_since_is_not(context: Context, how: object) -> None:
    sight = seen(context)
    note(context, ["1"], "looked at it")
    before = kinds(context)
    with pytest.raises(ConflictError, match="T-1 was changed since you looked"):
        how(context, [sight], lambda c: acknowledge(c, ["1"]))  # type: ignore[operator]
    assert kinds(context) == before


@pytest.mark.parametrize("how", [tried, do_on_seen])
def test_of_several_one_that_was_changed_holds_all_back(context: Context, how: object) -> None:
    logged(context)
    sights = [Sight(number, context.store.read().revision(number)) for number in (1, 2)]
    note(context, ["2"], "looked at it")
    before = kinds(context)
    with pytest.raises(ConflictError, match="T-2 was changed since you looked"):
        how(context, sights, lambda c: acknowledge(c, ["1", "2"]))  # type: ignore[operator]
    assert kinds(context) == before


def test_of_several_it_is_told_what_comes_of_each(context: Context) -> None:
    logged(context)
    sights = [Sight(number, context.store.read().revision(number)) for number in (1, 2)]
    before = kinds(context)
    done, coming = tried(context, sights, lambda c: acknowledge(c, ["1", "2"]))
    assert (len(done), len(coming), kinds(context)) == (2, 2, before)
