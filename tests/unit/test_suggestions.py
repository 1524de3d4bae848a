"""The nearest of the words that would have been right, and words fit for a shell."""

import shlex
from pathlib import Path

import pytest

from escalate_cli.suggestions import LONGEST, nearest, shell_word

WORDS = ("priority", "Requester", "due_at", "x" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("prioritty", "priority"),
        ("REQUESTR", "Requester"),
        ("weather", None),
        ("", None),
        ("y" * 1_000_000, None),
        ("x" * (LONGEST + 1), None),
    ],
    ids=["a slip", "another case", "nothing like it", "nothing", "endless", "too long to know"],
)
def test_a_slip_is_recognised_and_nothing_else(word: str, meant: str | None) -> None:
    assert nearest(word, WORDS) == meant


def test_how_alike_is_asked_for() -> None:
    assert nearest("prio", WORDS) == "priority"
    assert nearest("prio", WORDS, alike=0.8) is None


@pytest.mark.parametrize("name", ["plain", "two words", "x';touch pwned;'", "$(id)", "-", ""])
def test_any_name_is_one_word_of_a_shell(name: str) -> None:
    assert shlex.split(f"rm {shell_word(name)}") == ["rm", name]
    path = Path("/srv") / name
    assert shlex.split(shell_word(path)) == [str(path)]
