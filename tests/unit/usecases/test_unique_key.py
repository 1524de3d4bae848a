"""A key names at most one unresolved ticket, whatever would reopen another one."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from escalate_cli.errors import NotAllowedError
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unique_key import unresolved_under
from escalate_cli.usecases.verbs.link import link
from escalate_cli.usecases.verbs.note import complain, note
from escalate_cli.usecases.verbs.resolve import reopen, resolve
from tests.unit.usecases.conftest import a_context, later, logged, staffed, ticket


def under_one_key(after_resolution: str = "answer") -> Context:
    """Log, resolve, and log anew under the same key."""
    context = a_context(staffed(after_resolution=after_resolution))
    logged(context, key="disk", requester="kim")
    resolve(later(context, "1h"), ["1"])
    logged(later(context, "2h"), key="disk")
    return context


@pytest.mark.parametrize(
    "act",
    [
        lambda at: reopen(at, ["1"]),
        lambda at: note(at, ["1"], "it is back", from_requester=True),
        lambda at: complain(at, ["1"], "again"),
        lambda at: undo(at, 2),
        lambda at: undo(at, 2, dry_run=True),
    ],
    ids=["a reopening", "a word of the requester", "a complaint", "an undo", "a dry run of it"],
)
def test_nothing_reopens_a_ticket_whose_key_names_another_one(
    act: Callable[[Context], object],
) -> None:
    context = under_one_key("reopen")
    with pytest.raises(NotAllowedError, match="T-1 cannot be reopened: T-2 is open under its key"):
        act(later(context, "3h"))
    assert (ticket(context).status, len(context.store.read().events(1))) == ("resolved", 2)


def test_a_word_that_reopens_nothing_is_kept() -> None:
    context = under_one_key()
    note(later(context, "3h"), ["1"], "it is back", from_requester=True)
    assert ticket(context).awaits_answer


def test_the_key_of_a_duplicate_names_the_original_alone() -> None:
    context = a_context()
    logged(context, key="disk")
    logged(context, key="mail")
    link(context, ["1"], duplicate_of="2")
    resolve(later(context, "1h"), ["2"])
    logged(later(context, "2h"), key="disk")
    with pytest.raises(NotAllowedError, match=r"T-2 cannot be reopened: T-3 is open .* 'disk'"):
        reopen(later(context, "3h"), ["2"])


def test_an_undo_gives_a_duplicate_its_key_back() -> None:
    context = a_context()
    logged(context, key="disk")
    logged(context)
    link(context, ["1"], duplicate_of="2")
    with context.read() as view:
        change = view.events(1)[-1].change
    undo(later(context, "1h"), change)
    with context.read() as view:
        found = unresolved_under(view, "disk")
    assert found is not None
    assert (found.id, replace(found, key=None).keys, found.keys) == ("T-1", (), ("disk",))


def test_an_undo_does_not_leave_a_key_to_two_tickets_of_its_own() -> None:
    context = a_context()
    logged(context, key="disk")
    resolve(later(context, "1h"), ["1"])
    logged(later(context, "2h"), key="disk")
    resolve(later(context, "3h"), ["2"])
    reopen(later(context, "4h"), ["1"])
    resolve(later(context, "5h"), ["1"])
    both = later(context, "6h")
    assert unresolved_under(both.read(), "disk") is None
    undo(both, 6)
    with pytest.raises(NotAllowedError, match="T-2 cannot be reopened: T-1 is open"):
        undo(later(context, "7h"), 4)
