"""`escalate init`: begin a team's folder here."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = ("escalate init", "escalate init --sample it-support")


@shared
def command(
    run: "Wiring",
    sample: Annotated[
        str, typer.Option(metavar="NAME", help="The sample policy to begin with.")
    ] = "default",
) -> None:
    """Make a store in this folder, with a policy to edit and its tests; nothing is overwritten."""
    is_new = run.begin(sample)
    run.printer.document(
        {"store": str(run.place.folder), "policy": str(run.policy_file.path), "new": is_new}
    )
    if is_new:
        run.printer.say("next: escalate policy check, then escalate log 'what is wrong'")
    else:
        run.printer.say("the store was there already; nothing was changed")
    doubt = run.doubt()
    if doubt:
        run.warn(doubt)
