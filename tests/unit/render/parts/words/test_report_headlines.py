"""The four figures on top of a report say what the period before had."""

from msgspec.structs import replace

from escalate_cli.domain.figures.period_figures import Often, PeriodFigures
from escalate_cli.render.parts.words.report_headlines import headlines, nothing_before
from escalate_cli.usecases.insight.report import Before, Report
from tests.unit.render.reports import FIGURES, REPORT


def beside(former: PeriodFigures) -> Report:
    return replace(REPORT, before=Before(REPORT.period, former))


def test_each_figure_stands_beside_that_of_the_period_before() -> None:
    former = replace(FIGURES, tickets=20, open=9, escalations=Often(3, 3))
    told = [(each.value, each.before, each.change, each.turn) for each in headlines(beside(former))]
    assert [told[0], told[3]] == [
        ("4", "11 of 20", "-7 on the period before", ""),
        ("5", "3", "+2 on the period before", "worse"),
    ]
    breached = f"({FIGURES.breached} of {FIGURES.judged})"
    assert told[1][1].endswith(breached)
    assert told[1][2:] == ("as before", "")
    assert told[2][1] == "- (n = 3)"


def test_what_is_not_compared_has_no_figure_of_before() -> None:
    assert {(each.before, each.change, each.turn) for each in headlines(REPORT)} == {("", "", "")}
    assert nothing_before(REPORT) == ""


def test_a_period_before_without_tickets_is_said_and_not_compared() -> None:
    report = beside(replace(FIGURES, tickets=0))
    assert nothing_before(report) == (
        "No ticket belongs to the 30d before: there is nothing to compare with."
    )
    assert {each.before for each in headlines(report)} == {""}
    assert nothing_before(beside(FIGURES)) == ""
