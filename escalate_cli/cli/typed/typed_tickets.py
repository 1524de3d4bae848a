"""Words for tickets become ids; `usecases/verbs/typed_ticket_ids` reads the ids themselves."""

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

_NUMBER: Final = "(?:[Tt]-?|#)?[0-9]+"
_TICKET: Final = rf"(?s){_NUMBER}(?:\.\.(?:{_NUMBER})?)?|@last|key:.*"


def names_tickets(annotation: object) -> bool:
    """Tell whether a parameter takes ids, as its help says."""
    metavars = (getattr(each, "metavar", "") for each in getattr(annotation, "__metadata__", ()))
    return any((metavar or "").strip("[].") == "ID" for metavar in metavars)


def is_ticket(word: str) -> bool:
    """Tell whether a word in the place of a command can only mean a ticket, to be shown.

    Most are commands, of letters alone, or plain ids: for those no pattern is compiled.
    """
    if word.isascii() and not _is_word(word):
        return True
    return not word.isalpha() and re.fullmatch(_TICKET, word) is not None


def tickets_meant(typed: object, run: "Wiring") -> object:
    """Put ids in the place of words for tickets, in one text or in a list of them."""
    words = [typed] if isinstance(typed, str) else typed
    if not isinstance(words, list) or not any(map(_is_word, words)):
        return typed
    from escalate_cli.usecases.verbs.ticket_words import (  # noqa: PLC0415 - start-up time
        ids_meant,
        one_meant,
    )

    if isinstance(typed, str):
        return one_meant(typed, lambda: run.context)
    return ids_meant(words, lambda: run.context)


def _is_word(word: str) -> bool:
    return not word.upper().removeprefix("T-").isdecimal()
