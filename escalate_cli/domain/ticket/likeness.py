"""Likeness of titles: how much two tickets may be about the same."""

import re
from typing import Final

from escalate_cli.domain.policy.identity import plain_form

ALIKE: Final = 0.6
"""How alike two titles are, from 0 to 1, before it is worth a word."""

_FEWER: Final = 0.8
_MORE: Final = 0.2
_WORDS: Final = re.compile(r"\w+")
_STEM: Final = 5
"""Letters by which words are compared: `printing`, `printed` and `printer` are one."""

_SHORT: Final = 3
"""Shorter words say nothing, unless they are numbers."""


def words_of(title: str) -> frozenset[str]:
    """Return what of a title is compared."""
    found = _WORDS.findall(plain_form(title))
    return frozenset([word[:_STEM] for word in found if len(word) >= _SHORT or word.isdigit()])


def likeness(some: frozenset[str], others: frozenset[str]) -> float:
    """Return how many of the words are in both titles, from 0 to 1 (Tversky's index).

    What only the longer title has counts little: people say the same at more or less length.
    """
    both = len(some & others)
    fewer, more = sorted((len(some) - both, len(others) - both))
    return both / (both + _FEWER * fewer + _MORE * more) if both else 0.0
