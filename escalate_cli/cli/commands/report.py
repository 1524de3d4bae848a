"""`escalate report`: which promises were kept, what climbed, who used up the time."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.published_pages import publish_page
from escalate_cli.cli.typed.arguments import Query
from escalate_cli.cli.typed.jobs import Jobs, workers
from escalate_cli.cli.typed.periods import Since, Until, fitting_unit, part_by_part, period_of
from escalate_cli.domain.figures.counted import DATES, LOGGED
from escalate_cli.domain.figures.report_figures import GROUPS, PERSON
from escalate_cli.errors import UsageError
from escalate_cli.render.parts.words.report_sections import FLOW, PEOPLE, SECTIONS, Shown
from escalate_cli.render.results.report import ReportResult
from escalate_cli.suggestions import shell_word
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.insight.report import Report, report
from escalate_cli.usecases.verbs.policy_words import one_of

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Reports"
EXAMPLES = (
    "escalate report --since 'last month' --until 'last month' --html october.html",
    "escalate report --since 30d",
    "escalate report priority:P1 --since 2026-10 --until 2026-10",
    "escalate report --dated-by resolved --since 2026-10 --until 2026-10 --json",
    "escalate report --since 2026-W40 --per week --group-by person",
    "escalate report --section sla,triggers --tickets",
    "escalate report --since 2026-10 --until 2026-10 --csv > october.csv",
)

_FILE = r"[^\s\":]*(/[^\s\":]*|\.(csv|tsv|txt))"
"""A word that names a file, as `rows.csv` or `out/rows`."""

DATED = "What dates a thing: logged, or resolved, by which a period holds still once it is over."
COMPARE = "Beside the period of the same length before; in rows as `before`."
Compare = Annotated[bool, typer.Option("--compare", help=COMPARE)]
Section = Annotated[
    list[str],
    typer.Option("--section", metavar="NAME", help=f"Only {', '.join(SECTIONS)}; repeatable."),
]


@shared(lists=True)
def command(
    run: "Wiring",
    query: Query = None,
    since: Since = "30d",
    until: Until = "now",
    dated_by: Annotated[str, typer.Option(metavar="EVENT", help=DATED)] = LOGGED,
    by: Annotated[str | None, typer.Option(metavar="EVENT", hidden=True)] = None,
    per: Annotated[
        str | None, typer.Option(metavar="UNIT", help="Also for each day, week or month.")
    ] = None,
    group_by: Annotated[
        str | None, typer.Option(metavar="GROUP", help=f"Also by {', '.join(GROUPS)}.")
    ] = None,
    compare: Compare = False,
    section: Section = [],  # noqa: B006 - Typer makes a new list each time
    tickets: Annotated[
        bool, typer.Option("--tickets", help="Which tickets are behind each figure.")
    ] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print the rows for a spreadsheet.")] = False,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help="Write it as one page to hand out.")
    ] = None,
    jobs: Jobs = None,
) -> None:
    """Sum up a period, each figure with its number of cases.

    A breach is judged by priority, owner, level and customer as they were then. MTTA is the mean
    of acknowledge, MTTR that of resolve: business time, as the clocks count it, of duties that
    were done. Fewer than five cases have no percentage.
    """
    _must_make_sense(run, by, html=html, csv=csv, words=query or ())
    sections = _sections(section)
    group = group_by or (PERSON if PEOPLE in sections else html and "priority")
    period = replace(
        period_of(run, since, until),
        by=one_of(by or dated_by, DATES, "event"),
        group_by=one_of(group, GROUPS, "group") if group else None,
    )
    if per or html or FLOW in sections:
        period = part_by_part(run, period, per or fitting_unit(period))
    wanted = parse(run.choices.query(query or ()), run.context, everything=True)
    told = report(
        *(run.context, period, wanted, workers(run, jobs)),
        compare=compare or bool(html),
        tickets=tickets,
    )
    _answer(run, told, Shown(sections), html=html, csv=csv)


def _answer(run: "Wiring", told: Report, shown: Shown, *, html: str | None, csv: bool) -> None:
    """Give the report the look that was asked for."""
    result = ReportResult(told, shown)
    if html is not None:
        from escalate_cli.render.pages.report_html import report_html  # noqa: PLC0415 - start-up time

        publish_page(run, html, lambda: report_html(told, run.printer.wall, shown))
    elif csv:
        _say_what_is_not_compared(run, told)
        run.printer.print_lines(result.csv_lines(run.printer))
    else:
        if not (run.settings.json or run.settings.jsonl or run.printer.is_table):
            _say_what_is_not_compared(run, told)
        run.printer.show(result)


def _say_what_is_not_compared(run: "Wiring", told: Report) -> None:
    """Rows of tickets have no figure beside which the period before could stand."""
    if told.before is not None and told.behind is not None:
        run.printer.say("rows of --tickets are not compared: leave it out, or add --json")


def _sections(typed: Iterable[str]) -> list[str]:
    """Read names of sections, one an option or several with commas between them."""
    names = (name.strip() for each in typed for name in each.split(","))
    return [one_of(name, SECTIONS, "section") for name in names if name]


def _must_make_sense(
    run: "Wiring", by: str | None, *, html: str | None, csv: bool, words: Iterable[str]
) -> None:
    """Refuse two looks at once, though a page says as JSON where it is; and a group as a date.

    A file behind `--csv`, as `--html` takes one, would be a word that no ticket has.
    """
    if by in GROUPS:
        help_ = f"escalate report --group-by {by}"
        raise UsageError("--by says what dates a ticket: logged or resolved", help_)
    is_json = run.settings.json or run.settings.jsonl
    if csv and (html is not None or is_json):
        other = "--html" if html is not None else "--json"
        raise UsageError(f"--csv and {other} are two looks of a report", "give one of them")
    file = next((word for word in words if re.fullmatch(_FILE, word)), None)
    if csv and file is not None:
        quoted = f"a word to look for is quoted: '\"{file}\"'"
        help_ = f"escalate report --csv > {shell_word(file)}; {quoted}"
        raise UsageError(f"--csv prints the rows, and takes no file as '{file}'", help_)
