"""`escalate backup`: the whole store in one file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import asdict

from escalate_cli.cli.global_options import shared

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = ("escalate backup", "escalate backup /mnt/backup/escalate.tar --force")


@shared
def command(
    run: "Wiring",
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A new file [default: one in the store's backups]"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write tickets, archive and policy into one file, and read it back to be sure.

    The store may be in use meanwhile. `escalate restore FILE` puts it back.
    """
    run.printer.document(
        asdict(run.care.back_up(run.now, str(file) if file else None, force=force))
    )
    doubt = run.doubt()
    if doubt:
        run.warn(doubt)
