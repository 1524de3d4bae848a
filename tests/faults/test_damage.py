"""Every byte of the file changed in turn: noticed, or harmless, and never made worse."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from escalate_cli.errors import EscalateError
from escalate_cli.store.json_store import JsonStore
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.care.reconcile_edits import reconcile_edits
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.damage import Damage
from tests.conftest import DAY, HOUR, MONDAY_NINE
from tests.faults.conftest import Figures
from tests.faults.loops import each
from tests.unit.store.contexts import a_context, finished, listed, logged

BITS = (0, 2, 5, 7)
HEARD: list[Damage] = []
"""What was said to be damaged since it was last cleared."""


@pytest.fixture
def context(tmp_path: Path) -> Context:
    """Return a context at a small store that notices edits."""
    made: list[Context] = []

    def notice(tx: RowsTransaction, _path: str, numbers: Sequence[int] | None) -> bool:
        return bool(reconcile_edits(made[0], tx, numbers))

    store = JsonStore(tmp_path / "store", on_edit=notice, on_damage=HEARD.extend)
    made.append(a_context(store, MONDAY_NINE + HOUR))
    logged(made[0], "one", "two", "three")
    return made[0]


def _ids(context: Context) -> list[str] | None:
    try:
        return sorted(listed(context, everything=True))
    except EscalateError:
        return None


def _outcome(context: Context, path: Path, damaged: bytes) -> str:
    """Read the damaged file and write to it; say what is wrong with what came of that."""
    path.write_bytes(damaged)
    HEARD.clear()
    read = _ids(context)
    if path.read_bytes() != damaged:
        return "reading changed the file"
    is_said = any(one.hides for one in HEARD)
    if read is not None and read != ["T-1", "T-2", "T-3"] and not is_said:
        return f"read {read}, and said {HEARD}"
    try:
        [new] = logged(context, "after")
    except EscalateError:
        return "" if path.read_bytes() == damaged else "a refused change changed the file"
    return _wrong_after(context, read, new)


def _wrong_after(context: Context, read: list[str] | None, new: str) -> str:
    """Say what is wrong with a store after a change that was not refused."""
    if read is None or HEARD:
        return "written, though it could not be read"
    if new in {"T-1", "T-2", "T-3"}:
        return f"{new} was given twice"
    if verify(context).differences:
        return f"what was written does not hold: {verify(context).differences}"
    after = _ids(context)
    return "" if after == sorted([*read, new]) else f"after a change there is {after}"


@pytest.mark.parametrize("step", [29, each()], ids=["short", "long"])
def test_no_flipped_bit_makes_things_worse(context: Context, figures: Figures, step: int) -> None:
    assert isinstance(context.store, JsonStore)
    path = context.store.folder / "tickets.json"
    good = path.read_bytes()
    wrong = {}
    for place in range(0, len(good), step):
        for bit in BITS if step == 1 else BITS[place % 4 :][:1]:
            flipped = bytes([good[place] ^ (1 << bit)])
            found = _outcome(context, path, good[:place] + flipped + good[place + 1 :])
            if found:
                wrong[place, bit] = f"{found}: {good[place - 20 : place + 20]!r}"
    assert wrong == {}
    if step == 1:
        figures.add("damaged files", bits=len(good) * len(BITS))


@pytest.mark.parametrize("step", [97, each()], ids=["short", "long"])
def test_no_file_cut_short_is_taken_for_a_whole_one(
    context: Context, figures: Figures, step: int
) -> None:
    assert isinstance(context.store, JsonStore)
    path = context.store.folder / "tickets.json"
    good = path.read_bytes()
    wrong = {}
    for length in range(0, len(good) - 1, step):
        path.write_bytes(good[:length])
        try:
            logged(context, "after")
            wrong[length] = "written"
        except EscalateError:
            if path.read_bytes() != good[:length]:
                wrong[length] = "changed"
    assert wrong == {}
    if step == 1:
        figures.add("damaged files", cuts=len(good) - 1)


@pytest.mark.parametrize("lost", [True, False], ids=["lost", "copied"])
def test_a_part_of_the_archive_that_is_lost_or_copied_is_said_and_counts_once(
    context: Context, lost: bool
) -> None:
    assert isinstance(context.store, JsonStore)
    finished(context.store, ["T-2"])
    later = a_context(context.store, MONDAY_NINE + 31 * DAY)
    archive(later)
    bucket = context.store.folder / "archive" / "0001.json"
    if lost:
        bucket.unlink()
        bucket.with_name("0001.json.bak").unlink(missing_ok=True)
    else:
        bucket.with_name("0002.json").write_bytes(bucket.read_bytes())
    HEARD.clear()
    assert _ids(later) == (["T-1", "T-3"] if lost else ["T-1", "T-2", "T-3"])
    assert [(one.hides, Path(one.file).name) for one in HEARD] == [
        (True, "0001.json") if lost else (False, "0002.json")
    ]
    assert [one.ticket for one in verify(later).differences][:1] == ["store"]
    assert logged(later, "four") == ["T-4"]
