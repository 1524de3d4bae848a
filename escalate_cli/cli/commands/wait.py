"""`escalate wait`: somebody else must act first."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids, PublicMessage
from escalate_cli.domain.time.instant_parsing import names_no_time
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.wait import OTHER, REASONS, wait

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = (
    "escalate wait 12 requester 'asked for the log file'",
    "escalate wait 12 --for vendor --until 'mon 9:00'",
)
FIRST_WORD = ("reason", REASONS)


@shared(sends=True)
def command(
    run: "Wiring",
    ids: Ids,
    reason: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="WHOM",
            help="requester, vendor or other (the default); the first word after the tickets may"
            " say it.",
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            metavar="TIME", help="When the wait ends by itself; a day alone: as it opens."
        ),
    ] = None,
    message: PublicMessage = "",
) -> None:
    """Pause tickets while the requester, a vendor or somebody else must act.

    On a terminal it asks for whom where neither that nor a reason is given, for a reason that
    is missing, and then until when.
    """
    if not message:
        from escalate_cli.cli.asking.wait_questions import (  # noqa: PLC0415 - start-up time
            ask_about_wait,
        )

        reason, message, until = ask_about_wait(run, reason, until)
    done = wait(
        run.context,
        ids,
        reason or OTHER,
        until=run.instant(until) if until else None,
        by_opening=until is not None and names_no_time(until),
        message=message,
    )
    ends = {each.standing.ticket.waiting_until for each in done} - {None}
    for ends_at in sorted(filter(None, ends)):
        run.printer.say(f"waiting until {run.printer.full(ends_at)}")
    late = [each.standing.ticket.id for each in done if each.standing.is_overdue]
    if late and not message:
        run.printer.say(f"overdue, and waits without a reason: {', '.join(late)}")
    run.printer.show(ChangedResult(done, "waiting", many=len(ids) > 1))
