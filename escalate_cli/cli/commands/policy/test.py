"""`escalate policy test`: does the policy do what it is meant to?"""

from collections.abc import Sequence
from contextlib import suppress
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
from escalate_cli.errors import EscalateError, ExitCode, UsageError
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


def _publish(run: "Wiring", text: str, file: str) -> None:
    """Put a JUnit file in place; it replaces nothing but an older one."""
    from escalate_cli.render.results.junit import BEGINNING  # noqa: PLC0415 - seldom needed
    from escalate_cli.store.file.published_file import (  # noqa: PLC0415 - the same
        PublishedKind,
        publish,
    )

    path = refuse_file_of_store(run, file, "--junit")
    publish(path, text, PublishedKind("JUnit file", BEGINNING.encode()))


def _tested(run: "Wiring", files: Sequence[str], junit: str | None) -> PolicyTestRun:
    """Run the tests, and say of those that cannot be read in the JUnit file, too."""
    if junit is None:
        return _run(run, files)
    from escalate_cli.render.parts.words.time_text import Wall  # noqa: PLC0415 - seldom needed
    from escalate_cli.render.results import junit as page  # noqa: PLC0415 - the same

    try:
        tested = _run(run, files)
    except EscalateError as error:
        with suppress(EscalateError):  # what is wrong with the tests is said first
            _publish(run, page.junit_unread(str(error), " ".join(files) or "policy test"), junit)
        raise
    _publish(run, page.junit(tested, Wall(run.now, tested.zone)), junit)
    return tested


def _run(run: "Wiring", files: Sequence[str]) -> PolicyTestRun:
    named, tests = _sorted_out(run, files)
    return tried(run, named, tests_in(named, tests or tests_beside(run, named)))


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
    tested = _tested(run, files or (), junit)
    run.printer.show(PolicyTestsResult(tested, coverage=coverage))
    if tested.failed:
        raise typer.Exit(ExitCode.NO)
