"""Delivery after a command: what waits is sent, and what was not taken is said."""

from typing import TYPE_CHECKING

import typer

from escalate_cli.errors import EscalateError, ExitCode
from escalate_cli.usecases.outbox.deliver import Delivered, deliver

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring


def send(run: "Wiring") -> Delivered:
    """Send what is due, and complain of each message that was not taken."""
    done = deliver(run.context, lambda: run.notifier)
    for lost in done.undelivered:
        run.printer.complain(f"{lost.parcel.messages[0].ticket}: {lost.sentence}")
    return done


def send_after(run: "Wiring") -> None:
    """Send at the end of a command, which has taken effect in any case; raises typer.Exit."""
    try:
        undelivered = bool(send(run).undelivered)
    except EscalateError as error:
        run.printer.complain(f"done, but sending ended early: {error}")
        undelivered = True
    if undelivered:
        raise typer.Exit(ExitCode.COULD_NOT)
