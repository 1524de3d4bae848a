r"""JSON that is harmless to look at, and the same data to read.

JSON may write any character as `\uXXXX`. Those that a terminal would act on or hide are written
so, and on a stream that is not UTF-8 all that are not ASCII.
"""

import re
from typing import Final

import msgspec

from escalate_cli.sanitize import is_hidden

_SPECIAL: Final = re.compile("[^\x00-\x7e]")
_BASIC_PLANE: Final = 0xFFFF


def json_text(value: object, *, ascii_only: bool = False, indent: bool = False) -> str:
    """Write a value as JSON, on one line unless it is to be indented."""
    written = msgspec.json.encode(value)
    if indent:
        written = msgspec.json.format(written, indent=2)
    text = written.decode()
    if text.isascii() and "\x7f" not in text:
        return text
    return _SPECIAL.sub(lambda m: _shown(m[0], ascii_only=ascii_only), text)


def _shown(character: str, *, ascii_only: bool) -> str:
    if not is_hidden(character) and not ascii_only:
        return character
    code = ord(character)
    if code <= _BASIC_PLANE:
        return f"\\u{code:04x}"
    units = character.encode("utf-16-be")
    return f"\\u{units[:2].hex()}\\u{units[2:].hex()}"
