"""Free text reaches the eye, never the terminal's controls."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.sanitize import (
    headline,
    is_hidden,
    one_line,
    quoted_line,
    read_as_utf8,
    sanitized,
)

CONTROLS = {
    "clear the screen": ("\x1b[2Jgone", "<U+001B>[2Jgone"),
    "window title": ("\x1b]0;pwned\x07t", "<U+001B>]0;pwned<U+0007>t"),
    "hyperlink": ("\x1b]8;;https://x\x1b\\y", "<U+001B>]8;;https://x<U+001B>\\y"),
    "clipboard": ("\x1b]52;c;cm0=\x07", "<U+001B>]52;c;cm0=<U+0007>"),
    "device control": ("\x1bP$q", "<U+001B>P$q"),
    "eight-bit controls": ("\x9b2J\x9d0;t\x9c", "<U+009B>2J<U+009D>0;t<U+009C>"),
    "carriage return": ("harmless\rFIRE", "harmless<U+000D>FIRE"),
    "backspaces": ("safe\x08evil", "safe<U+0008>evil"),
    "NUL and DEL": ("a\x00b\x7fc", "a<U+0000>b<U+007F>c"),
    "next line": ("a\x85b", "a<U+0085>b"),
    "bidi override": ("invoice\u202excod.exe", "invoice<U+202E>xcod.exe"),
    "bidi isolate": ("a\u2066b\u2069", "a<U+2066>b<U+2069>"),
    "zero width": ("pay\u200bpal", "pay<U+200B>pal"),
    "byte order mark": ("\ufeffa", "<U+FEFF>a"),
    "soft hyphen": ("a\u00adb", "a<U+00AD>b"),
    "line and paragraph": ("a\u2028b\u2029c", "a<U+2028>b<U+2029>c"),
    "tag characters": ("hi\U000e0072", "hi<U+E0072>"),
    "lone surrogate": ("a\ud800b", "a<U+D800>b"),
    "private use": ("a\ue000b", "a<U+E000>b"),
    "unassigned": ("a\U0001fffeb", "a<U+1FFFE>b"),
    "filler letters": ("a\u3164b\u115f", "a<U+3164>b<U+115F>"),
    "joiner between ASCII letters": ("pay\u200dpal", "pay<U+200D>pal"),
    "joiners in a row": ("é\u200d\u200dé", "é<U+200D><U+200D>é"),
    "joiner at the ends": ("\u200dé\u200c", "<U+200D>é<U+200C>"),
    "selectors that carry data": ("☂\ufe0f\ufe01\U000e0101", "☂\ufe0f<U+FE01><U+E0101>"),
    "selector at the start": ("\ufe0fa", "<U+FE0F>a"),
}
PLAIN = [
    "[bold red]owned[/] :bomb:",
    "<U+001B> as people may write it",
    "Größe, naïve, Ελλάδα, 日本語, العربية",
    "1️⃣ keycap, ☂️ umbrella, 👩\u200d💻 programmer",
    "می\u200cخواهم",
    "a\u00a0b\u3000c",
    "Z" + "\u0351" * 60,
    "\uff21" * 5,
    "line\n\tnext",
    "",
]


@pytest.mark.parametrize(("text", "shown"), CONTROLS.values(), ids=CONTROLS)
def test_what_a_terminal_acts_on_is_shown_by_its_number(text: str, shown: str) -> None:
    assert sanitized(text) == shown


@pytest.mark.parametrize("text", PLAIN, ids=range(len(PLAIN)))
def test_what_people_write_stays(text: str) -> None:
    assert sanitized(text) == text


def test_a_line_end_of_windows_is_a_line_end() -> None:
    assert sanitized("a\r\nb\rc") == "a\nb<U+000D>c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\tc", "a b c"),
        ("a\r\nb", "a b"),
        ("x\n| T-99 | resolved |", "x | T-99 | resolved |"),
        ("a\x1b\nb", "a<U+001B> b"),
        ("plain", "plain"),
    ],
    ids=["breaks", "Windows", "a forged row", "with a control", "plain"],
)
def test_a_cell_has_one_line(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_but_layout_and_joiners_is_left_of_any_control(text: str) -> None:
    left = {c for c in sanitized(text) if unicodedata.category(c)[0] == "C" and c not in "\n\t"}
    assert left <= {"\u200c", "\u200d"}
    assert not re.search("[\u2028\u2029]", sanitized(text))


@given(st.text(st.characters(exclude_categories=())))
def test_a_cell_never_breaks(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@pytest.mark.parametrize("character", ["\x1b", "\u200b", "\u3164", "\u2800", "\u034f", "\n"])
def test_what_is_hidden_from_the_eye_is_named_within_a_line(character: str) -> None:
    assert is_hidden(character)
    assert quoted_line(f"a{character}b") == f"a<U+{ord(character):04X}>b"


@pytest.mark.parametrize("text", ["plain", "übel", "日本語", "=1+1"])
def test_what_anybody_can_see_is_quoted_as_it_is(text: str) -> None:
    assert quoted_line(text) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no ticket T-9", "no ticket T-9"),
        ("2 errors\nfile:1:1: error: a\x1b[2J\n    1 | a\nfile:2:1: error: b", None),
    ],
    ids=["one line", "many"],
)
def test_the_headline_of_a_message_has_its_first_words(text: str, words: str | None) -> None:
    assert headline(text) == (words or "2 errors: file:1:1: error: a<U+001B>[2J")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Łukasz", "Łukasz"),
        ("Łukasz".encode().decode("ascii", "surrogateescape"), "Łukasz"),
        ("caf\udce9", None),
        ("\ud800", None),
    ],
    ids=["text", "UTF-8 under another locale", "no UTF-8", "half a character"],
)
def test_what_the_locale_could_not_read_is_read_as_utf_8(text: str, read: str | None) -> None:
    assert read_as_utf8(text) == read
