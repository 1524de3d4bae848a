"""Scalars: one value of the file, such as a text, number, share, date, duration or name."""

import re
from datetime import datetime, timedelta

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.ticket.clock.threshold import Threshold, parse_threshold
from escalate_cli.domain.time.duration import parse_duration
from escalate_cli.domain.time.instant_parsing import YEARS
from escalate_cli.errors import BadDurationError
from escalate_cli.strict_yaml.diagnostics import MistakeError
from escalate_cli.strict_yaml.syntax_tree import Node, Scalar, describe, is_nothing, quoted

LARGEST = 999_999_999
LONGEST_CLOCK = timedelta(days=3653)
"""A target beyond ten years is a slip, and would reach past the years that calendars serve."""

_ID = re.compile(r"\w[\w.@+-]*")
_LONGEST_ID = 60
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})(?:[eE][-+]?[0-9]{1,2})?")
_PERCENT = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,3})?)%")
_WALL = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2})?")
_LARGEST_SHARE = 10


def scalar(node: Node, wanted: str) -> Scalar:
    """Return a single value; a list, keys with values or nothing is a mistake."""
    if isinstance(node, Scalar) and not is_nothing(node):
        return node
    raise MistakeError(f"expected {wanted}, found {describe(node)}", code=FindingCode.SHAPE)


def text(node: Node) -> str:
    """Read text; a number or `true` may be text too."""
    found = scalar(node, "text").text
    if not found.strip():
        raise MistakeError("expected text, found nothing", code=FindingCode.TEXT)
    if control := _CONTROL.search(found):
        raise MistakeError(
            f"the character {quoted(control[0])} is not allowed", code=FindingCode.CHARACTER
        )
    return found


def identifier(node: Node) -> str:
    """Read a name that is used elsewhere, on command lines too."""
    name = text(node)
    if len(name) > _LONGEST_ID or not _ID.fullmatch(name):
        raise MistakeError(
            f"{quoted(name)} is no name",
            f"use letters, digits, and after the first . _ - + @, at most {_LONGEST_ID} in all",
            code=FindingCode.NAME,
        )
    return name


def flag(node: Node) -> bool:
    """Read `true` or `false`."""
    found = scalar(node, "true or false")
    if not found.plain or found.text not in {"true", "false"}:
        advice = None if found.plain else "leave out the quotes"
        raise MistakeError(
            f"expected true or false, found {quoted(found.text)}", advice, code=FindingCode.WORD
        )
    return found.text == "true"


def whole(node: Node) -> int:
    """Read a whole number."""
    found = scalar(node, "a whole number")
    if not found.plain or not _WHOLE.fullmatch(found.text):
        raise MistakeError(
            f"expected a whole number, found {quoted(found.text)}", code=FindingCode.NUMBER
        )
    if len(found.text) > len(str(LARGEST)) + 1 or abs(int(found.text)) > LARGEST:
        raise MistakeError(
            f"{quoted(found.text)} is too large", f"at most {LARGEST}", code=FindingCode.NUMBER
        )
    return int(found.text)


def count(node: Node) -> int:
    """Read a whole number from 1 on."""
    number = whole(node)
    if number < 1:
        raise MistakeError(f"expected at least 1, found {number}", code=FindingCode.NUMBER)
    return number


def number(node: Node) -> float:
    """Read a number, with or without a fraction."""
    found = scalar(node, "a number")
    if not found.plain or not _NUMBER.fullmatch(found.text):
        raise MistakeError(
            f"expected a number, found {quoted(found.text)}", code=FindingCode.NUMBER
        )
    return float(found.text)


def share(node: Node) -> float:
    """Read a part of a whole: `75%` or `0.75`."""
    found = scalar(node, "a share such as 75%").text
    percent = _PERCENT.fullmatch(found)
    written = percent[1] if percent else found
    value = float(written) / (100 if percent else 1) if _NUMBER.fullmatch(written) else 0
    if not 0 < value < 1:
        raise MistakeError(
            f"{quoted(found)} is no share between 0 and 1",
            "write it like 75% or 0.75",
            code=FindingCode.NUMBER,
        )
    return value


def threshold(node: Node) -> Threshold:
    """Read how far a clock must have run: `75%`, `1h` or `due-30m`."""
    try:
        found = parse_threshold(text(node))
    except BadDurationError as error:
        raise MistakeError(
            str(error), "write it like 75%, 1h or due-30m", code=FindingCode.DURATION
        ) from None
    if (found.share or 0) > _LARGEST_SHARE:
        raise MistakeError(
            f"{found} is too much", f"at most {_LARGEST_SHARE * 100}%", code=FindingCode.NUMBER
        )
    if (found.spent or found.before_due or timedelta(0)) > LONGEST_CLOCK:
        raise MistakeError(
            f"{quoted(text(node))} is too long",
            f"at most {LONGEST_CLOCK.days}d",
            code=FindingCode.DURATION,
        )
    return found


def duration(node: Node, open_day: timedelta | None = None) -> timedelta:
    """Read a length of time; `bd` counts only with the open day of a calendar."""
    length = parse_duration(text(node)).resolve(open_day)
    if length <= timedelta(0):
        raise MistakeError(f"{quoted(text(node))} is no time at all", code=FindingCode.DURATION)
    return length


def wall_time(node: Node) -> datetime:
    """Read a local time as `2026-01-05 09:00`; a date alone means its start."""
    found = text(node)
    if not _WALL.fullmatch(found):
        raise MistakeError(
            f"{quoted(found)} is not a local time",
            "write it like 2026-01-05 09:00",
            code=FindingCode.TIME,
        )
    try:
        at = datetime.fromisoformat(found)
    except ValueError:
        raise MistakeError(
            f"{quoted(found)}: there is no such time", code=FindingCode.TIME
        ) from None
    if at.year not in YEARS:
        raise MistakeError(
            f"{quoted(found)} is outside the years {YEARS[0]} to {YEARS[-1]}", code=FindingCode.TIME
        )
    return at
