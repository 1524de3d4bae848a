"""Text is as wide as the cells that it fills on a terminal."""

import pytest

from escalate_cli.text_width import cells


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("田中", 4), ("🚒", 2), ("\u2764\ufe0f", 2)],
)
def test_a_text_is_as_wide_as_its_characters(text: str, width: int) -> None:
    assert cells(text) == width
