"""`escalate where`: which store and policy are in use."""

from typing import TYPE_CHECKING

from escalate_cli.cli.global_options import shared

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = ("escalate where",)


@shared
def command(run: "Wiring") -> None:
    """Say which store and which policy are in use, and why."""
    run.printer.document(
        {
            "store": str(run.place.folder),
            "why": run.place.why,
            "exists": run.place.folder.is_dir(),
            "policy": str(run.policy_path) if run.policy_path else "built-in",
            "policy_version": run.policy_version,
        }
    )
