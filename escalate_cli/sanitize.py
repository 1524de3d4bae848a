"""Hostile text made harmless: the one table of characters that a terminal obeys or hides."""

import re
from typing import Final

_LAYOUT: Final = frozenset("\n\t")
_BLANKS: Final = frozenset(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_JOINERS: Final = frozenset("\u200c\u200d")
_SELECTORS: Final = frozenset(
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
)
# Letters, marks and symbols by category, yet nothing is seen of them.
_FILLERS: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
)
_SUSPECT: Final = _FILLERS | _SELECTORS
_SPECIAL: Final = "[^\x00-\x7e]"
_BASIC_PLANE: Final = 0xFFFF


def sanitized(text: str) -> str:
    r"""Show what a terminal would act on, or hide, as `<U+001B>`.

    Line feeds and tabs stay, and `\r\n` counts as a line feed. Joiners stay between letters
    that are not ASCII, and one variation selector after a character: scripts and emoji need them.
    """
    if text.isprintable() and (text.isascii() or _SUSPECT.isdisjoint(text)):
        return text
    text = text.replace("\r\n", "\n")
    return "".join(
        character if _may_stay(text, place) else f"<U+{ord(character):04X}>"
        for place, character in enumerate(text)
    )


def one_line(text: str) -> str:
    """Show text harmless and on one line, as a table's cell or a message needs it."""
    if text.isprintable() and text.isascii():
        return text
    return sanitized(text).replace("\n", " ").replace("\t", " ")


def headline(text: str) -> str:
    """Show the first words of a long message on one line: what it says, and its first example."""
    return ": ".join(map(one_line, text.splitlines()[:2]))


def quoted_line(text: str) -> str:
    """Show a piece of somebody's file within a message: line breaks and tabs are named too."""
    if text.isprintable() and text.isascii():
        return text
    return sanitized(text).replace("\n", "<U+000A>").replace("\t", "<U+0009>")


def read_as_utf8(text: str) -> str | None:
    """Read what the locale could not read, as UTF-8; nothing where it is none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        try:
            return text.encode("utf-8", "surrogateescape").decode()
        except UnicodeError:
            return None
    return text


def escaped_json(text: str, *, ascii_only: bool = False) -> str:
    r"""Write as `\uXXXX` what a terminal would act on or hide in JSON, which reads it back."""
    if text.isascii() and "\x7f" not in text:
        return text
    return re.sub(_SPECIAL, lambda m: _escaped(m[0], ascii_only=ascii_only), text)


def _escaped(character: str, *, ascii_only: bool) -> str:
    if not is_hidden(character) and not ascii_only:
        return character
    code = ord(character)
    if code <= _BASIC_PLANE:
        return f"\\u{code:04x}"
    units = character.encode("utf-16-be")
    return f"\\u{units[:2].hex()}\\u{units[2:].hex()}"


def is_hidden(character: str) -> bool:
    """Tell whether a terminal acts on a character by itself, or shows nothing of it."""
    return not character.isprintable() or character in _FILLERS


def _may_stay(text: str, place: int) -> bool:
    character = text[place]
    if character in _JOINERS:
        return _is_foreign(text[place - 1 : place]) and _is_foreign(text[place + 1 : place + 2])
    if character in _SELECTORS:
        return place > 0 and text[place - 1] not in _SELECTORS
    if character in _FILLERS:
        return False
    return character.isprintable() or character in _LAYOUT or character in _BLANKS


def _is_foreign(neighbour: str) -> bool:
    return neighbour > "\x7f" and neighbour not in _JOINERS
