"""`escalate policy diff`: what changed in meaning between two policies."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.errors import ExitCode
from escalate_cli.policyfile.policy_file import read_named
from escalate_cli.render.results.policy_diff import PolicyDiffResult
from escalate_cli.usecases.policy.compare_policies import compared

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = (
    "escalate policy diff old-policy.yaml new-policy.yaml",
    "escalate policy diff new-policy.yaml --json",
)


@shared(lists=True)
def command(
    run: "Wiring",
    old: Annotated[
        str, typer.Argument(metavar="FILE", help="The policy of before; alone, the new one.")
    ],
    new: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]", help="The new policy [default: the first, beside the one in use]"
        ),
    ] = None,
) -> None:
    """Tell what changed in meaning between two policies: targets, triggers, people, duty.

    How something is written does not matter. Exit code 0 where they mean the same, 1 where not.
    """
    if new is None:
        run.refuse_broken_policy()
    if os.devnull in {old, new}:  # by which git names a file that is not there
        run.printer.say("the policy is new" if old == os.devnull else "the policy is gone")
        raise typer.Exit(ExitCode.NO)
    files = [Path(name) for name in (old, new) if name]
    *before, after = (run.library.policy_at(file, read_named(file)) for file in files)
    found = list(compared(before[0] if before else run.policy, after, run.now))
    run.printer.show(PolicyDiffResult(found))
    if found:
        raise typer.Exit(ExitCode.NO)
