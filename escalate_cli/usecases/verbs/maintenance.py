"""Maintenance: announce planned work on some tickets, list it, and end it early."""

from collections.abc import Sequence
from datetime import datetime

from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.policy.sections.maintenance import LONG
from escalate_cli.domain.policy.standing import MaintenanceAdded, MaintenanceEnded
from escalate_cli.domain.ticket.matching import FIELDS
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.planned_work import Planned, lasting, planned
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.policy_words import one_of

_ALSO = {"tag": "tags", "skill": "skills"}
_NOT = "not"


def windows(context: Context) -> list[Planned]:
    """Return the windows that are on or to come, the earliest first."""
    return planned(context, context.read())


def add(
    context: Context,
    when: When,
    since: datetime | None,
    until: datetime,
    message: str = "",
    *,
    may_be_long: bool = False,
) -> Planned:
    """Announce a window, from now on if no beginning is given."""
    asked = MaintenanceAdded(
        when=when,
        from_at=context.now if since is None else since,
        until_at=until,
        message=input_validation.text_of(message),
        **context.stamp,
    )
    if asked.until_at <= asked.from_at:
        raise UsageError("the window ends before it begins", "give --until a later time")
    if asked.from_at < context.now:
        raise UsageError(
            f"a window begins now or later, not at {format_instant(asked.from_at)}",
            "leave --from away, and it begins now",
        )
    lasts = asked.until_at - asked.from_at
    if lasts > LONG and not may_be_long:
        raise UsageError(
            f"a window of {format_duration(lasts)} is longer than {format_duration(LONG)}",
            "if it is meant, add --yes",
        )

    def keep(tx: Transaction) -> Planned:
        tx.enter(asked)
        entered = tx.standing()[-1].change
        context.standing.meet(tx)
        [found] = [each for each in planned(context, tx) if each.change == entered]
        return found

    return context.change(keep)


def end(context: Context, change: int, message: str = "") -> list[Planned]:
    """End a window that a command announced, now; return what is on or planned without it."""

    def keep(tx: Transaction) -> list[Planned]:
        window = next((each for each in lasting(context) if each.change == change), None)
        if window is None or not window.change:
            raise NotAllowedError(
                f"change {change} announced no window that is on or planned",
                "escalate maintenance list",
            )
        tx.enter(
            MaintenanceEnded(
                when=window.when,
                from_at=window.from_at,
                until_at=window.until_at,
                message=input_validation.text_of(message),
                **context.stamp,
            )
        )
        context.standing.meet(tx)
        return planned(context, tx)

    return context.change(keep)


def when_of(words: Sequence[str]) -> When:
    """Read which tickets are meant: `service:payments`, `priority:P1,P2`, `not:tag:later`."""
    if not words:
        raise UsageError("nobody says which tickets", "add --when, as in --when service:payments")
    return When(tuple(_condition(word) for word in words))


def _condition(word: str) -> Condition:
    asked, negated = word, False
    if word.startswith(f"{_NOT}:"):
        asked, negated = word.removeprefix(f"{_NOT}:"), True
    name, _, given = asked.partition(":")
    values = tuple(value for each in given.split(",") if (value := each.strip()))
    field = one_of(_ALSO.get(name, name), FIELDS, "field")
    if not values:
        raise UsageError(f"'{word}' names no {name}", "as in --when service:payments")
    return Condition(field=field, values=values, negated=negated)
