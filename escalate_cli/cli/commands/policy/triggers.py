"""`escalate policy triggers`: every kind of trigger and its settings."""

from typing import TYPE_CHECKING

from escalate_cli.cli.global_options import shared
from escalate_cli.policyfile.trigger_catalogue import trigger_settings

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate policy triggers", "escalate policy triggers --json")


@shared(lists=True, arranged=True)
def command(run: "Wiring") -> None:
    """List the kinds of triggers a policy may use, with what they are for and their settings."""
    run.printer.document(trigger_settings())
