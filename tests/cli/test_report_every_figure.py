"""Every figure of a report stands in every look of it, or is listed here as left out there.

The figures are not named: each number in the value of a report is made another one in turn, and
what is printed then must have that one. So none can be forgotten, in no look.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from fnmatch import fnmatchcase
from functools import cache

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.escalation_hours import EscalationHour
from escalate_cli.domain.figures.period_figures import Factor, PeriodFigures
from escalate_cli.domain.figures.report_figures import Group
from escalate_cli.domain.figures.spread import Spread
from escalate_cli.domain.figures.worst_breaches import LevelUse, WorstBreach
from escalate_cli.render.pages.report_html import report_html
from escalate_cli.render.parts.words.time_text import length_of
from escalate_cli.render.results.report import ReportResult
from escalate_cli.usecases.insight.report import Before, Report
from tests.conftest import HOUR, MINUTE
from tests.unit.render.reports import BEHIND, RESPONSES, TOLD_APART
from tests.unit.render.screen import a_pipe, a_terminal

N, LENGTH, SHARE = 919, 7919 * MINUTE, 0.7919
"""What no figure is by chance."""
LENGTHS = {"mean", "median", "p90", "longest", "target"}
"""Fields of lengths that may be nothing."""
EVERYWHERE = Spread(n=6, mean=HOUR, median=HOUR, p90=2 * HOUR, longest=3 * HOUR)
KEYS = {"weekday", "hour"}
"""Numbers that say where a figure belongs."""
Path = tuple[str | int, ...]


def whole(figures: PeriodFigures) -> PeriodFigures:
    """Return figures of which none is nothing."""
    clocks = [replace(each, elapsed=EVERYWHERE, met=9, target=HOUR) for each in figures.clocks]
    rules = [
        replace(each, superseded=1, satisfied=1, unanswered=1, lapsed=1) for each in figures.rules
    ]
    reviews = replace(
        figures.reviews,
        factors=(Factor("no alarm", 2),),
        answered=1,
        actions=3,
        open_actions=2,
        overdue_actions=1,
    )
    levels = [replace(each, each=EVERYWHERE) for each in figures.levels]
    return replace(
        figures,
        clocks=tuple(clocks),
        rules=tuple(rules),
        levels=tuple(levels),
        reviews=reviews,
        responses=replace(RESPONSES, elapsed=EVERYWHERE),
    )


FULL = replace(
    TOLD_APART,
    figures=whole(TOLD_APART.figures),
    missed=replace(TOLD_APART.missed, left_out={"not_counted": 1, "undone": 1}),
    left_out=dict.fromkeys(TOLD_APART.left_out, 2),
    parts=tuple(replace(each, figures=whole(TOLD_APART.figures)) for each in TOLD_APART.parts),
    groups=(Group("ana", whole(TOLD_APART.figures)),),
    hours=(EscalationHour(1, 9, 4), EscalationHour(5, 17, 1)),
    worst=(
        WorstBreach(
            ticket="T-7",
            title="Mail",
            priority="P1",
            clock="resolve",
            over=5 * HOUR,
            still_owed=True,
            cause="a router",
            used=(LevelUse("L1", 2 * HOUR),),
        ),
    ),
    before=Before(TOLD_APART.period, whole(TOLD_APART.figures)),
)
TICKETS = replace(FULL, behind=BEHIND.behind)
"""The same with the tickets behind the figures; rows have these in place of them."""


def leaves(value: object, path: Path = ()) -> Iterator[Path]:
    """Yield where in a value there is a number or a length."""
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from leaves(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from leaves(each, (*path, key))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from leaves(each, (*path, number))
    elif isinstance(value, bool) or path[-1] in KEYS:
        return
    elif isinstance(value, int | float | timedelta) or (value is None and path[-1] in LENGTHS):
        yield path


def marked(value: object, path: Path) -> object:
    """Return a value of which one number is another one."""
    if not path:
        return N if isinstance(value, int) else SHARE if isinstance(value, float) else LENGTH
    first, *rest = path
    if isinstance(value, msgspec.Struct):
        return replace(value, **{str(first): marked(getattr(value, str(first)), tuple(rest))})
    if isinstance(value, Mapping):
        return {**value, first: marked(value[first], tuple(rest))}
    assert isinstance(value, tuple)
    assert isinstance(first, int)
    each = list(value)
    each[first] = marked(value[first], tuple(rest))
    return type(value)(*each) if hasattr(value, "_fields") else tuple(each)


def as_json(report: Report) -> str:
    """Return the document."""
    pipe = a_pipe(json=True)
    pipe.show(ReportResult(report))
    return pipe.out


def as_rows(report: Report) -> str:
    """Return the values of the rows for a spreadsheet."""
    pipe = a_pipe()
    lines = ReportResult(report).csv_lines(pipe)
    return "\n".join(" ".join(row) for row in csv.reader(io.StringIO("\n".join(lines))))


def as_page(report: Report) -> str:
    """Return the texts of the page."""
    page = report_html(report, a_pipe().wall)
    return re.sub(r"<[^>]*>", " ", page.partition("</style>")[2])


def as_screen(report: Report) -> str:
    """Return the tables of a wide terminal."""
    with pytest.MonkeyPatch.context() as patch:
        screen = a_terminal(patch, width=400)
        screen.show(ReportResult(report))
        return screen.out


LOOKS: Mapping[str, Callable[[Report], str]] = {
    "json": as_json,
    "csv": as_rows,
    "screen": as_screen,
    "page": as_page,
}
READ = {
    "json": (f"{N}", f"{LENGTH.total_seconds():.0f}", f"{SHARE}"),
    "screen": (f"{N}", length_of(LENGTH), f"{SHARE:.0%}"),
}
READ |= {"csv": READ["json"], "page": READ["screen"]}

LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "json": (),
    "csv": (
        *("later.*", "hours.*", "worst.*"),  # of tickets and hours, no figures of the period
        "behind.*.n",  # the sum of its rows
    ),
    "screen": (
        *("figures.clocks.*.elapsed.longest", "figures.clocks.*.target"),  # for the width of it
        *("figures.levels.*.each.mean", "figures.levels.*.each.longest"),
        "figures.repeat_complaints.tickets",  # said with the complaints
        *("hours.*", "worst.*"),  # for a page
    ),
    "page": (
        "figures.open",  # said as how many of all are resolved
        *(f"figures.clocks.*.{name}" for name in ("breached_open", "running", "dropped")),
        *(f"figures.clocks.*.{name}" for name in ("no_target", "excused", "elapsed.longest")),
        "figures.by_ladder.*",  # told by rule
        *("figures.levels.*.still_there", "figures.levels.*.each.*", "worst.*.used.*"),
    ),
}
"""Where a look leaves figures of the whole period out, by pattern, and why."""
TURNED: Mapping[str, tuple[str, ...]] = {
    "screen": ("figures.clocks.*.met", "behind.*.tickets.*"),
    "page": ("figures.clocks.*.met", "figures.clocks.*.target"),
}
"""Where a look says it as a share of five or more, of one clock, or of the first of many only."""
SUMMED = {"parts", "groups", "before"}
"""Of these a screen and a page show sums; a document and rows have all of them."""


@cache
def stands(look: str, path: Path) -> bool:
    """Tell whether a look prints the number at a path."""
    report = TICKETS if path[0] == "behind" else FULL
    printed = LOOKS[look](marked(report, path))  # type: ignore[arg-type]  # as it was
    before = unmarked(look, behind=report is TICKETS)
    return any(times(form, printed) > times(form, before) for form in READ[look])


@cache
def unmarked(look: str, *, behind: bool) -> str:
    """Return what a look prints of the report as it is, with the tickets behind it or without."""
    return LOOKS[look](TICKETS if behind else FULL)


def times(form: str, text: str) -> int:
    """Count how often a number stands in a text, as a whole."""
    return len(re.findall(rf"(?<![\d.]){re.escape(form)}(?!\d)", text))


def is_left_out(look: str, path: Path) -> bool:
    """Tell whether it is listed as left out there."""
    name = ".".join(map(str, path))
    return any(fnmatchcase(name, pattern) for pattern in LEFT_OUT[look])


def asked_of(look: str) -> Iterator[Path]:
    """Yield the figures that a look has to show; how people respond is told of people only."""
    for path in (*leaves(FULL), *(path for path in leaves(TICKETS) if path[0] == "behind")):
        is_whole = look in {"json", "csv"} or path[0] not in SUMMED or "figures" not in path
        name = ".".join(map(str, path))
        is_turned = any(fnmatchcase(name, pattern) for pattern in TURNED.get(look, ()))
        if is_whole and not is_turned and ("responses" not in path or path[0] == "groups"):
            yield path


@pytest.mark.parametrize("look", LOOKS)
def test_every_figure_stands_in_every_look_or_is_listed_as_left_out(look: str) -> None:
    differ = {
        ".".join(map(str, path)): "stands" if stands(look, path) else "does not stand"
        for path in asked_of(look)
        if stands(look, path) is is_left_out(look, path)
    }
    assert differ == {}


@pytest.mark.parametrize(
    ("look", "pattern"), [(look, p) for look, ps in TURNED.items() for p in ps]
)
def test_what_is_turned_into_something_else_stands_somewhere_too(look: str, pattern: str) -> None:
    report = leaves(TICKETS if pattern.startswith("behind") else FULL)
    paths = [path for path in report if fnmatchcase(".".join(map(str, path)), pattern)]
    assert any(stands(look, path) for path in paths)
