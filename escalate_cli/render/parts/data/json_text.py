r"""JSON that is harmless to look at, and the same data to read.

JSON may write any character as `\uXXXX`. Those that a terminal would act on or hide are written
so, on a stream that is not UTF-8 all that are not ASCII, and bytes of a path that are no text.
"""

import msgspec

from escalate_cli.sanitize import escaped_json


def json_text(value: object, *, ascii_only: bool = False, indent: bool = False) -> str:
    """Write a value as JSON, on one line unless it is to be indented."""
    try:
        written = msgspec.json.encode(value)
    except UnicodeEncodeError:
        import json  # noqa: PLC0415 - few paths are no text

        written = json.dumps(msgspec.to_builtins(value), separators=(",", ":")).encode()
    if indent:
        written = msgspec.json.format(written, indent=2)
    return escaped_json(written.decode(), ascii_only=ascii_only)
