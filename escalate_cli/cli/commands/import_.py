"""`escalate import`: bring tickets over from another system."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from msgspec.structs import replace

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.native_import import NATIVE, import_store
from escalate_cli.errors import UsageError
from escalate_cli.exchange.files.table import RejectedRow
from escalate_cli.exchange.foreign_file import ForeignFile
from escalate_cli.exchange.foreign_tickets import ForeignTickets, ImportOptions, read_tickets
from escalate_cli.exchange.mapping_choice import must_be_for_import, read_as
from escalate_cli.exchange.mapping_proposal import proposed
from escalate_cli.exchange.mappings.mapping_catalogue import (
    every_shipped,
    shipped_names,
    shipped_text,
)
from escalate_cli.exchange.mappings.mapping_file import people_in
from escalate_cli.exchange.second_file import joined
from escalate_cli.usecases.care.import_tickets import BroughtIn, import_tickets

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = (
    "escalate import incidents.csv --tz Europe/Berlin --dry-run",
    "escalate import --from servicenow old.csv --tz UTC --until '2016-03-02 12:00'",
    "escalate import --from escalate 'tickets (conflicted copy).json'",
    "escalate import tickets.jsonl",
    "escalate import --list",
)

From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="NAME",
        help="The mapping: one of --list, a file.yaml or escalate; else the one that fits.",
    ),
]
With = Annotated[
    str | None,
    typer.Option("--with", metavar="FILE", help="Comments or changes, where they are apart."),
]
PeopleFile = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Whom their names mean here, as theirs: ours."),
]
Propose = Annotated[
    bool,
    typer.Option(
        "--propose",
        help="Write a mapping for the file, to be filled in; or that of --from, to be changed.",
    ),
]
ListThem = Annotated[
    bool, typer.Option("--list", help="List the mappings that come with the program.")
]


@shared
def command(
    run: "Wiring",
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="The export; - is stdin; or a store.")
    ] = None,
    source: From = None,
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
    with_: With = None,
    people: PeopleFile = None,
    propose: Propose = False,
    list_: ListThem = False,
) -> None:
    """Bring in tickets with their history, and what happened later of those known already.

    Nobody is told and no trigger is decided; the next `check` looks at what is open.
    """
    if list_:
        run.printer.document([{"name": x.name, "about": x.about} for x in every_shipped()])
        return
    if propose and source not in {None, NATIVE}:
        _propose(run, file, source)
        return
    if file is None:
        raise UsageError("no file is named", "escalate import FILE, or escalate import --list")
    if source == NATIVE or (source is None and run.care.is_export(file)):
        import_store(run, file, (tz, date_format, until, with_, people, propose), dry_run=dry_run)
        return
    if propose:
        _propose(run, file, source)
        return
    asked = _options(run, tz, date_format, until)
    _bring_in(run, _Files(file, source, with_, people), asked, dry_run=dry_run)


def _propose(run: "Wiring", file: str | None, source: str | None) -> None:
    """Write a mapping to start from: one made of a file, or one that comes with the program."""
    if file is not None and source is not None:
        raise UsageError(
            "--propose takes a file or the name of a mapping, and here are both",
            "leave out --from for a mapping of the file, or the file for the mapping as it is",
        )
    if file is None:
        text = shipped_text(source or "")
    else:
        with run.read_input(file) as stream:
            text = proposed(ForeignFile(stream), file)
    run.printer.print_lines(text.splitlines())


def _options(
    run: "Wiring", zone: str | None, date_format: str | None, until: str | None
) -> ImportOptions:
    rules = run.policy.rules
    return ImportOptions(
        zone=zone,
        date_format=date_format,
        until=run.instant(until) if until else None,
        imported_at=run.now,
        priorities=rules.priorities,
        default_priority=rules.default_priority,
    )


def _bring_in(run: "Wiring", files: "_Files", asked: ImportOptions, *, dry_run: bool) -> None:
    """Read the files, keep what they tell, and account for it."""
    file, source = files.export, files.mapping
    foreign, lost = _read(run, files, asked)
    watch = run.printer.watch
    done = import_tickets(run.context, foreign.source, foreign.incidents, watch, dry_run=dry_run)
    run.printer.document(_figures(foreign, done, dry_run))
    if source is not None and source not in shipped_names():
        for remark in foreign.vain:
            run.printer.say(f"{source}:{remark}")
    for row in foreign.rejected:
        run.printer.say(f"{file}:{row.line}: rejected: {row.reason}")
    for each in done.both:
        run.printer.say(f"{each.ticket} ({each.key}): left alone, as it went on here otherwise")
    for row in lost:
        run.printer.say(f"{files.second}:{row.line}: rejected: {row.reason}")
    if foreign.rejected or lost:
        raise typer.Exit(1 if foreign.used or foreign.later else 2)


class _Files(msgspec.Struct, frozen=True):
    """What is read: the export, its mapping, a second file, and a list of people."""

    export: str
    mapping: str | None
    second: str | None
    people: str | None


def _read(
    run: "Wiring", files: _Files, asked: ImportOptions
) -> tuple[ForeignTickets, list[RejectedRow]]:
    """Read the files; their rows are let go when this returns."""
    with run.read_input(files.export) as stream:
        mapping, table = read_as(stream, files.mapping)
        must_be_for_import(mapping)
        lost: list[RejectedRow] = []
        if files.second is not None:
            with run.read_input(files.second) as second:
                table, lost = joined(mapping, table, ForeignFile(second))
        if files.people is not None:
            with run.read_input(files.people) as listed:
                ours = people_in(listed.read().encode("utf-8", "replace"), files.people)
            mapping = replace(mapping, people={**mapping.people, **ours})
        watch = partial(run.printer.watch, what="rows")
        return read_tickets(table, mapping, asked, watch), lost


def _figures(foreign: ForeignTickets, done: BroughtIn, dry_run: bool) -> dict[str, object]:
    """Account for every row, column and word of the file."""
    figures: dict[str, object] = {
        "new": done.new,
        "updated": done.updated,
        "known": done.known,
        "both": [each.ticket for each in done.both],
        "rows": foreign.rows,
        "used": foreign.used,
        "later": foreign.later,
        "redated": foreign.redated,
        "rejected": len(foreign.rejected),
        "date_format": foreign.date_format,
        "change": done.change,
        "dry_run": dry_run,
        "mapping": foreign.source,
        "columns": list(foreign.columns.used),
        "ignored": list(foreign.columns.ignored),
        "left": list(foreign.columns.left),
    }
    if dry_run:
        figures["words"] = [
            f"{what} '{word}': {meaning} ({count:,})"
            for (what, word, meaning), count in sorted(foreign.words.items())
        ]
    return figures
