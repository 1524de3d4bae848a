"""`escalate policy test`: does the policy do what it is meant to?"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.errors import ExitCode, UsageError
from escalate_cli.policyfile.loading import load_tests
from escalate_cli.policyfile.policy_file import read_named
from escalate_cli.render.results.policy_test import PolicyTestsResult
from escalate_cli.usecases.policy.policy_tests import PolicyTest, run_policy_tests

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = (
    "escalate policy test",
    "escalate policy test --policy new-policy.yaml tests/*.test.yaml",
)


def _beside(run: "Wiring") -> Path:
    """Return where the tests of the policy in force are, unless others are named."""
    if run.policy_file.path is None:
        raise UsageError(
            "the built-in policy has no file with tests beside it",
            "name a file of tests, or begin a policy of your own with escalate init",
        )
    return run.policy_file.path.with_suffix(".test.yaml")


def _tests(run: "Wiring", files: Sequence[str]) -> Iterator[PolicyTest]:
    for path in [Path(file) for file in files] or [_beside(run)]:
        source = read_named(path, "the file of tests")
        yield from load_tests(source, str(path), run.policy)


@shared
def command(
    run: "Wiring",
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE...]", help="Files of tests [default: NAME.test.yaml beside NAME.yaml]"
        ),
    ] = None,
) -> None:
    """Run the tests of a policy: tickets, what people do, and what must come of it when.

    Each test has a store of its own, in memory, and time passes as fast as it can be counted.
    Exit code 1 where a test fails, 2 where a file cannot be read.
    """
    run.refuse_broken_policy()
    tested = run_policy_tests(run.context, list(_tests(run, files or ())), run.new_memory_store)
    run.printer.show(PolicyTestsResult(tested))
    if tested.failed:
        raise typer.Exit(ExitCode.NO)
