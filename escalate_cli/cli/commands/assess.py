"""`escalate assess`: judge what an issue needs."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids, Message
from escalate_cli.cli.typed.ticket_options import Category, Impact, Priority, Skills, Urgency
from escalate_cli.domain.verbs.assess import Judgement
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.assess import assess

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = (
    "escalate assess 12 --impact high --urgency high -m 'all of building 4'",
    "escalate assess 12 --skill network",
)


@shared(sends=True)
def command(
    run: "Wiring",
    ids: Ids,
    impact: Impact = None,
    urgency: Urgency = None,
    priority: Priority = None,
    category: Category = None,
    skill: Skills = [],  # noqa: B006 - Typer makes a new list each time
    needs_decision: Annotated[
        bool, typer.Option("--needs-decision", help="The management must decide something.")
    ] = False,
    message: Message = "",
) -> None:
    """Record a first judgement; whoever assesses has taken the ticket, unless it was handed up.

    Impact and urgency make the priority by the policy's matrix, unless a priority is given.
    """
    said = Judgement(
        impact=impact,
        urgency=urgency,
        priority=priority,
        category=category,
        skills=tuple(skill),
        needs_decision=needs_decision,
        message=message,
    )
    run.printer.show(ChangedResult(assess(run.context, ids, said), "assessed", many=len(ids) > 1))
