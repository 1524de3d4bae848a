"""`escalate check`: apply the policy to everything that is due."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.errors import DeliveryError, EscalateError, ExitCode, UsageError
from escalate_cli.render.results.check import CheckResult
from escalate_cli.usecases.automation.check import Checked, check
from escalate_cli.usecases.session import Session

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Automation"
EXAMPLES = (
    "escalate check",
    "*/5 * * * * /usr/local/bin/escalate check --store /srv/ops/.escalate",
    "escalate check --ping https://hc-ping.com/UUID",
)


def _send(run: "Wiring", session: Session, done: Checked) -> Checked:
    """Send what waits, and add what came of it."""
    from escalate_cli.usecases.automation.after_check import (  # noqa: PLC0415 - start-up time
        after_check,
    )

    return after_check(lambda: run.notifier, session, done)


def _publish(run: "Wiring", done: Checked, file: str | None, url: str | None) -> bool:
    """Ping and write the metrics after a run; return False where the file cannot be written."""
    if url and _is_good(run, done):
        from escalate_cli.notify.ping import ping  # noqa: PLC0415 - start-up time

        try:
            ping(url)
        except DeliveryError as error:
            run.warn(error)
    if file:
        from escalate_cli.render.results.metrics import metrics  # noqa: PLC0415 - start-up time
        from escalate_cli.store.file.published_file import METRICS, publish  # noqa: PLC0415 - the same

        try:
            publish(Path(file), metrics(done, run.place.absolute), METRICS)
        except EscalateError as error:
            run.warn(error)
            return False
    return True


def _is_good(run: "Wiring", done: Checked) -> bool:
    return not done.errors and not run.has_broken_policy


def _refuse_unpublished(run: "Wiring", file: str | None, url: str | None, *, runs: bool) -> None:
    """Refuse --ping and --metrics before a run where they cannot work; raises UsageError."""
    if (file or url) and not runs:
        name = "--ping" if url else "--metrics"
        raise UsageError(f"{name} tells of a run, and --dry-run and --nagios do none")
    if url:
        from escalate_cli.notify.ping import host_of  # noqa: PLC0415 - start-up time

        host_of(url)
    if file:
        from escalate_cli.cli.published_pages import refuse_file_of_store  # noqa: PLC0415 - the same

        refuse_file_of_store(run, file, "--metrics")


def _monitor(run: "Wiring") -> NoReturn:
    """Print one line as a monitoring plug-in does; an error is UNKNOWN."""
    from escalate_cli.render.results.nagios import reading, unknown  # noqa: PLC0415 - start-up time
    from escalate_cli.usecases.automation.vitals import vitals  # noqa: PLC0415 - the same

    try:
        run.must_be_a_store()
        run.refuse_broken_policy()
        context = run.context
        with context.read() as view:
            said = reading(vitals(context, view))
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
    ping: Annotated[
        str | None,
        typer.Option("--ping", metavar="URL", help="Ask for this address after a good run."),
    ] = None,
    metrics: Annotated[
        str | None,
        typer.Option("--metrics", metavar="FILE", help="Write a file for Prometheus after a run."),
    ] = None,
) -> None:
    """Apply the policy: record breaches, escalate, remind, close; then show what presses.

    Outside a terminal it prints only what it newly did, so that cron stays silent otherwise.
    """
    _refuse_unpublished(run, metrics, ping, runs=not (nagios or dry_run))
    if nagios:
        _monitor(run)
    run.must_be_a_store()
    run.store.spares_damage = True  # one broken ticket stops no run
    done = check(
        run.context,
        dry_run=dry_run,
        believe_clock=believe_clock,
        send=partial(_send, run),
        looks=exit_code or bool(metrics) or run.settings.json or run.printer.is_table,
    )
    run.printer.show(CheckResult(done, dry_run=dry_run))
    if done.archived and run.printer.is_table:
        from escalate_cli.render.parts.words.event_text import counted  # noqa: PLC0415 - start-up time

        run.printer.say(f"archived {counted(done.archived, 'ticket')}, closed long ago")
    is_published = _publish(run, done, metrics, ping)
    if not is_published or not _is_good(run, done):
        raise typer.Exit(ExitCode.COULD_NOT)
    if exit_code and done.pressing and done.pressing.overdue:
        raise typer.Exit(ExitCode.NO)
