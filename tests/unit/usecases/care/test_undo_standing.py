"""What a change said for the team is taken back once, by an entry of its own."""

from escalate_cli.domain.policy.standing import StandingUndone
from escalate_cli.usecases.care.undo_standing import said_in, take_back
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.duty import override
from tests.conftest import after
from tests.unit.usecases.conftest import a_context


def undone(context: Context, change: int) -> None:
    context.change(lambda tx: take_back(context, tx, change, "back again"))


def test_an_entry_takes_back_what_one_change_said() -> None:
    context = a_context()
    override(context, "network", "bo", None, after("1h"))
    override(context, "network", "lee", None, after("1h"))
    undone(context, 1)
    view = context.store.read()
    [first] = said_in(view, 1).entries
    assert (first.change, said_in(view, 1).counts) == (1, ())
    assert [entry.change for entry in said_in(view, 2).counts] == [2]
    last = view.standing()[-1]
    assert isinstance(last, StandingUndone)
    assert (last.undone, last.message, last.by) == (1, "back again", "ana")


def test_what_was_taken_back_or_never_said_gets_no_entry() -> None:
    context = a_context()
    override(context, "network", "bo", None, after("1h"))
    for change in (1, 1, 7):
        undone(context, change)
    assert len(context.store.read().standing()) == 2
