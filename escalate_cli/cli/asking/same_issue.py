"""The same issue: one key makes a new ticket a duplicate of an open one that looks alike."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from escalate_cli.cli.asking.questions import ask_number, forget_typed_ahead
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.sanitize import one_line

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring


def ask_whether_same(run: "Wiring", new: Ticket, known: Sequence[Ticket]) -> None:
    """Ask which of a few open tickets a new one repeats, if any; it becomes a duplicate of that.

    Whoever reported it is kept informed of the other one then.
    """
    from escalate_cli.usecases.verbs.link import link  # noqa: PLC0415 - start-up time

    ids = [one_line(ticket.id) for ticket in known]
    which = ids[0] if len(ids) == 1 else f"one of {', '.join(ids)}"
    keys = "1" if len(ids) == 1 else f"1 to {len(ids)}"
    forget_typed_ahead()
    number = ask_number(f"Is it the same as {which}? {keys} for yes, Enter for no", len(ids))
    if number:
        same = known[number - 1]
        done = link(run.context, [new.id], duplicate_of=same.id)
        run.printer.show(ChangedResult(done, f"is {same.id} again"))
