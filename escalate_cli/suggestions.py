"""What to type instead: the nearest of the words that would have been right, fit for a shell."""

from collections.abc import Iterable
from typing import Final

ALIKE = 0.6
"""How alike two words are, from 0 to 1, before one is taken for a slip of the other."""

MUCH_ALIKE: Final = 0.75
"""How alike a word is to one that acts before that is offered in its place."""

LONGEST = 200
"""Longer words are compared by their beginning: comparing costs their length squared."""


def nearest(word: str, known: Iterable[str], *, alike: float = ALIKE) -> str | None:
    """Return the known word that is most like another, whatever its case, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a wrong word needs it

    folded = {name.casefold(): name for name in known if len(name) <= LONGEST}
    close = get_close_matches(word[:LONGEST].casefold(), folded, n=1, cutoff=alike)
    return folded[close[0]] if close else None


def alike_among(word: str, known: Iterable[str]) -> list[str]:
    """Return up to two known words that a mistyped one may have meant."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a wrong word needs it

    names = [name for name in known if len(name) <= LONGEST]
    typed = word[:LONGEST]
    turned = [name for name in names if sorted(name) == sorted(typed)]
    return turned or get_close_matches(typed, names, n=2, cutoff=MUCH_ALIKE)


def shell_word(text: object) -> str:
    """Write a path or name as one word of a command line, whatever is in it."""
    from shlex import quote  # noqa: PLC0415 - only advice needs it

    return quote(str(text))
