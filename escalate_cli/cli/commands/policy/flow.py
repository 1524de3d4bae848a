"""`escalate policy flow`: the policy as a flowchart, with what went which way."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.periods import period_of
from escalate_cli.errors import UsageError
from escalate_cli.render.results.flow_model import flow_of
from escalate_cli.render.results.flow_result import FORMATS, MERMAID, FlowResult
from escalate_cli.usecases.insight.flow_traffic import flow_traffic
from escalate_cli.usecases.verbs.policy_words import one_of

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = (
    "escalate policy flow",
    "escalate policy flow --mermaid > policy.mmd",
    "escalate policy flow --traffic --since 90d",
    "escalate policy flow --traffic --format svg > policy.svg",
)
_SINCE = "90d"


@shared
def command(
    run: "Wiring",
    as_mermaid: Annotated[
        bool, typer.Option("--mermaid", help="Mermaid on a terminal too, as in a pipe.")
    ] = False,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="NAME", help=f"As {', '.join(FORMATS)}, wherever it goes."
        ),
    ] = None,
    traffic: Annotated[
        bool,
        typer.Option("--traffic", help="How many tickets went each way, and how long it took."),
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(metavar="TIME", help=f"From when the traffic counts [default: {_SINCE}]."),
    ] = None,
) -> None:
    """Draw what leads where, who approves and who is told: a tree, or Mermaid in a pipe.

    The picture (svg) needs no other program. Traffic is business time, of a move between levels
    since the ticket came to the lower one, of anything else since it was logged or reopened.
    """
    run.refuse_broken_policy()
    if as_mermaid and format_:
        raise UsageError("--mermaid is --format mermaid", "give one of them")
    if since and not traffic:
        raise UsageError("--since is of the traffic", "add --traffic")
    form = MERMAID if as_mermaid else one_of(format_, FORMATS, "format") if format_ else None
    began = period_of(run, since or _SINCE, "now").since
    gone = flow_traffic(run.context, began, run.printer.watch) if traffic else None
    run.printer.show(FlowResult(flow_of(run.policy, gone), form))
