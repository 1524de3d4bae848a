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
    found, policy = run.found, run.policy_file
    run.printer.document(
        {
            "store": str(found.folder),
            "why": found.why,
            "exists": found.folder.is_dir(),
            "policy": str(policy.path or "built-in"),
            "policy_version": policy.version,
        }
    )
    doubt = run.doubt()
    if doubt:
        run.warn(doubt)
