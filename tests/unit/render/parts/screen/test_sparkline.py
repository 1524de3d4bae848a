"""Figures are bars, the largest as high as can be."""

import pytest

from escalate_cli.render.parts.screen.sparkline import sparkline


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ([0, 1, 2, 7], "▁▂▃█"),
        ([0.5, None, 0.25], "█·▅"),
        ([0, 0], "▁▁"),
        ([None], "·"),
        ([], ""),
    ],
    ids=["from nothing on", "not known", "nothing at all", "nothing known", "none"],
)
def test_each_figure_is_a_bar(values: list[float | None], line: str) -> None:
    assert sparkline(values) == line
