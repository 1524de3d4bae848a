"""`escalate assess`: judge what an issue needs."""

from typing import TYPE_CHECKING

from escalate_cli.cli.options import shared
from escalate_cli.cli.parameters import Category, Ids, Impact, Message, Priority, Skills, Urgency
from escalate_cli.usecases.assess import assess

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = (
    "escalate assess 12 --impact high --urgency high -m 'all of building 4'",
    "escalate assess 12 --skill network",
)


@shared
def command(
    run: "Wiring",
    ids: Ids,
    impact: Impact = None,
    urgency: Urgency = None,
    priority: Priority = None,
    category: Category = None,
    skill: Skills = [],  # noqa: B006 - Typer makes a new list each time
    message: Message = "",
) -> None:
    """Record a first judgement; whoever assesses has taken the ticket.

    Impact and urgency make the priority by the policy's matrix, unless a priority is given.
    """
    standings = assess(
        run.desk,
        ids,
        impact=impact,
        urgency=urgency,
        priority=priority,
        category=category,
        skills=skill,
        message=message,
    )
    run.printer.changed(standings, "assessed", many=len(ids) > 1)
