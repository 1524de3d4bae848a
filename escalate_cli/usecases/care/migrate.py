"""Migrate a store: all that one keeps goes into an empty one, and is compared there."""

import msgspec

from escalate_cli.errors import ConflictError, DamagedHistoryError
from escalate_cli.usecases.ports import Store, View
from escalate_cli.usecases.records import Fingerprint


class Kept(msgspec.Struct, frozen=True):
    """What a store keeps, as far as two of them are compared."""

    fingerprint: Fingerprint
    tickets: int
    messages: int
    standing: int


class Migrated(msgspec.Struct, frozen=True):
    """What the other store keeps now.

    Attributes:
        is_new: whether it came there by this, and was not there before.
    """

    kept: Kept
    is_new: bool


def migrate(source: View, target: Store) -> Migrated:
    """Let an empty store become what another one is, in one change; the source stays as it is.

    Raises:
        ConflictError: the other store has something of its own.
        DamagedHistoryError: the source is not as it was written.
    """
    kept = _kept_by(source)
    with target.read() as view:
        there = _kept_by(view)
    if there == kept:
        return Migrated(kept, is_new=False)
    if there.fingerprint.last or there.tickets or there.messages:
        raise ConflictError(
            "the other store has tickets of its own",
            "name one that nobody has begun; escalate import --from escalate merges two",
        )
    if not source.is_as_written():
        raise DamagedHistoryError(
            "the store is not as it was written, so nothing was migrated", "escalate verify"
        )
    target.change(lambda tx: tx.take_over(source.dump()))
    with target.read() as view:
        there = _kept_by(view)
    if there != kept:
        raise DamagedHistoryError(
            "the other store does not keep what this one does", "go on with this one, and report it"
        )
    return Migrated(kept, is_new=True)


def _kept_by(view: View) -> Kept:
    return Kept(
        fingerprint=view.fingerprint(),
        tickets=sum(1 for _ in view.numbers()),
        messages=sum(1 for _ in view.messages()),
        standing=len(view.standing()),
    )
