"""A change of a store, written as a block."""

from contextlib import AbstractContextManager

from escalate_cli.store.json_store import JsonStore
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.ports import Store


def writing(store: Store) -> AbstractContextManager[RowsTransaction]:
    """Open a store of this process for one change, which runs as the block does."""
    assert isinstance(store, JsonStore | MemoryStore)
    return store.transaction()
