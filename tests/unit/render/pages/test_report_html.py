"""The report as a page: one document that needs nothing else, and says what the figures say."""

import re
from datetime import timedelta

import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.clock_figures import ClockFigures
from escalate_cli.domain.figures.escalation_hours import EscalationHour
from escalate_cli.domain.figures.period_figures import Move, Often, PeriodFigures
from escalate_cli.domain.figures.report_figures import Group
from escalate_cli.domain.figures.spread import Spread
from escalate_cli.domain.figures.worst_breaches import WorstBreach
from escalate_cli.render.pages.report_html import report_html
from escalate_cli.render.parts.words.report_sections import Shown
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.usecases.insight.report import Before, Report
from tests.conftest import HOUR, MINUTE, MONDAY_NINE
from tests.unit.render.pages.page_reading import PageReading, contrast, palettes
from tests.unit.render.reports import BEHIND, FEW, FIGURES, REPORT, TOLD_APART
from tests.unit.render.tickets import HOSTILE

TIMES = Spread(n=14, mean=HOUR, median=HOUR, p90=3 * HOUR, longest=9 * HOUR)
WORST = WorstBreach(
    ticket="T-7",
    title=HOSTILE,
    priority="P1",
    clock="resolve",
    over=5 * HOUR,
    still_owed=True,
    cause="a <b>router</b>",
)


def resolve(**changes: object) -> PeriodFigures:
    """Return the figures with another course of one clock."""

    def changed(clock: ClockFigures) -> ClockFigures:
        return replace(clock, **changes) if clock.clock == "resolve" else clock

    return replace(FIGURES, clocks=tuple(map(changed, FIGURES.clocks)))


LATE, IN_TIME = resolve(met=28, breached=12), resolve(met=39, breached=1)
WHOLE = replace(
    TOLD_APART,
    figures=LATE,
    period=replace(TOLD_APART.period, group_by="priority", zone="Europe/Berlin"),
    parts=tuple(
        replace(part, figures=figures)
        for part, figures in zip(TOLD_APART.parts, (LATE, IN_TIME), strict=True)
    ),
    groups=(Group("P1", resolve(elapsed=TIMES, target=4 * HOUR)), Group(None, FEW)),
    hours=(EscalationHour(1, 9, 4), EscalationHour(5, 17, 1)),
    worst=(WORST,),
    before=Before(REPORT.period, replace(IN_TIME, escalations=Often(9, 9))),
)


def page(report: Report) -> str:
    return report_html(report, Wall(MONDAY_NINE, "Europe/Berlin"))


@pytest.mark.parametrize("report", [REPORT, TOLD_APART, WHOLE], ids=["plain", "told apart", "all"])
def test_it_is_one_document_that_needs_nothing_else(report: Report) -> None:
    text = page(report)
    reading = PageReading(text)
    assert (reading.tags.count("html"), "script" in reading.tags) == (1, False)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in reading.attributes
    assert not re.search(r"https?:|//|url\(|@import|src=|href=|\son\w+=", text)


def test_what_people_wrote_is_shown_as_they_wrote_it() -> None:
    text = page(WHOLE)
    words = PageReading(text).words
    assert "a <b>router</b>" in words
    assert "[urgent]" in words
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_each_chart_has_its_numbers_as_text() -> None:
    words = PageReading(page(WHOLE)).words
    assert "11-14: 25 %. 11-16: 4 %." in words
    assert "P1: 14 cases, median 1h, 90 % 3h, longest 9h." in words
    assert "11-14 9 5 12 25 11-16 9 5 16 4" in words
    assert "P1 14 1h 3h 9h 4h" in words


def test_the_sentence_and_the_figures_are_those_of_the_report() -> None:
    words = PageReading(page(WHOLE)).words
    before = "25% of 52 duties with a verdict were breached, 21 points more than in the 30d before"
    assert f"{before} (4%)." in words
    assert "Mon 9:00 to 10:00 brought 4 of 5 escalations, more than any other hour." in words
    assert "25% breached (13 of 52) ▲ +21 points on the period before: worse" in words
    assert "5 escalations of 4 tickets ▼ -4 on the period before: better" in words
    assert "4 resolved of 14 as many as before" in words


def test_without_a_period_before_nothing_is_compared() -> None:
    words = PageReading(page(REPORT)).words
    assert "on the period before" not in words
    assert "as many as before" not in words


def test_a_period_before_without_tickets_is_said() -> None:
    before = Before(REPORT.period, replace(FIGURES, tickets=0))
    words = PageReading(page(replace(REPORT, before=before))).words
    assert "No ticket belongs to the 30d before: there is nothing to compare with." in words


def test_the_chart_says_times_as_its_table_does() -> None:
    took = replace(TIMES, median=HOUR + 20 * MINUTE, p90=5 * HOUR + 46 * MINUTE)
    groups = (Group("P1", resolve(elapsed=took, target=4 * HOUR + 30 * MINUTE)),)
    text = page(replace(WHOLE, groups=groups))
    drawn = re.findall(r'<text [^>]*text-anchor="end">([^<]*)</text>', text)
    assert drawn[-3:] == ["1h 20m", "5h 46m", "4h 30m"]
    assert all(f'<td class="n">{length}</td>' in text for length in drawn[-3:])


def test_a_period_of_nothing_says_so() -> None:
    words = PageReading(page(replace(REPORT, figures=replace(FEW, tickets=0)))).words
    assert "No ticket belongs to this period." in words


def test_the_last_day_is_the_last_one_that_belongs_to_it() -> None:
    until = MONDAY_NINE - timedelta(hours=9)
    words = PageReading(page(replace(REPORT, period=replace(REPORT.period, until=until)))).words
    assert "to Sun 2026-11-22" in words


def test_text_can_be_read_on_what_lies_under_it_by_day_and_by_night() -> None:
    for colours in palettes(page(WHOLE)):
        for name in ("fg", "dim", "bad", "good", "accent"):
            assert contrast(colours[name], colours["bg"]) >= 4.5, name
        for shade in range(5):
            assert contrast(colours[f"h{shade}t"], colours[f"h{shade}"]) >= 4.5, shade


def test_a_page_has_the_sections_that_are_asked_for() -> None:
    def titles(*sections: str) -> list[str]:
        text = report_html(WHOLE, Wall(MONDAY_NINE, "Europe/Berlin"), Shown(sections))
        PageReading(text)
        return re.findall(r"<h2>(.*?)</h2>", text)

    assert titles("reviews") == ["Afterwards"]
    assert titles("load") == ["When tickets climb", "Where the time goes"]
    assert titles("triggers") == ["Why tickets climb, and what came of it"]
    assert titles("people") == ["By priority"]
    assert titles("flow") == ["Afterwards", "What came and went, per week"]
    assert titles("sla", "load")[:2] == ["Breached, share per week", "Time to resolve, by priority"]


def test_the_tickets_behind_a_figure_are_named() -> None:
    words = PageReading(page(BEHIND)).words
    assert "reopenings n 3 T-1 × 2, T-2" in words
    assert "clock first response met 50 T-0, T-1," in words


def test_people_have_their_turns() -> None:
    words = PageReading(page(TOLD_APART)).words
    assert "given answered tickets judged" in words
    assert "7 4 2 4 1 - 2h" in words


def test_people_and_rules_without_decisions_have_their_moves_alone() -> None:
    figures = replace(FIGURES, by_trigger=(Move(4, kind="time", trigger="gone"), Move(1)), rules=())
    words = PageReading(page(replace(REPORT, figures=figures))).words
    assert "gone time 4 a person by hand 1" in words
