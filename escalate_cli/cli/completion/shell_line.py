"""A command line as a shell reads it, which its quoted words may not have ended yet."""

import re
from typing import Final

_PIECE: Final = re.compile(
    r"""'([^']*)(?:'|$)  |  "((?:[^"\\]|\\.)*)(?:"|\\?$)  |  \\(.|$)  |  ([^\s'"\\]+)""",
    re.VERBOSE | re.DOTALL,
)
_BLANK: Final = re.compile(r"\s+")
_ESCAPED: Final = re.compile(r'\\([$`"\\\n])')


def words_of(line: str) -> list[str]:
    """Split a line into its words; behind a blank the last one is empty."""
    words, at = [""], 0
    while at < len(line):
        blank = _BLANK.match(line, at)
        if blank:
            words.append("")
            at = blank.end()
            continue
        piece = _PIECE.match(line, at)
        if piece is None:
            break
        single, double, escaped, bare = piece.groups()
        words[-1] += single or _ESCAPED.sub(r"\1", double or "") or escaped or bare or ""
        at = piece.end()
    return words
