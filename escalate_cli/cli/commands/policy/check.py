"""`escalate policy check`: is the policy sound?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import asdict

from escalate_cli.cli.global_options import shared
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.errors import DistrustedError, ExitCode, PolicyError
from escalate_cli.policyfile.in_force import BUILT_IN
from escalate_cli.policyfile.loading import check
from escalate_cli.policyfile.policy_file import folder_of, read_named
from escalate_cli.render.results.policy_check import PolicyCheckResult
from escalate_cli.strict_yaml.diagnostics import Problem, render_problems
from escalate_cli.strict_yaml.yaml_parser import text_of

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = (
    "escalate policy check",
    "escalate policy check --strict new-policy.yaml",
    "escalate policy explain W301",
)


def _verdict(path: Path | None, label: str) -> str:
    if not path and label == BUILT_IN:
        return "the built-in policy applies, and it is sound"
    return "the policy is sound"


@shared
def command(
    run: "Wiring",
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="A policy file [default: the one in use]")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End in 1 where there are only warnings, too.")
    ] = False,
) -> None:
    """Name every mistake and every doubtful thing in a policy, with line, column and code.

    Exit code 1 where there is a mistake; warnings alone are 0. A comment on its line says that a
    warning is meant: # ignore: W203 she reads the board.
    """
    own = run.policy_file
    path = Path(file) if file else own.path
    doubt = None if file else run.doubt()
    if isinstance(doubt, DistrustedError):
        run.warn(doubt)
    try:
        source = read_named(path) if file and path else own.content
        problems = check(source, run.now.date(), folder_of(path) if path else None)
    except PolicyError as error:
        source = b""
        gone = FindingCode.FILE
        problems = [Problem(line=1, column=1, message=str(error), help=error.help, code=gone)]
    name = str(path or own.file_shown)
    run.printer.show(
        PolicyCheckResult(
            [{"file": name, **asdict(problem)} for problem in problems],
            render_problems(problems, name, text_of(source), with_codes=True),
            _verdict(path, own.label),
        )
    )
    if any(strict or problem.severity == "error" for problem in problems):
        raise typer.Exit(ExitCode.NO)
