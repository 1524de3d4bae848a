"""Who writes a wrong name is told the nearest, or all of a few."""

import pytest

from escalate_cli.strict_yaml.name_resolution import near

LEVELS = ("L1", "L2", "L3")


@pytest.mark.parametrize(
    ("word", "names", "advice"),
    [
        ("prioritty", ("priority", "impact"), "did you mean 'priority'?"),
        ("ANA", ("ana", "bo"), "did you mean 'ana'?"),
        ("x", LEVELS, "known: L1, L2, L3"),
        ("x", (), None),
        ("x", tuple(f"name-{n}" for n in range(11)), None),
        ("x" * 100_000, ("x" * 40, "y"), "did you mean '" + "x" * 40 + "'?"),
        ("x", ("y" * 41,), None),
    ],
    ids=["typo", "case", "a few", "none", "many", "a very long word", "a very long name"],
)
def test_the_hint_is_as_short_as_it_can_be(
    word: str, names: tuple[str, ...], advice: str | None
) -> None:
    assert near(word, names) == advice
