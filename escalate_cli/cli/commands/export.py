"""`escalate export`: take the tickets along, with all that happened to them."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Query
from escalate_cli.errors import UsageError
from escalate_cli.render.parts.data.table_files import csv_lines, markdown_lines
from escalate_cli.render.results.due_calendar import due_calendar
from escalate_cli.render.results.sheets import SHEETS
from escalate_cli.sanitize import sanitized
from escalate_cli.usecases.insight.export_tickets import ExportChoice, Outgoing
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.ports import View

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = (
    "escalate export -o tickets.jsonl",
    "escalate export customer:acme --format csv -o acme.csv",
    "escalate export is:overdue --format markdown",
    "escalate export --rows events --since yesterday --format csv",
    "escalate export owner:@me -o due.ics",
)
JSONL, CSV, MARKDOWN, ICS = "jsonl", "csv", "markdown", "ics"
FORMATS: Final = (JSONL, CSV, MARKDOWN, ICS)
ENDINGS: Final = {".jsonl": JSONL, ".csv": CSV, ".md": MARKDOWN, ".ics": ICS}


@shared
def command(
    run: "Wiring",
    query: Query = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="jsonl, csv, markdown or ics [default: as the file's name ends, else jsonl]",
        ),
    ] = None,
    rows: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Of a table: tickets, events, escalations or breaches [default: tickets]",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Only tickets of which anything was recorded since."),
    ] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="Write a file, whole.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write all tickets, or those asked for: the record, a table, or a calendar.

    As jsonl with their whole histories, which `import --from escalate` reads; without a query
    with all else that the store keeps. csv and markdown are tables, ics holds what is due.
    """
    asked = _Asked(_format(format_, output), rows, run.settings.fields)
    _must_go_together(run, asked, output, force=force)
    run.must_be_a_store()
    choice = ExportChoice(
        query=parse(query or (), run.context, everything=asked.format != ICS),
        since=run.instant(since) if since else None,
        is_all=not query and not since,
    )
    with run.context.read() as view:
        lines = _lines(run, view, choice, asked)
        if output in {None, "-"}:
            run.printer.print_lines(map(_shown, lines) if run.printer.is_table else lines)
            return
        size = run.care.write_output(output, lines, force=force)
    run.printer.document(
        {"file": output, "format": asked.format, "tickets": choice.count, "size": size}
    )


class _Asked(msgspec.Struct, frozen=True):
    """The look that was asked for."""

    format: str
    rows: str | None
    fields: str | None


def _format(named: str | None, output: str | None) -> str:
    ending = PurePath(output or "").suffix.lower()
    return _one_of(FORMATS, named or ENDINGS.get(ending, JSONL), "format")


def _one_of(names: Iterable[str], name: str, what: str) -> str:
    """Return a name if it is one of those; raises UsageError."""
    listed = tuple(names)
    if name not in listed:
        raise UsageError(f"unknown {what} '{name}'", f"there are {', '.join(listed)}")
    return name


def _must_go_together(run: "Wiring", asked: _Asked, output: str | None, *, force: bool) -> None:
    """Refuse what means nothing beside the rest."""
    if asked.format not in {CSV, MARKDOWN}:
        for option, given in (("--rows", asked.rows), ("--fields", asked.fields)):
            if given is not None:
                raise UsageError(f"{option} is of tables", "add --format csv or markdown")
    if output in {None, "-"}:
        if run.settings.json:
            raise UsageError("--json is how -o FILE answers", "the export itself has --format")
        if force:
            raise UsageError("--force replaces a file", "name it: -o FILE")


def _shown(line: str) -> str:
    """Return a line as a terminal may have it."""
    return sanitized(line.removesuffix("\r"))


def _lines(run: "Wiring", view: View, choice: ExportChoice, asked: _Asked) -> Iterator[str]:
    """Return the lines of the export, made as they are taken."""
    if asked.format == JSONL:
        return run.care.export_lines(choice.record(run.context, view))
    tickets = choice.tickets(run.context, view, run.printer.watch)
    if asked.format == ICS:
        return due_calendar((each.standing for each in tickets), run.now)
    return _table(tickets, asked)


def _table(tickets: Iterable[Outgoing], asked: _Asked) -> Iterator[str]:
    sheet = SHEETS[_one_of(SHEETS, asked.rows or "tickets", "table")]
    names = sheet.names(asked.fields, brief=asked.format == MARKDOWN)
    write = csv_lines if asked.format == CSV else markdown_lines
    return write(names, sheet.of(tickets, names))
