"""Ids of the tickets that a command can act on, the most pressing first."""

from collections.abc import Container, Iterator
from functools import partial
from typing import Final

from escalate_cli.paths import StoreLocation
from escalate_cli.store.file.ticket_titles import Titled, titles

_ACTIVE: Final = frozenset({"open", "acknowledged", "waiting"})
_FINISHED: Final = frozenset({"resolved", "closed"})
STATUSES: Final = {
    **dict.fromkeys(
        ("acknowledge", "assess", "assign", "escalate", "resolve", "return", "wait"), _ACTIVE
    ),
    **dict.fromkeys(("reopen", "review"), _FINISHED),
    "close": frozenset({"resolved"}),
    "release": frozenset({"acknowledged", "waiting"}),
    "resume": frozenset({"waiting"}),
}
"""The statuses in which a ticket can be what a command makes of it; all, for the others."""

WITH_A_YES: Final = ("approve", "decline")
"""Commands on what somebody asks for."""

_PREFIX: Final = "T-"


def ids(
    store: StoreLocation, command: str, word: str, given: Container[str]
) -> Iterator[tuple[str, str]]:
    """Yield ids and titles, written as the word begins; those that were typed are left out."""
    prefix = "" if word[:1].isdigit() else _PREFIX.lower() if word[:1] == "t" else _PREFIX
    for each in sorted(_titles(store, word), key=_urgency):
        names = (str(each.number), f"{_PREFIX}{each.number}")
        if _is_for(command, each) and not any(name in given for name in names):
            yield f"{prefix}{each.number}", each.title


def _titles(store: StoreLocation, word: str) -> list[Titled]:
    if store.server is None:
        return titles(store.folder)
    from escalate_cli.cli.completion.patience import in_time  # noqa: PLC0415 - start-up time
    from escalate_cli.store.postgres.search.ticket_titles import titles as titles_there  # noqa: PLC0415 - the same

    digits = word.upper().removeprefix(_PREFIX)
    return in_time(partial(titles_there, store.server, digits if digits.isdecimal() else ""))


def _is_for(command: str, ticket: Titled) -> bool:
    if command in WITH_A_YES:
        return ticket.is_asked_for
    return ticket.status in STATUSES.get(command, (ticket.status,))


def _urgency(ticket: Titled) -> tuple[bool, str, int]:
    """Put what is finished last, and what is due before what never is."""
    return ticket.status in _FINISHED, ticket.due_at or "~", ticket.number
