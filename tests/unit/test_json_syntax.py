"""Where a text stops being JSON: the very texts that the parser refuses, each with its place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.json_syntax import TOO_DEEP, Flaw, first_flaw

DEEPEST = 20
SOUND = '{"a": [1, -0.5e+3, true, null, NaN, -Infinity], "b\\u00e9\\n": {"c": {}, "d": [[]]}}\n'

pairs = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("text", "at", "what"),
    [
        ("", 0, "it ends here, too early"),
        ('{"a": 1', 7, "it ends here, too early"),
        ("\ufeff{}", 0, "a byte order mark (BOM) stands here"),
        ("{'a': 1}", 1, "a key in quotation marks or } is missing here"),
        ('{"a" 1}', 5, "a colon is missing here"),
        ('{"a": }', 6, "a value is missing here"),
        ('{"a": 1 "b": 2}', 8, "a comma or } is missing here"),
        ("[1 2]", 3, "a comma or ] is missing here"),
        ("[1}", 2, "a comma or ] is missing here"),
        ("[,1]", 1, "a value or ] is missing here"),
        ('{"a": 1, 2: 3}', 9, "a key in quotation marks is missing here"),
        ('{"a": 1, }', 9, "a comma too many stands before this"),
        ("[1, ]", 4, "a comma too many stands before this"),
        ("[01]", 2, "a comma or ] is missing here"),
        ("{}\n{}", 3, "something stands behind the end"),
        ('["a]', 1, "the quotation mark that closes this text is missing"),
        ('["a\n"]', 3, "a control character stands inside a text"),
        ('["a\\x"]', 3, "a backslash stands before what it cannot change"),
        ("[" * 21, 20, TOO_DEEP),
    ],
)
def test_the_first_character_that_json_does_not_allow_is_named(
    text: str, at: int, what: str
) -> None:
    assert first_flaw(text, DEEPEST) == Flaw(at, what)


@pytest.mark.parametrize("text", [SOUND, " 1 ", '"x"', "[" * 20 + "]" * 20])
def test_a_sound_text_has_no_flaw(text: str) -> None:
    assert first_flaw(text, DEEPEST) is None


@given(pairs, st.integers(0, 200), st.sampled_from(' {}[]:,"\\1a\n-.\ufeff'), st.booleans())
def test_it_agrees_with_the_parser_on_what_is_json(
    value: object, at: int, letter: str, replaces: bool
) -> None:
    text = json.dumps(value)
    at %= len(text) + 1
    changed = text[:at] + letter + text[at + replaces :]
    try:
        json.loads(changed)
    except json.JSONDecodeError:
        assert first_flaw(changed, 1000) is not None
    else:
        assert first_flaw(changed, 1000) is None
