"""`escalate policy check`: is the policy sound?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import asdict

from escalate_cli.cli.global_options import shared
from escalate_cli.errors import ExitCode
from escalate_cli.policyfile.loading import check
from escalate_cli.policyfile.reading.diagnostics import render_problems
from escalate_cli.policyfile.reading.yaml_parser import text_of
from escalate_cli.wiring import BUILT_IN, read_policy

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
    path = Path(file) if file else run.policy_path
    source = read_policy(path) if file and path else run.policy_bytes
    name = str(path) if path else f"{BUILT_IN}.yaml"
    problems = check(source, run.today)
    run.printer.problems(
        [{"file": name, **asdict(problem)} for problem in problems],
        render_problems(problems, name, text_of(source)),
    )
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(ExitCode.NO)
