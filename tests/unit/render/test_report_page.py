"""A report on a page: few words, small bars, nothing that is not known."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy import CLOCKS
from escalate_cli.usecases.figures import ClockFigures, LevelFigures, Spread
from escalate_cli.usecases.report import Move, Often, Period, Report, Reviews, RootCause
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE
from tests.snapshot import assert_matches
from tests.unit.render.screen import a_pipe, a_terminal
from tests.unit.render.tickets import HOSTILE, SHOWN


def a_clock(name: str, **counts: int) -> ClockFigures:
    zeros = dict.fromkeys(
        ("met", "breached", "breached_open", "running", "dropped", "no_target"), 0
    )
    return ClockFigures(
        clock=name,
        runs=sum(counts.values()) - counts.get("breached_open", 0),
        elapsed=Spread(n=0),
        **zeros | counts,
    )


TIMED = {
    "first_response": replace(
        a_clock("first_response", met=11, breached=1, running=2),
        elapsed=Spread(n=12, median=12 * MINUTE, p90=55 * MINUTE),
    ),
    "resolve": replace(
        a_clock("resolve", met=3, breached=1, breached_open=1, running=9, dropped=1),
        elapsed=Spread(n=3),
    ),
}
REPORT = Report(
    now=MONDAY_NINE,
    period=Period(since=MONDAY_NINE - 30 * DAY, until=MONDAY_NINE),
    tickets=14,
    open=10,
    imported=2,
    outside=40,
    unresolved=0,
    unmatched=3,
    damaged=1,
    clocks=tuple(TIMED.get(name) or a_clock(name, no_target=14) for name in CLOCKS),
    escalations=Often(5, 4),
    by_ladder=(
        Move(4, ladder="functional", mode="automatic"),
        Move(1, ladder="management", mode="manual"),
    ),
    by_trigger=(Move(4, kind="time", trigger="resolve-breach"), Move(1)),
    levels=(
        LevelFigures(
            level="L1",
            visits=14,
            still_there=8,
            spent=timedelta(hours=75),
            of_all=0.75,
            each=Spread(n=6, median=4 * HOUR, p90=9 * HOUR),
        ),
        LevelFigures(
            level="L2",
            visits=4,
            still_there=2,
            spent=timedelta(hours=25),
            of_all=0.25,
            each=Spread(n=2),
        ),
    ),
    reopenings=Often(3, 2),
    complaints=Often(0, 0),
    reviews=Reviews(
        done=2,
        owed=2,
        overdue=1,
        root_causes=(RootCause("expired certificate", 2), RootCause(HOSTILE, 1)),
    ),
)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_fits_a_screen(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    screen = a_terminal(monkeypatch, width=width)
    screen.report(REPORT)
    assert_matches(f"render/report-{width}.txt", screen.out)


def test_it_is_drawn_with_what_the_terminal_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = a_terminal(monkeypatch, width=120, encoding="ascii")
    screen.report(REPORT)
    assert screen.out.isascii()
    assert "#######.  92%" in screen.out


def test_of_fewer_than_five_no_percentage_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = a_terminal(monkeypatch, width=120)
    screen.report(REPORT)
    [row] = [line.split() for line in screen.lines if line.startswith("  resolve ")]
    assert row == ["resolve", "4", "3", "1", "(1", "open)", "9", "-", "-", "3"]


def test_hostile_words_of_a_review_are_harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = a_terminal(monkeypatch, width=120)
    screen.report(REPORT)
    assert f"1 x {SHOWN}" in screen.out


def test_only_the_most_frequent_causes_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    causes = tuple(RootCause(f"cause {n}", 9 - n) for n in range(8))
    screen = a_terminal(monkeypatch)
    screen.report(replace(REPORT, reviews=replace(REPORT.reviews, overdue=0, root_causes=causes)))
    assert "2 done, 2 owed\n" in screen.out
    assert [line for line in screen.lines if "cause" in line][-2:] == [
        "    5 x cause 4",
        "    and 3 other root causes",
    ]


def nothing(*, clocks: bool = False) -> Report:
    """Return the report on a period without tickets, or on tickets without anything to tell."""
    empty = replace(
        REPORT,
        tickets=int(clocks),
        open=0,
        imported=0,
        outside=0,
        unmatched=0,
        damaged=0,
        clocks=tuple(a_clock(name, no_target=int(clocks)) for name in CLOCKS),
        escalations=Often(0, 0),
        by_ladder=(),
        by_trigger=(),
        levels=(),
    )
    return replace(empty, reopenings=Often(0, 0))


def test_of_nothing_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = a_terminal(monkeypatch)
    screen.report(nothing())
    assert screen.lines[1:] == ["0 tickets: 0 resolved, 0 open", "left out: none"]


def test_without_targets_and_moves_there_are_no_such_tables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = a_terminal(monkeypatch, width=120)
    screen.report(nothing(clocks=True))
    assert "JUDGED" not in screen.out
    assert "Levels" not in screen.out
    assert "  without a target: first response 1, next response 1, update 1," in screen.out
    assert "Escalations: none" in screen.out


def test_what_has_no_verdict_is_told_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mixed = a_clock("resolve", met=5, dropped=2, no_target=3)
    screen = a_terminal(monkeypatch, width=120)
    screen.report(replace(REPORT, clocks=(mixed,)))
    assert "  dropped: resolve 2\n  without a target: resolve 3\n" in screen.out


def test_the_document_is_the_one_that_is_promised() -> None:
    pipe = a_pipe(json=True)
    pipe.report(REPORT)
    assert_matches("render/report.json", pipe.out)


def test_every_row_is_one_figure_with_its_number_of_cases() -> None:
    pipe = a_pipe(header=True)
    pipe.report(REPORT)
    assert_matches("render/report.tsv", pipe.out)


def test_a_row_has_the_fields_that_were_asked_for() -> None:
    pipe = a_pipe(fields="figure,value")
    pipe.report(REPORT)
    assert pipe.lines[:2] == ["n\t14", "open\t10"]


def test_a_document_has_the_fields_that_were_asked_for() -> None:
    pipe = a_pipe(json=True, fields="complaints,by")
    pipe.report(REPORT)
    assert pipe.out == '{"complaints":{"n":0,"tickets":0},"by":"logged"}\n'
