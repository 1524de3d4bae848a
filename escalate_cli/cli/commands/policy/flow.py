"""`escalate policy flow`: the policy as a flowchart."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.flow import FlowResult, flow_of

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate policy flow", "escalate policy flow --mermaid > policy.mmd")


@shared
def command(
    run: "Wiring",
    as_mermaid: Annotated[
        bool, typer.Option("--mermaid", help="Mermaid on a terminal too, as in a pipe.")
    ] = False,
) -> None:
    """Draw what leads where, who approves and who is told: a tree, or Mermaid in a pipe."""
    run.refuse_broken_policy()
    run.printer.show(FlowResult(flow_of(run.policy), as_mermaid=as_mermaid))
