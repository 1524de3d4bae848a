"""The first line of a file that somebody edited: it says again what the rows do."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from escalate_cli.store.json_store import JsonStore
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.care.reconcile_edits import reconcile_edits
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.context import Context
from tests.conftest import DAY, MONDAY_NINE
from tests.unit.store.by_hand import edit_first_line, first_line
from tests.unit.store.contexts import a_context, finished, logged

LATER = MONDAY_NINE + 31 * DAY


@pytest.fixture
def context(tmp_path: Path) -> Context:
    """Return a context at a store with T-2 in the archive, whose event is the last."""
    made: list[Context] = []

    def notice(tx: RowsTransaction, _path: str, numbers: Sequence[int] | None) -> bool:
        return bool(reconcile_edits(made[0], tx, numbers))

    store = JsonStore(tmp_path / "store", on_edit=notice)
    logged(a_context(store), "one", "two")
    finished(store, ["T-2"])
    made.append(a_context(store, LATER))
    archive(made[0])
    return made[0]


SPOILT: tuple[Any, ...] = (None, "seven", 0, -1, 1.5, True, [], {}, 10**12, 2**70)


@pytest.mark.parametrize("spoilt", SPOILT, ids=repr)
@pytest.mark.parametrize("name", ["seq", "change", "next", "message", "archive"])
def test_a_counter_that_somebody_spoilt_goes_on_beyond_what_is_in_use(
    context: Context, name: str, spoilt: object
) -> None:
    assert isinstance(context.store, JsonStore)
    path = context.store.folder / "tickets.json"
    edit_first_line(path, **{name: spoilt})
    assert logged(context, "three") == ["T-3"]
    assert verify(context).differences == ()
    line = first_line(path)
    assert (line["next"], line["seq"], line["archive"]) == (4, 5, {"1": 1})


def test_numbers_that_were_left_out_stay_so(context: Context) -> None:
    assert isinstance(context.store, JsonStore)
    edit_first_line(context.store.folder / "tickets.json", next=72, change=70)
    assert logged(context, "three") == ["T-72"]
    assert [each.change for each in context.store.read().events(72)] == [72]


def test_what_waits_for_the_archive_is_found_again(context: Context) -> None:
    assert isinstance(context.store, JsonStore)
    finished(context.store, ["T-1"])
    edit_first_line(context.store.folder / "tickets.json", closed_since="9999", latest="~")
    logged(context, "three")
    assert context.store.read().may_archive(LATER)
    assert not context.store.read().may_be_ahead_of(LATER)
