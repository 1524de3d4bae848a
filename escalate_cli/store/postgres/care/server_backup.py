"""Backup and restore of a store on a server, by the same files as of a folder."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from escalate_cli.errors import EscalateError, StoreUncertainError
from escalate_cli.paths import POLICY_FILE, TICKETS_FILE, real_login
from escalate_cli.store.care.backup import back_up as back_up_files
from escalate_cli.store.care.backup import examined, members, own_name
from escalate_cli.store.care.other_store import open_other
from escalate_cli.store.care.output_file import refuse_taken, refuse_target
from escalate_cli.store.file.archive import Buckets
from escalate_cli.store.file.atomic_file import remove_file
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.rows.tables import STORE, TABLES
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.care.store_care import Backup, Restored
from escalate_cli.usecases.ports import View

if TYPE_CHECKING:
    from escalate_cli.store.postgres.postgres_store import PostgresStore
    from escalate_cli.store.postgres.transaction import ServerTransaction


def back_up(
    store: "PostgresStore", folder: Path, now: datetime, target: Path | None, *, force: bool
) -> Backup:
    """Write one moment of everything into one file, and read it again."""
    if target is not None:
        refuse_target(target, folder)
        refuse_taken(target, force=force)
    target = target or own_name(folder, store.address.name, now)
    with store.read() as view:
        return _written(view, store, now, target, force=force)


def _written(
    view: View, store: "PostgresStore", now: datetime, target: Path, *, force: bool
) -> Backup:
    """Let a folder keep what a store does, while it is written into one file."""
    with TemporaryDirectory(prefix="escalate-") as name:
        place = Path(name)
        with TableFile(place / TICKETS_FILE, *TABLES).transaction() as image:
            image.meta[STORE] = view.name()
            RowsTransaction(image, Buckets(place, {})).take_over(view.dump())
        if kept := store.kept_policy():
            (place / POLICY_FILE).write_bytes(kept.source)
        return back_up_files(place, now, target, force=force)


def restore(store: "PostgresStore", folder: Path, file: Path, now: datetime) -> Restored:
    """Put the data of a backup in the place of what is there, which is backed up first.

    All of it is one change, and nothing is touched before all of the backup has been verified.
    """
    bundle = examined(file)
    there = open_other(file)
    kept = own_name(folder, f"{store.address.name}-before-restore", now)

    def put_back(tx: "ServerTransaction") -> bool:
        is_empty = not tx.highest() and not tx.fingerprint().last
        if not is_empty:
            _written(tx, store, now, kept, force=True)
            tx.clear()
        tx.take_over(there.dump())
        return is_empty

    try:
        was_empty = store.change(put_back)
    except EscalateError as error:
        if not isinstance(error, StoreUncertainError):  # nothing was put back, so that all is there
            remove_file(kept)
        raise
    _put_policy(store, file, now)
    return Restored(bundle=bundle, kept_before=None if was_empty else str(kept))


def _put_policy(store: "PostgresStore", file: Path, now: datetime) -> None:
    """Let the policy of a backup be in force; the one before is kept."""
    kept = store.kept_policy()
    for name, source, _ in members(file):
        if name == POLICY_FILE and (kept is None or kept.source != source):
            store.put_policy(source, real_login(), now)
