"""Charts: what is drawn is where its number says."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.clock_figures import ClockFigures
from escalate_cli.domain.figures.escalation_hours import EscalationHour
from escalate_cli.domain.figures.spread import Spread
from escalate_cli.render.pages.charts import HEIGHT, WIDTH, band_chart, bar_chart, heat_map
from tests.conftest import HOUR, MINUTE
from tests.unit.render.reports import a_clock


def timed(
    median: timedelta, p90: timedelta, longest: timedelta, target: timedelta | None
) -> ClockFigures:
    spread = Spread(n=9, mean=median, median=median, p90=p90, longest=longest)
    return replace(a_clock("resolve", met=9), elapsed=spread, target=target)


def test_a_bar_is_as_tall_as_its_share_of_the_scale() -> None:
    chart = bar_chart([("11-02", 0.1), ("11-09", 0.2), ("11-16", None)])
    assert chart
    first, second, unknown = chart.bars
    assert second.height == pytest.approx(2 * first.height)
    assert (first.value, second.value, unknown.value, unknown.height) == ("10", "20", "", 0)
    assert second.y + second.height == pytest.approx(chart.base)
    assert [tick.label for tick in chart.ticks] == ["0", "5", "10", "15", "20"]
    assert chart.ticks[-1].at == pytest.approx(second.y)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.07, 0.5, 0.99, 1.0])
def test_no_bar_and_no_tick_leaves_the_picture(share: float) -> None:
    chart = bar_chart([("a", share), ("b", 0.0)])
    assert chart
    assert all(0 <= bar.y <= HEIGHT and bar.x + bar.width <= WIDTH for bar in chart.bars)
    assert all(0 <= tick.at <= HEIGHT for tick in chart.ticks)


def test_one_share_alone_shows_no_course() -> None:
    assert bar_chart([("a", 0.5), ("b", None)]) is None
    assert bar_chart([]) is None


def test_of_many_bars_some_are_labelled() -> None:
    chart = bar_chart([(str(n), 0.5) for n in range(30)])
    assert chart
    assert sum(bar.is_labelled for bar in chart.bars) == 8


def test_times_lie_on_one_scale_in_their_order() -> None:
    kinds = [
        ("P1", timed(HOUR, 4 * HOUR, 16 * HOUR, 4 * HOUR)),
        ("P2", timed(15 * MINUTE, HOUR, 2 * HOUR, None)),
        ("P3", replace(a_clock("resolve"), elapsed=Spread(n=2, mean=HOUR))),
    ]
    chart = band_chart(kinds)
    assert chart
    first, second = chart.bands
    assert first.median < first.p90 < first.longest
    assert first.target == pytest.approx(first.p90)
    assert first.median == pytest.approx(second.p90)
    assert (second.target, second.median) == (None, 90.0)
    assert [tick.label for tick in chart.ticks] == ["15m", "1h", "4h", "16h"]
    assert chart.ticks[2].at == pytest.approx(first.p90)


def test_times_that_are_all_the_same_have_no_scale() -> None:
    chart = band_chart([("P1", timed(HOUR, HOUR, HOUR, None))])
    assert chart
    assert (chart.ticks, chart.bands[0].median, chart.bands[0].longest) == ((), 90.0, 90.0)


@pytest.mark.parametrize("length", [None, timedelta(0)], ids=["too few", "no time at all"])
def test_without_times_there_is_no_chart(length: timedelta | None) -> None:
    spread = Spread(n=9, mean=length, median=length, p90=length, longest=length)
    assert band_chart([("P1", replace(a_clock("resolve"), elapsed=spread))]) is None


def test_the_hour_with_most_is_the_darkest() -> None:
    rows = heat_map((EscalationHour(1, 9, 8), EscalationHour(7, 23, 1)))
    assert [len(row) for row in rows] == [24] * 7
    assert (rows[0][9].shade, rows[6][23].shade, rows[3][3].shade) == (4, 1, 0)
    assert sum(cell.n for row in rows for cell in row) == 9
