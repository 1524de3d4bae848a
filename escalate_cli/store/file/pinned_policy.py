"""The policy version that was pinned last, found without reading the tickets."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from escalate_cli.store.file.atomic_file import opened
from escalate_cli.store.file.file_format import lone_table
from escalate_cli.store.rows.snapshot import RowsView
from escalate_cli.store.rows.tables import POLICIES, PolicyRow


def newest_policy(path: Path, read: Callable[[], RowsView]) -> str | None:
    """Return its text, or nothing where none was pinned.

    Args:
        path: the file of the tickets.
        read: reads all of the store, which is only needed where the file was edited by hand.
    """
    with suppress(OSError, ValueError, msgspec.MsgspecError):
        with opened(path) as file:
            table = lone_table(file, POLICIES)
        if table is not None:
            row = table.get(table.highest)
            return msgspec.json.decode(row, type=PolicyRow).source if row else None
    return read().newest_policy()
