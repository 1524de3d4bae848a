"""`escalate policy test`: does the policy do what it is meant to?"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.policies.named_policy import (
    NamedPolicy,
    holds_tests,
    in_force,
    policy_in,
    tests_beside,
    tests_in,
    tried,
)
from escalate_cli.cli.published_pages import refuse_file_of_store
from escalate_cli.errors import ExitCode, UsageError
from escalate_cli.policyfile.policy_file import read_named
from escalate_cli.render.results.policy_test import PolicyTestsResult
from escalate_cli.usecases.policy.policy_tests import PolicyTestRun

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = (
    "escalate policy test",
    "escalate policy test new-policy.yaml",
    "escalate policy test new-policy.yaml tests/*.test.yaml",
    "escalate policy test --coverage --junit policy.xml",
)


def _sorted_out(run: "Wiring", files: Sequence[str]) -> tuple[NamedPolicy, dict[Path, bytes]]:
    """Tell the policy that is named from the tests that are."""
    read = {Path(file): read_named(Path(file), "the file") for file in files}
    tests = {path: source for path, source in read.items() if holds_tests(source)}
    policies = [path for path in read if path not in tests]
    if len(policies) > 1:
        raise UsageError(
            f"{policies[0]} and {policies[1]} are two policies", "one is tested at a time"
        )
    named = policy_in(run, policies[0], read[policies[0]]) if policies else in_force(run)
    return named, tests


def _publish(run: "Wiring", tested: PolicyTestRun, file: str) -> None:
    """Put a JUnit file in place, over none but such a one."""
    from escalate_cli.render.results.junit import BEGINNING, junit  # noqa: PLC0415 - seldom needed
    from escalate_cli.store.file.published_file import (  # noqa: PLC0415 - the same
        PublishedKind,
        publish,
    )

    path = refuse_file_of_store(run, file, "--junit")
    publish(path, junit(tested, run.printer.wall), PublishedKind("JUnit file", BEGINNING.encode()))


@shared
def command(
    run: "Wiring",
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE...]",
            help="A policy [default: the one in use], files of tests [default: NAME.test.yaml "
            "beside NAME.yaml, else those of the policy in use]",
        ),
    ] = None,
    coverage: Annotated[
        bool,
        typer.Option(
            "--coverage", help="Say which rules, levels, targets and conditions are used."
        ),
    ] = False,
    junit: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write a JUnit file, too.")
    ] = None,
) -> None:
    """Run the tests of a policy: tickets, what people do, and what must come of it when.

    Each test has a store of its own, in memory, and time passes as fast as it can be counted.
    Exit code 1 where a test fails, 2 where a file cannot be read.
    """
    named, tests = _sorted_out(run, files or ())
    tested = tried(run, named, tests_in(named, tests or tests_beside(run, named)))
    if junit is not None:
        _publish(run, tested, junit)
    run.printer.show(PolicyTestsResult(tested, coverage=coverage))
    if tested.failed:
        raise typer.Exit(ExitCode.NO)
