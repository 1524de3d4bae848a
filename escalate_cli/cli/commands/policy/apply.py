"""`escalate policy apply`: let open tickets follow the current file."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.arguments import Only
from escalate_cli.cli.global_options import shared
from escalate_cli.domain.ticket.team import some_of
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.policy.apply_policy import apply_policy

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = (
    "escalate policy apply",
    "escalate policy apply 12 14",
    "escalate policy apply --only 'customer:acme -priority:P1'",
)


@shared(lists=True, sends=True)
def command(
    run: "Wiring",
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Tickets [default: all open ones]")
    ] = None,
    only: Only = [],  # noqa: B006 - Typer makes a new list each time
) -> None:
    """Let open tickets follow the current policy from now on; verdicts so far stay."""
    run.refuse_broken_policy()
    done = apply_policy(run.context, ids or (), parse(only, run.context) if only else None)
    run.printer.show(
        ChangedResult(done.moved, "moved to this policy", many=True, command="policy apply")
    )
    for rule, tickets in done.speaking.items():
        what = f"rule {rule} speaks at the next check on tickets: {len(tickets)}"
        run.printer.say(f"{what} ({some_of(tickets)})")
    if done.speaking:
        run.printer.say("was: NAME in a renamed rule lets it keep what it has decided")
