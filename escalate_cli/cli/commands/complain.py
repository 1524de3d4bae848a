"""`escalate complain`: the requester is unhappy."""

from typing import TYPE_CHECKING

from escalate_cli.cli.elsewhere import say_elsewhere
from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids, Message
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.note import complain

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = ("escalate complain 12 -m 'third call today'",)


@shared(sends=True)
def command(run: "Wiring", ids: Ids, message: Message = "") -> None:
    """Record that the requester complained."""
    done = complain(run.context, ids, message)
    say_elsewhere(run, ids, [each.standing for each in done])
    run.printer.show(ChangedResult(done, "complaint recorded", many=len(ids) > 1))
