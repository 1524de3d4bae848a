"""`escalate policy replay`: what another policy would have done."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.arguments import Only
from escalate_cli.cli.global_options import shared
from escalate_cli.cli.periods import Since, Until, period_of
from escalate_cli.errors import ExitCode
from escalate_cli.policyfile.policy_file import read_named
from escalate_cli.render.results.replay import ReplayResult
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.insight.replay import Scope, replay

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = (
    "escalate policy replay new-policy.yaml",
    "escalate policy replay new-policy.yaml --since 30d --only priority:P1 --json",
    "escalate policy replay --ticket 12 --exit-code",
)


@shared(lists=True)
def command(
    run: "Wiring",
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="A policy file [default: the one in use]")
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Compare with this policy, not the past."),
    ] = None,
    since: Since = "90d",
    until: Until = "now",
    only: Only = [],  # noqa: B006 - Typer makes a new list each time
    ticket: Annotated[
        list[str], typer.Option(metavar="ID", help="This ticket, whatever its age; repeatable.")
    ] = [],  # noqa: B006 - the same
    limit: Annotated[
        int, typer.Option("-n", "--limit", metavar="N", help="Differences on a terminal; 0 is all.")
    ] = 30,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where anything would differ.")
    ] = False,
) -> None:
    """Tell the tickets of a period anew under a policy: what would have gone differently.

    People do what they did, when they did it; the policy decides anew. Nothing is written.
    """
    if file is None:
        run.refuse_broken_policy()
    policy, other = (
        run.library.policy_at(Path(name), read_named(Path(name))) if name else None
        for name in (file, against)
    )
    scope = Scope(
        period=period_of(run, since, until),
        query=parse(run.choices.query(only), run.context, everything=True),
        ids=tuple(ticket),
    )
    told = replay(run.context, policy or run.policy, scope, other, run.printer.watch)
    run.printer.show(ReplayResult(told, limit))
    if exit_code and told.differences:
        raise typer.Exit(ExitCode.NO)
