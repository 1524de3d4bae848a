"""`escalate policy flow`: the policy as a flowchart."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.flowchart import flow_of, mermaid, tree

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
    flow = flow_of(run.policy)
    if run.settings.json or run.settings.fields:
        run.printer.document({"name": flow.name, "mermaid": "\n".join(mermaid(flow))})
    elif run.printer.is_table and not as_mermaid:
        sys.stdout.writelines(f"{'  ' * depth}{text}\n" for depth, text in tree(flow))
    else:
        sys.stdout.writelines(f"{line}\n" for line in mermaid(flow))
