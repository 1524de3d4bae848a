"""`escalate check`: apply the policy to everything that is due."""

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.errors import EscalateError, ExitCode
from escalate_cli.render.results.check import CheckResult
from escalate_cli.usecases.automation.check import Checked, check, pressing
from escalate_cli.usecases.outbox.outbox_counts import counts
from escalate_cli.usecases.session import Session

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Automation"
EXAMPLES = (
    "escalate check",
    "*/5 * * * * /usr/local/bin/escalate check --store /srv/ops/.escalate",
)


def _send(run: "Wiring", session: Session, done: Checked) -> Checked:
    """Send what waits, and add what came of it."""
    from escalate_cli.usecases.automation.after_check import (  # noqa: PLC0415 - start-up time
        after_check,
    )

    return after_check(lambda: run.notifier, session, done)


def _monitor(run: "Wiring") -> NoReturn:
    """Say how the tickets stand as a monitoring plug-in does; whatever is wrong is unknown."""
    from escalate_cli.render.results.nagios import reading, unknown  # noqa: PLC0415 - start-up time
    from escalate_cli.usecases.automation.clock_doubt import must_be_right  # noqa: PLC0415 - the same

    try:
        run.place.must_be_a_store()
        run.refuse_broken_policy()
        context = run.context
        with context.read() as view:
            must_be_right(context, view)
            dead = counts(context, view).dead
            said = reading(pressing(context, view), view.active_count(), dead)
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
    run.store.spares_damage = True  # one broken ticket stops no run
    done = check(
        run.context,
        dry_run=dry_run,
        believe_clock=believe_clock,
        send=partial(_send, run),
        looks=exit_code or run.settings.json or run.printer.is_table,
    )
    run.printer.show(CheckResult(done, dry_run=dry_run))
    if done.archived and run.printer.is_table:
        run.printer.say(f"archived {done.archived} tickets that were closed long ago")
    if done.errors or run.has_broken_policy:
        raise typer.Exit(ExitCode.COULD_NOT)
    if exit_code and done.pressing and done.pressing.overdue:
        raise typer.Exit(ExitCode.NO)
