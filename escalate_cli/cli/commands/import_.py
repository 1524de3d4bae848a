"""`escalate import`: bring tickets over from another system."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.errors import UsageError
from escalate_cli.exchange.servicenow.export import Export, read_export
from escalate_cli.usecases.care.import_tickets import BroughtIn, import_tickets

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = (
    "escalate import --from servicenow incidents.csv --tz Europe/Berlin --dry-run",
    "escalate import --from servicenow incidents.csv --tz UTC --until '2016-03-02 12:00'",
)


@shared
def command(
    run: "Wiring",
    file: Annotated[str, typer.Argument(metavar="FILE", help="The export; - is standard input.")],
    source: Annotated[
        str, typer.Option("--from", metavar="SYSTEM", help="The system it comes from: servicenow.")
    ],
    tz: Annotated[
        str | None, typer.Option(metavar="ZONE", help="The zone of its times, as Europe/Berlin.")
    ] = None,
    date_format: Annotated[
        str | None,
        typer.Option(metavar="ORDER", help="dmy, mdy or ymd, where the file leaves it open."),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="TIME", help="Leave out what happened later.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be brought in.")
    ] = False,
) -> None:
    """Bring in tickets with their history, and what happened later of those known already.

    Nobody is told and no trigger is decided; the next `check` looks at what is open.
    """
    if source != "servicenow":
        raise UsageError(f"there is no import from '{source}'", "known is servicenow")
    if tz is None:
        raise UsageError("the times of the export have no zone", "give --tz, as Europe/Berlin")
    with run.read_input(file) as lines:
        export = read_export(
            lines,
            zone=tz,
            date_format=date_format,
            until=run.instant(until) if until else None,
            imported_at=run.now,
            priorities=run.policy.rules.priorities,
        )
    done = import_tickets(run.context, source, export.incidents, dry_run=dry_run)
    run.printer.document(_figures(export, done, dry_run))
    for row in export.rejected:
        run.printer.say(f"{file}:{row.line}: rejected: {row.reason}")
    for each in done.both:
        run.printer.say(f"{each.ticket} ({each.key}): left alone, as it went on here otherwise")
    if export.rejected:
        raise typer.Exit(1 if export.used or export.later else 2)


def _figures(export: Export, done: BroughtIn, dry_run: bool) -> dict[str, object]:
    """Account for every row of the file."""
    return {
        "new": done.new,
        "updated": done.updated,
        "known": done.known,
        "both": [each.ticket for each in done.both],
        "rows": export.rows,
        "used": export.used,
        "later": export.later,
        "redated": export.redated,
        "rejected": len(export.rejected),
        "date_format": export.date_format,
        "change": done.change,
        "dry_run": dry_run,
    }
