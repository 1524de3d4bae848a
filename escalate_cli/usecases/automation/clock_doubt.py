"""Doubt of the machine's clock: it has jumped ahead, or is behind what happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.errors import ClockDoubtedError

if TYPE_CHECKING:
    from escalate_cli.usecases.context import Context
    from escalate_cli.usecases.ports import View

LONGEST_SILENCE = timedelta(days=31)
"""A store of which nothing was heard for longer has been left alone, or the clock is wrong."""

BELIEVED_AFTER = timedelta(minutes=30)
"""A clock that is wrong is mostly put right sooner."""

_MOST_NAMED = 5


def must_believe(context: Context, view: View, *, noting: bool = False) -> None:
    """Raise ClockDoubtedError where the machine's clock is far ahead of all that is known.

    Once such runs have been noted for `BELIEVED_AFTER`, the clock is believed: nobody needs to come
    back for a store that was left alone over a summer.
    """
    if not context.present.is_of_machine or _is_recent(context, view.written_at()):
        return
    heard = view.written_at(), view.latest_at(), context.store.last_check_at()
    latest = max((at for at in heard if at is not None), default=None)
    if latest is None or _is_recent(context, latest):
        return
    began = _doubted_since(context)
    if context.now - began >= BELIEVED_AFTER:
        return
    help_ = "set the clock of this machine right, or if it is right: escalate check --believe-clock"
    way = f"it is believed from {format_instant(began + BELIEVED_AFTER)} on"
    if noting and not context.store.doubted(began):
        way = "it stays so, as the file last_check cannot be written"
    raise ClockDoubtedError(
        f"nothing was decided: the clock says {format_instant(context.now)}, and the latest that "
        f"is known here was at {format_instant(latest)}; {way}",
        help_,
    )


def _is_recent(context: Context, at: datetime | None) -> bool:
    return at is not None and context.now - at <= LONGEST_SILENCE


def _doubted_since(context: Context) -> datetime:
    """Return when the doubts began; those of another time are no part of them."""
    began = context.store.doubted_at()
    is_of_now = began is not None and began <= context.now <= began + LONGEST_SILENCE
    return began if began and is_of_now else context.now


def must_not_lag(context: Context, view: View) -> None:
    """Raise ClockDoubtedError where the clock is behind the latest event of open tickets."""
    if not view.may_be_ahead_of(context.now):
        return
    latest = view.latest_at()
    if latest is None or not context.present.is_behind(latest):
        return
    from escalate_cli.domain.ticket.ticket import id_of  # noqa: PLC0415 - start-up time

    ahead = [id_of(number) for number in view.ahead_of(context.now)]
    if not ahead:
        return
    more = f" and {len(ahead) - _MOST_NAMED} more" if len(ahead) > _MOST_NAMED else ""
    raise ClockDoubtedError(
        f"the clock says {format_instant(context.now)}, and {', '.join(ahead[:_MOST_NAMED])}{more} "
        f"went on until {format_instant(latest)}: no time passes there before that",
        "set the clock of this machine right; escalate doctor",
    )


def must_be_right(context: Context, view: View) -> None:
    """Raise ClockDoubtedError where `check` would not go by the clock, or warn of it."""
    must_believe(context, view)
    must_not_lag(context, view)
