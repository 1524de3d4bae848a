"""A report as a small team may get it, for whatever shows it."""

from datetime import timedelta

from msgspec.structs import replace

from escalate_cli.domain.figures.clock_figures import FATES, ClockFigures
from escalate_cli.domain.figures.later import Later
from escalate_cli.domain.figures.level_figures import LevelFigures
from escalate_cli.domain.figures.missed_figures import MissedFigures
from escalate_cli.domain.figures.period_figures import (
    Move,
    Often,
    PeriodFigures,
    ResponseFigures,
    Reviews,
    RootCause,
)
from escalate_cli.domain.figures.report_figures import Group, Part, Period
from escalate_cli.domain.figures.rule_figures import RuleFigures
from escalate_cli.domain.figures.spread import Spread
from escalate_cli.domain.figures.tickets_behind import Behind, FigureName
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.usecases.insight.report import Report
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE
from tests.unit.render.tickets import HOSTILE


def a_clock(name: str, **counts: int) -> ClockFigures:
    zero = ClockFigures(clock=name, elapsed=Spread(n=0), **dict.fromkeys(FATES, 0))  # type: ignore[arg-type]
    return replace(zero, **counts)


TIMED = {
    "first_response": replace(
        a_clock("first_response", met=11, breached=1, running=2),
        elapsed=Spread(n=12, mean=15 * MINUTE, median=12 * MINUTE, p90=55 * MINUTE),
    ),
    "resolve": replace(
        a_clock("resolve", met=3, breached=1, breached_open=1, running=9, dropped=1),
        elapsed=Spread(n=3, mean=2 * HOUR),
    ),
}
FIGURES = PeriodFigures(
    tickets=14,
    open=10,
    imported=2,
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
    rules=(
        RuleFigures(
            trigger="resolve-breach",
            kind="time",
            n=7,
            tickets=5,
            acted=3,
            nobody_acted=2,
            pending=1,
            lapsed=1,
            superseded=0,
            satisfied=0,
            unanswered=0,
        ),
    ),
    reopenings=Often(3, 2),
    returns=Often(1, 1),
    complaints=Often(3, 1),
    repeat_complaints=Often(2, 1),
    reviews=Reviews(
        done=2,
        owed=2,
        overdue=1,
        root_causes=(RootCause("expired certificate", 2), RootCause(HOSTILE, 1)),
    ),
)
REPORT = Report(
    now=MONDAY_NINE,
    period=Period(since=MONDAY_NINE - 30 * DAY, until=MONDAY_NINE),
    left_out={"outside": 40, "unresolved": 0, "unmatched": 3, "withdrawn": 2, "damaged": 1},
    missed=MissedFigures(counted=5, excused=1, left_out={"not_counted": 0, "undone": 0}),
    later=Later(),
    figures=FIGURES,
)

FEW = replace(
    FIGURES,
    tickets=2,
    open=1,
    clocks=(TIMED["resolve"],),
    rules=(),
    escalations=Often(0, 0),
    by_ladder=(),
    by_trigger=(),
    levels=(),
    reviews=Reviews(done=0, owed=0, overdue=0, root_causes=()),
)
RESPONSES = ResponseFigures(
    given=7,
    answered=4,
    handed_on=2,
    open=1,
    elapsed=Spread(n=6, mean=25 * MINUTE, median=20 * MINUTE, p90=HOUR),
)
TOLD_APART = replace(
    REPORT,
    period=replace(
        REPORT.period,
        by="resolved",
        per="week",
        parts=(
            (MONDAY_NINE - 9 * DAY, MONDAY_NINE - 7 * DAY),
            (MONDAY_NINE - 7 * DAY, MONDAY_NINE),
        ),
        group_by="person",
    ),
    later=Later(undone=1, entered=2),
    parts=tuple(
        Part(
            since=MONDAY_NINE - since * DAY,
            until=MONDAY_NINE - until * DAY,
            logged=9,
            resolved=5,
            backlog=backlog,
            figures=FEW,
        )
        for since, until, backlog in ((9, 7, 12), (7, 0, 16))
    ),
    groups=(Group(HOSTILE, replace(FEW, responses=RESPONSES)), Group(None, FEW)),
)
"""The same week by week, and person by person."""

BEHIND = replace(
    REPORT,
    behind=(
        Behind(FigureName("tickets", "", "n"), 2, (("T-1", 1), ("T-2", 1))),
        Behind(
            FigureName("clock", "first_response", "met"),
            50,
            tuple((f"T-{n}", 1) for n in range(50)),
        ),
        Behind(FigureName("reopenings", "", "n"), 3, (("T-1", 2), ("T-2", 1))),
    ),
)
"""The same with the tickets behind some of its figures."""
