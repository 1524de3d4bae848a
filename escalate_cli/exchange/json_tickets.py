"""New tickets from JSON or JSONL, as scripts write them."""

from collections.abc import Sequence
from typing import TextIO

import msgspec

from escalate_cli.errors import UsageError
from escalate_cli.json_syntax import TOO_DEEP, first_flaw
from escalate_cli.usecases.verbs.log import NewTicket

MOST = 10_000
DEEPEST = 100
LARGEST = 64 * 1024 * 1024
_EXAMPLE = 'write a ticket as {"title": "Mail server down", "priority": "P1"}, one a line'


def read_drafts(stream: TextIO, file: str) -> list[NewTicket]:
    """Read one object, an array of them, or one object a line; `-` is standard input.

    Raises:
        UsageError: naming the line, or the entry of the array, and what is wrong with it; and
            where it is something else that another command reads, which one.
    """
    name = "standard input" if file == "-" else file
    try:
        text = stream.read(LARGEST + 1)
    except UnicodeDecodeError as error:
        help_ = "convert it: iconv -f latin1 -t utf-8"
        raise UsageError(f"{name} is not UTF-8", help_) from error
    if len(text) > LARGEST:
        raise UsageError(f"{name} is larger than {LARGEST // 2**20} MiB", "split it")
    try:
        drafts = _array(text, name) if text.lstrip().startswith("[") else _objects(text, name)
    except UsageError as error:
        from escalate_cli.exchange.likely_feed import likely_command  # noqa: PLC0415 - seldom needed

        raise UsageError(str(error), likely_command(text, file) or error.help) from error
    if not drafts:
        raise UsageError(f"{name} holds no ticket", _EXAMPLE)
    if len(drafts) > MOST:
        raise UsageError(f"{name} holds {len(drafts):,} tickets; at most {MOST:,} at a time")
    return drafts


def _array(text: str, name: str) -> list[NewTicket]:
    try:
        entries = msgspec.json.decode(text.encode("utf-8", "replace"), type=list[msgspec.Raw])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UsageError(f"{name}: {_no_json(error, text)}", _EXAMPLE) from error
    return [_draft(bytes(raw), f"{name}, entry {n}") for n, raw in enumerate(entries, 1)]


def _objects(text: str, name: str) -> list[NewTicket]:
    """Read one object over several lines, or else one a line."""
    whole = text.strip()
    if whole.count("\n") and not _is_lines(whole.splitlines()):
        return [_draft(whole.encode("utf-8", "replace"), name)]
    lines = enumerate(text.splitlines(), 1)
    return [
        _draft(line.encode("utf-8", "replace"), f"{name}, line {n}")
        for n, line in lines
        if line.strip()
    ]


def _is_lines(lines: Sequence[str]) -> bool:
    """Tell whether an object ends with its line: the first does, or all look as if they did."""
    ends = all(line.strip()[:1] in {"{", ""} and line.strip()[-1:] in {"}", ""} for line in lines)
    return ends or first_flaw(lines[0], DEEPEST) is None


def _draft(raw: bytes, place: str) -> NewTicket:
    try:
        draft = msgspec.json.decode(raw, type=NewTicket)
    except msgspec.ValidationError as error:
        known = ", ".join(NewTicket.__struct_fields__)
        raise UsageError(f"{place}: {_plain(error)}", f"the fields are {known}") from error
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UsageError(f"{place}: {_no_json(error, raw.decode())}", _EXAMPLE) from error
    twice = _given_twice(raw)
    if twice is not None:
        raise UsageError(f"{place}: '{twice}' is given twice", "leave one of them out")
    return draft


def _given_twice(raw: bytes) -> str | None:
    """Return a field that an object has twice, as its meaning is unknown."""
    import json  # noqa: PLC0415 - start-up time

    names = [name for name, _ in json.loads(raw, object_pairs_hook=list)]
    return next((name for name in names if names.count(name) > 1), None)


def _no_json(error: Exception, text: str) -> str:
    """Say what is wrong; how deep is too deep differs between the versions of Python."""
    flaw = first_flaw(text, DEEPEST)
    return f"it is {flaw.what}" if flaw and flaw.what == TOO_DEEP else _plain(error)


def _plain(error: Exception) -> str:
    """Say it in a sentence's middle, with our quotation marks."""
    text = str(error).replace("`", "'")
    return text if text.startswith("JSON") else text[:1].lower() + text[1:]
