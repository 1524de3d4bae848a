"""What to type instead: the nearest of the words that would have been right, fit for a shell."""

from collections.abc import Iterable

ALIKE = 0.6
"""How alike two words are, from 0 to 1, before one is taken for a slip of the other."""

LONGEST = 200
"""Longer words are compared by their beginning: comparing costs their length squared."""


def nearest(word: str, known: Iterable[str], *, alike: float = ALIKE) -> str | None:
    """Return the known word that is most like another, whatever its case, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a wrong word needs it

    folded = {name.casefold(): name for name in known if len(name) <= LONGEST}
    close = get_close_matches(word[:LONGEST].casefold(), folded, n=1, cutoff=alike)
    return folded[close[0]] if close else None


def shell_word(text: object) -> str:
    """Write a path or name as one word of a command line, whatever is in it."""
    from shlex import quote  # noqa: PLC0415 - only advice needs it

    return quote(str(text))
