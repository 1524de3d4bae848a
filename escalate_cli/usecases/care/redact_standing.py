"""Remove why something was said for the team: a secret typed as the reason of a cover."""

import msgspec

from escalate_cli.domain.policy.standing import StandingRedacted
from escalate_cli.errors import MissingReasonError, NotAllowedError
from escalate_cli.usecases.care.merged_standing import without_words
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.verbs import input_validation


class ChangeRedacted(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the words of one change.

    Attributes:
        also: other changes that say the same words.
        kept: files that are kept and still hold them.
    """

    change: int
    also: tuple[int, ...] = ()
    kept: tuple[str, ...] = ()


def redact_standing(context: Context, change: int, message: str) -> ChangeRedacted:
    """Put a tombstone in the place of why a change was said for the team; why is recorded.

    A change that is redacted already is left as it is, but older copies are written over again.
    """
    if not message.strip():
        raise MissingReasonError("a redaction needs a reason", "give -m WHY")
    why = input_validation.text_of(message)
    also = context.change(lambda tx: _redact(context, tx, change, why))
    return ChangeRedacted(change=change, also=also, kept=tuple(context.store.purge([])))


def _redact(context: Context, tx: Transaction, change: int, message: str) -> tuple[int, ...]:
    entries = tx.standing()
    said = [entry for entry in entries if entry.change == change and entry.message]
    if not said:
        raise NotAllowedError(
            f"change {change} said nothing in words for the team",
            "escalate oncall and escalate maintenance list number what did; of a ticket, "
            "escalate redact ID --event N",
        )
    if tx.broken_standing():
        raise NotAllowedError(
            "what was said for the team is not as it was written, which a redaction would hide",
            "escalate verify tells",
        )
    whole = [entry for entry in said if not entry.redacted]
    for entry in whole:
        seal = without_words(tx, entry.seq)
        tx.enter(StandingRedacted(entry=entry.seq, seal=seal, message=message, **context.stamp))
    words = {entry.message for entry in whole}
    also = (each.change for each in entries if each.change != change and each.message in words)
    return tuple(dict.fromkeys(also))
