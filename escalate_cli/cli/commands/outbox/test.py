"""`escalate outbox test`: does a channel work?"""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.usecases.outbox.list_retry_drop import try_channel

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate outbox test mail", "escalate outbox test page --to cy")


@shared
def command(
    run: "Wiring",
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="A channel of the policy.")],
    to: Annotated[
        str | None, typer.Option(metavar="WHO", help="A person or an address [default: me]")
    ] = None,
) -> None:
    """Send a test message by one channel at once; exit code 2 where it was not taken."""
    parcel = try_channel(run.context, channel, to, lambda: run.notifier)
    if not run.printer.is_table:
        run.printer.document({"channel": channel, "to": parcel.to, "key": parcel.key})
    run.printer.say(f"{channel} took a test for {parcel.to}")
