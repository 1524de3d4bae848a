"""`escalate policy check`: is the policy sound?"""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.options import shared
from escalate_cli.errors import ExitCode

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate policy check", "escalate policy check new-policy.yaml")


@shared
def command(
    run: "Wiring",
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="A policy file [default: the one in use]")
    ] = None,
) -> None:
    """Name every mistake and every doubtful thing in a policy, with line and column.

    Exit code 1 where there is a mistake; warnings alone are 0.
    """
    problems = run.check_policy(file)
    run.printer.problems(problems)
    if problems.errors:
        raise typer.Exit(ExitCode.NO)
