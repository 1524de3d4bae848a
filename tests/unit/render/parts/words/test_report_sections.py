"""A section has its figures, in whatever look; what is of no section is always there."""

from escalate_cli.render.parts.words.report_sections import EVERY, SECTIONS, Shown
from escalate_cli.render.results.report import ReportResult
from tests.unit.render.reports import TOLD_APART


def test_of_all_sections_everything_is_shown() -> None:
    assert all(section in EVERY for section in SECTIONS)
    assert EVERY.of({"clocks": 1, "now": 2}) == {"clocks": 1, "now": 2}


def test_a_section_hides_the_figures_of_the_others() -> None:
    flow = Shown(["flow"])
    assert ("flow" in flow, "sla" in flow) == (True, False)
    assert flow.of({"clocks": 1, "returns": 2, "now": 3}) == {"returns": 2, "now": 3}


def test_each_figure_of_a_report_is_of_one_section_or_always_shown() -> None:
    document = ReportResult(TOLD_APART).document()
    rows = {str(row[0]) for row in ReportResult(TOLD_APART).rows()}
    found = {name: [s for s in SECTIONS if Shown([s]).shows(name)] for name in (*document, *rows)}
    assert all(len(sections) in {1, len(SECTIONS)} for sections in found.values())
    always = {name for name, sections in found.items() if len(sections) == len(SECTIONS)}
    assert always - {"schema", "now", "since", "until", "by", "dated_by", "per", "group_by"} == {
        *("tickets", "left_out", "missed", "later", "periods", "groups", "before", "behind"),
    }
