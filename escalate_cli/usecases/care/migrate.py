"""Migrate a store: all that one keeps goes into an empty one, and is compared there."""

from collections.abc import Callable

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
    """What both stores keep now.

    Attributes:
        here: what this one keeps.
        there: what the other one keeps.
        is_new: whether it came there by this, and was not there before.
    """

    here: Kept
    there: Kept
    is_new: bool


def migrate(source: Store, target: Store, bring_policy: Callable[[], None]) -> Migrated:
    """Let an empty store become what another one is, in one change; the source stays as it is.

    One that has tickets of the source already is compared with it, and stays as it is, too.

    Args:
        source: what is copied.
        target: what becomes like it.
        bring_policy: called before the tickets come, so that what is broken off is done again.

    Raises:
        ConflictError: the other store has tickets, and none of them is from here.
        DamagedHistoryError: the source is not as it was written.
    """
    with source.as_it_is() as view:
        here = _kept_by(view)
        with target.read() as other:
            there = _kept_by(other)
            is_new = not (there.fingerprint.last or there.tickets or there.messages)
            if not (is_new or view.uids().keys() & other.uids().keys()):
                raise ConflictError(
                    "the other store has tickets of its own",
                    "name one that nobody has begun; escalate import --from escalate merges two",
                )
        if not is_new:
            return Migrated(here, there, is_new=False)
        if not view.is_as_written():
            raise DamagedHistoryError(
                "the store is not as it was written, so nothing was migrated", "escalate verify"
            )
        bring_policy()
        target.change(lambda tx: tx.take_over(view.dump()))
    if checked_at := source.last_check_at():
        target.checked(checked_at)
    with target.read() as other:
        there = _kept_by(other)
    if there != here:
        raise DamagedHistoryError(
            "the other store does not keep what this one does", "go on with this one, and report it"
        )
    return Migrated(here, there, is_new=True)


def _kept_by(view: View) -> Kept:
    return Kept(
        fingerprint=view.fingerprint(),
        tickets=sum(1 for _ in view.numbers()),
        messages=sum(1 for _ in view.messages()),
        standing=len(view.standing()),
    )
