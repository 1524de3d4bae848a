"""Where a text stops being JSON, and what is missing there, the same under every Python."""

import re
from typing import NamedTuple

TOO_DEEP = "nested too deep"
_BLANK = re.compile(r"[ \t\n\r]*")
_INSIDE = re.compile(r'(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*')
_TOKEN = re.compile(
    rf'(?P<text>"{_INSIDE.pattern}")'
    r"|(?P<word>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
    r"|true|false|null|NaN|-?Infinity)"
    r"|[][{}:,]"
)
_VALUE = {"text": "after", "word": "after", "{": "first key", "[": "first value"}
_GOES_ON = {
    "value": _VALUE,
    "first value": {**_VALUE, "]": "after"},
    "first key": {"text": "colon", "}": "after"},
    "key": {"text": "colon"},
    "colon": {":": "value"},
    "in {": {",": "key", "}": "after"},
    "in [": {",": "value", "]": "after"},
    "end": {},
}
"""What may stand where, and what is wanted behind it."""

_MISSING = {
    "value": "a value is missing here",
    "first value": "a value or ] is missing here",
    "first key": "a key in quotation marks or } is missing here",
    "key": "a key in quotation marks is missing here",
    "colon": "a colon is missing here",
    "in {": "a comma or } is missing here",
    "in [": "a comma or ] is missing here",
    "end": "something stands behind the end",
}


class Flaw(NamedTuple):
    """The index of the first character that JSON does not allow there, and what is wrong."""

    at: int
    what: str


def first_flaw(text: str, deepest: int) -> Flaw | None:
    """Find where a text stops being JSON, or is nested deeper than so many levels."""
    wanted, opened, at = "value", "", 0
    while True:
        at = _blank_until(text, at)
        token = _TOKEN.match(text, at)
        kind = (token.lastgroup or token[0]) if token else ""
        if kind not in _GOES_ON[wanted]:
            is_whole = wanted == "end" and at == len(text)
            return None if is_whole else _flaw(text, at, wanted, kind)
        wanted = _GOES_ON[wanted][kind]
        if kind in {"{", "["}:
            opened += kind
        elif kind in {"}", "]"}:
            opened = opened[:-1]
        if len(opened) > deepest:
            return Flaw(at, TOO_DEEP)
        if wanted == "after":
            wanted = f"in {opened[-1]}" if opened else "end"
        at = token.end() if token else at


def _blank_until(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _flaw(text: str, at: int, wanted: str, kind: str) -> Flaw:
    if at == len(text):
        return Flaw(at, "it ends here, too early")
    if text[at] == "\ufeff":
        return Flaw(at, "a byte order mark (BOM) stands here")
    if not kind and text[at] == '"':
        return _flaw_of_text(text, at + 1)
    if (wanted, kind) in {("key", "}"), ("value", "]")}:
        return Flaw(at, "a comma too many stands before this")
    return Flaw(at, _MISSING[wanted])


def _flaw_of_text(text: str, start: int) -> Flaw:
    inside = _INSIDE.match(text, start)
    at = inside.end() if inside else start
    if at == len(text):
        return Flaw(start - 1, "the quotation mark that closes this text is missing")
    if text[at] == "\\":
        return Flaw(at, "a backslash stands before what it cannot change")
    return Flaw(at, "a control character stands inside a text")
