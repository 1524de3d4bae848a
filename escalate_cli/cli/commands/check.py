"""`escalate check`: apply the policy to everything that is due."""

import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.errors import EscalateError, ExitCode
from escalate_cli.render.results.check import CheckCounts, CheckResult
from escalate_cli.usecases.automation.check import Checked, check, pressing
from escalate_cli.usecases.outbox.outbox_counts import counts
from escalate_cli.usecases.policy.apply_policy import outdated

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Automation"
EXAMPLES = (
    "escalate check",
    "*/5 * * * * /usr/local/bin/escalate check --store /srv/ops/.escalate",
)


def _check_counts(run: "Wiring", done: Checked) -> CheckCounts:
    """Count what stands besides the tickets."""
    left = counts(run.context)
    return CheckCounts(
        sent=done.sent,
        failed=done.failed,
        pending=left.pending,
        dead=left.dead,
        unreachable=left.unreachable,
        outdated=outdated(run.context),
    )


def _send(run: "Wiring", done: Checked) -> Checked:
    """Send what waits, and add what came of it."""
    from escalate_cli.usecases.automation.after_check import (  # noqa: PLC0415 - start-up time
        after_check,
    )

    return after_check(run.context, done, lambda: run.notifier)


def _monitor(run: "Wiring") -> NoReturn:
    """Say how the tickets stand as a monitoring plug-in does; whatever is wrong is unknown."""
    from escalate_cli.render.results.nagios import reading, unknown  # noqa: PLC0415 - start-up time
    from escalate_cli.usecases.automation.clock_doubt import must_be_right  # noqa: PLC0415 - the same

    try:
        run.place.must_be_a_store()
        run.refuse_broken_policy()
        must_be_right(run.context)
        said = reading(
            pressing(run.context), run.store.read().active_count(), counts(run.context).dead
        )
    except EscalateError as error:
        said = unknown(error)
    sys.stdout.write(f"{said.line}\n")
    raise typer.Exit(said.health)


@shared
def command(
    run: "Wiring",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where tickets are overdue.")
    ] = False,
    nagios: Annotated[
        bool, typer.Option("--nagios", help="Change nothing; one line and 0 to 3 for monitoring.")
    ] = False,
    believe_clock: Annotated[
        bool, typer.Option("--believe-clock", help="Decide though nothing was heard for a month.")
    ] = False,
) -> None:
    """Apply the policy: record breaches, escalate, remind, close; then show what presses.

    Outside a terminal it prints only what it newly did, so that cron stays silent otherwise.
    """
    if nagios:
        _monitor(run)
    run.place.must_be_a_store()
    done = check(run.context, dry_run=dry_run, believe_clock=believe_clock)
    if done.may_send:
        done = _send(run, done)
    wants_pressing = exit_code or run.settings.json or run.printer.is_table
    found = pressing(run.context) if wants_pressing else None
    figures = _check_counts(run, done) if wants_pressing else None
    run.printer.show(CheckResult(done, found, figures, dry_run=dry_run))
    if done.archived and run.printer.is_table:
        run.printer.say(f"archived {done.archived} tickets that were closed long ago")
    if done.errors or run.has_broken_policy:
        raise typer.Exit(ExitCode.COULD_NOT)
    if exit_code and found and found.overdue:
        raise typer.Exit(ExitCode.NO)
