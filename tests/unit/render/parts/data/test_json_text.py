"""JSON is harmless to look at and says the same to whoever reads it."""

import json
import os

import msgspec
import pytest

from escalate_cli.render.parts.data.json_text import json_text
from tests.unit.render.tickets import HOSTILE

TEXTS = (
    HOSTILE,
    "plain",
    "Grüße, 日本語 👍",
    "\x7f\x9b31m",
    "\u2066hidden\u2069\u200b\ufeff",
    "tag \U000e0041",
    'quote " backslash \\ u202e',
)


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
@pytest.mark.parametrize("ascii_only", [False, True], ids=["UTF-8", "ASCII"])
@pytest.mark.parametrize("indent", [False, True], ids=["a line", "indented"])
def test_reading_it_gives_the_same_text(text: str, ascii_only: bool, indent: bool) -> None:
    written = json_text({"title": text}, ascii_only=ascii_only, indent=indent)
    assert msgspec.json.decode(written) == {"title": text}


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_nothing_in_it_can_move_a_terminal(text: str) -> None:
    assert json_text(text).isprintable()


def test_what_can_be_seen_stays_readable() -> None:
    assert json_text("Grüße 👍") == '"Grüße 👍"'


def test_without_utf_8_it_is_ascii() -> None:
    assert json_text("ü 👍", ascii_only=True) == '"\\u00fc \\ud83d\\udc4d"'


def test_bytes_that_are_no_text_read_back_as_those_bytes() -> None:
    path = os.fsdecode(b"/srv/caf\xe9")
    written = json_text({"store": path, "why": "Grüße"})
    assert written.isascii()
    assert os.fsencode(json.loads(written)["store"]) == b"/srv/caf\xe9"
