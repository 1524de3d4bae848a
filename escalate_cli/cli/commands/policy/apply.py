"""`escalate policy apply`: let open tickets follow the current file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.policies.named_policy import names_policy
from escalate_cli.cli.policies.new_policy import put_in_place
from escalate_cli.cli.typed.arguments import Only
from escalate_cli.cli.typed.typed_tickets import tickets_meant
from escalate_cli.domain.ticket.people.team import some_of
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.policy.apply_policy import apply_policy

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = (
    "escalate policy apply",
    "escalate policy apply new-policy.yaml",
    "escalate policy apply 12 14",
    "escalate policy apply --only 'customer:acme -priority:P1'",
)


@shared(lists=True, sends=True)
def command(
    run: "Wiring",
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NEW|ID...]", help="A policy to put in place, or tickets [default: all open]"
        ),
    ] = None,
    only: Only = [],  # noqa: B006 - Typer makes a new list each time
    yes: Annotated[
        bool, typer.Option("-y", "--yes", help="Put the policy in place without a question.")
    ] = False,
) -> None:
    """Let open tickets follow the policy from now on; verdicts so far stay.

    A policy that is named is checked, tested and replayed first, then takes the place of the one
    in use, which is kept beside it as .bak.
    """
    if ids and names_policy(ids):
        put_in_place(run, Path(ids[0]), yes=yes)
        run, ids = run.anew(), None
    elif ids:
        ids = cast("list[str]", tickets_meant(ids, run))
    run.refuse_broken_policy()
    done = apply_policy(
        run.context, ids or (), parse(run.choices.query(only), run.context) if only else None
    )
    run.printer.show(
        ChangedResult(done.moved, "moved to this policy", many=True, command="policy apply")
    )
    if done.routed:
        run.printer.say(f"nobody's until now, routed as a log would be: {some_of(done.routed)}")
    for rule, tickets in done.speaking.items():
        what = f"rule {rule} speaks at the next check on tickets: {len(tickets)}"
        run.printer.say(f"{what} ({some_of(tickets)})")
    if done.speaking:
        run.printer.say("was: NAME in a renamed rule lets it keep what it has decided")
