"""A report on a page: few words, small bars, nothing that is not known."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.period_figures import Often, RootCause
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.render.parts.words.report_sections import Shown
from escalate_cli.render.results.report import ReportResult
from escalate_cli.usecases.insight.report import Before, Report
from tests.snapshot import assert_matches
from tests.unit.render.reports import BEHIND, FIGURES, REPORT, TOLD_APART, a_clock
from tests.unit.render.screen import a_terminal
from tests.unit.render.tickets import SHOWN


@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_fits_a_screen(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    screen = a_terminal(monkeypatch, width=width)
    screen.show(ReportResult(REPORT))
    assert_matches(f"render/report-{width}.txt", screen.out)


def test_parts_and_groups_are_tables_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = a_terminal(monkeypatch, width=80)
    screen.show(ReportResult(TOLD_APART))
    assert_matches("render/report-apart-80.txt", screen.out)


def test_groups_other_than_people_have_no_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    by_owner = replace(TOLD_APART, period=replace(TOLD_APART.period, group_by="owner"))
    screen = a_terminal(monkeypatch, width=120)
    screen.show(ReportResult(by_owner))
    assert "By owner" in screen.out
    assert "ANSWERED" not in screen.out


def test_it_is_drawn_with_what_the_terminal_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = a_terminal(monkeypatch, width=120, encoding="ascii")
    screen.show(ReportResult(REPORT))
    assert screen.out.isascii()
    assert "#######.  92%" in screen.out


def test_of_fewer_than_five_no_percentage_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = a_terminal(monkeypatch, width=120)
    screen.show(ReportResult(REPORT))
    [row] = [line.split() for line in screen.lines if line.startswith("  resolve ")]
    assert row == ["resolve", "4", "3", "1", "(1", "open)", "9", "2h", "-", "-", "3"]


def test_hostile_words_of_a_review_are_harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = a_terminal(monkeypatch, width=120)
    screen.show(ReportResult(REPORT))
    assert f"1 x {SHOWN}" in screen.out


def test_only_the_most_frequent_causes_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    causes = tuple(RootCause(f"cause {n}", 9 - n) for n in range(8))
    screen = a_terminal(monkeypatch)
    reviews = replace(FIGURES.reviews, overdue=0, root_causes=causes)
    screen.show(ReportResult(replace(REPORT, figures=replace(FIGURES, reviews=reviews))))
    assert "2 done, 2 owed\n" in screen.out
    assert [line for line in screen.lines if "cause" in line][-2:] == [
        "    5 x cause 4",
        "    and 3 other root causes",
    ]


def test_the_period_before_stands_beside_the_main_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    former = replace(FIGURES, tickets=20, open=9, escalations=Often(3, 3))
    screen = a_terminal(monkeypatch, width=80)
    screen.show(ReportResult(replace(REPORT, before=Before(REPORT.period, former))))
    assert_matches("render/report-compared-80.txt", screen.out)


def test_a_period_before_without_tickets_is_said_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Before(REPORT.period, replace(FIGURES, tickets=0))
    screen = a_terminal(monkeypatch, width=80)
    screen.show(ReportResult(replace(REPORT, before=before)))
    assert "No ticket belongs to the 30d before: there is nothing to compare with." in screen.lines
    assert "BEFORE" not in screen.out


def nothing(*, clocks: bool = False) -> Report:
    """Return the report on a period without tickets, or on tickets without anything to tell."""
    empty = replace(
        FIGURES,
        tickets=int(clocks),
        open=0,
        imported=0,
        clocks=tuple(a_clock(name, no_target=int(clocks)) for name in CLOCKS),
        escalations=Often(0, 0),
        by_ladder=(),
        by_trigger=(),
        levels=(),
        reopenings=Often(0, 0),
    )
    return replace(REPORT, left_out={}, figures=empty)


def test_of_nothing_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = a_terminal(monkeypatch)
    screen.show(ReportResult(nothing()))
    assert screen.lines[1:] == ["0 tickets: 0 resolved, 0 open", "left out: none"]


def test_without_targets_and_moves_there_are_no_such_tables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = a_terminal(monkeypatch, width=120)
    screen.show(ReportResult(nothing(clocks=True)))
    assert "JUDGED" not in screen.out
    assert "Levels" not in screen.out
    assert "  without a target: first response 1, next response 1, update 1," in screen.out
    assert "Escalations: none" in screen.out


def test_what_has_no_verdict_is_told_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mixed = a_clock("resolve", met=5, dropped=2, no_target=3)
    screen = a_terminal(monkeypatch, width=120)
    screen.show(ReportResult(replace(REPORT, figures=replace(FIGURES, clocks=(mixed,)))))
    assert "  dropped: resolve 2\n  without a target: resolve 3\n" in screen.out


def test_of_many_tickets_behind_a_figure_some_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = a_terminal(monkeypatch, width=80)
    screen.show(ReportResult(BEHIND))
    assert_matches("render/report-behind-80.txt", screen.out)
    words = " ".join(screen.out.split())
    assert "T-39 and 10 more" in words
    assert "T-1 x 2, T-2" in words


def test_how_the_parts_went_is_drawn_as_far_as_there_is_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = replace(TOLD_APART, parts=TOLD_APART.parts * 50)
    screen = a_terminal(monkeypatch, width=60)
    screen.show(ReportResult(many))
    [line] = [x for x in screen.lines if x.startswith("  backlog ")]
    assert (len(line), set(line.split()[1])) == (60, {"▆", "█"})
    plain = a_terminal(monkeypatch, width=60, encoding="ascii")
    plain.show(ReportResult(many))
    assert not [x for x in plain.lines if x.startswith("  backlog ")]


def test_only_the_sections_asked_for_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = a_terminal(monkeypatch, width=80)
    screen.show(ReportResult(REPORT, Shown(["reviews"])))
    titles = [x for x in screen.lines if x and not x.startswith(" ")]
    assert (titles[-1], "Promises" in titles) == ("Afterwards", False)
