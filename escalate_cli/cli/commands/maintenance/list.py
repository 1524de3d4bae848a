"""`escalate maintenance list`: the windows that are on or planned."""

from typing import TYPE_CHECKING

from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.maintenance import WindowsResult
from escalate_cli.usecases.verbs.maintenance import windows

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate maintenance list",)


@shared(lists=True)
def command(run: "Wiring") -> None:
    """List planned work that is on or to come, of the policy file too, with its open tickets."""
    run.printer.show(WindowsResult(windows(run.context)))
