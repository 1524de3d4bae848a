"""`escalate import --from escalate`: another store, a backup, a copy or an export comes in."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from escalate_cli.errors import UsageError, reason_of

if TYPE_CHECKING:
    from escalate_cli.usecases.ports import View
    from escalate_cli.wiring import Wiring

NATIVE = "escalate"


def _other(run: "Wiring", file: str) -> "View":
    """Read what was named; `-` is an export on standard input."""
    if file != "-":
        return run.care.open_other(file)
    try:
        raw = sys.stdin.buffer.read()
    except OSError as error:
        raise UsageError(f"standard input cannot be read: {reason_of(error)}") from error
    return run.care.open_export(raw, "standard input")


def import_store(run: "Wiring", file: str, options: Iterable[object], *, dry_run: bool) -> None:
    """Merge what was named into the store, and account for each of its tickets."""
    from escalate_cli.usecases.care.merge_stores import merge_stores  # noqa: PLC0415 - start-up time

    if any(options):
        raise UsageError(
            "no option but --dry-run says anything about a store", "leave the others away"
        )
    done = merge_stores(run.context, _other(run, file), file, dry_run=dry_run)
    run.printer.document(
        {
            "new": done.new,
            "updated": done.updated,
            "known": done.known,
            "both": [each.here for each in done.both],
            "renumbered": {each.there: each.here for each in done.renumbered},
            "change": done.change,
            "dry_run": dry_run,
        }
    )
    for moved in done.renumbered:
        run.printer.say(f"{moved.there} of {file} is {moved.here} here, where its id was taken")
    for each in done.both:
        run.printer.say(
            f"{each.here} ({each.there} in {file}): left alone, as it went on in both; "
            f"compare escalate show {each.here} with what it says there"
        )
    if done.both:
        raise typer.Exit(1)
