"""`escalate list`: what is open, the most pressing first."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Query
from escalate_cli.render.results.list import ListResult, advice_for
from escalate_cli.usecases.insight.list_and_show import find
from escalate_cli.usecases.insight.query import names_in
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.planned_work import under_way
from escalate_cli.usecases.verbs.name_suggestions import people
from escalate_cli.usecases.versions import ending_holidays

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = (
    "escalate list is:overdue -tag:spam",
    "escalate list owner:@me priority:P1,P2 'due:<2h'",
    "escalate list --all 'mail server' --json",
)


def _filter(word: str, about: str) -> object:
    return typer.Option(f"--{word}", metavar="VALUE", help=about)


@shared(lists=True, arranged=True)
def command(
    run: "Wiring",
    query: Query = None,
    everything: Annotated[
        bool, typer.Option("-a", "--all", help="Resolved and closed tickets too.")
    ] = False,
    status: Annotated[str | None, _filter("status", "Tickets of this status.")] = None,
    priority: Annotated[str | None, _filter("priority", "Tickets of this priority.")] = None,
    level: Annotated[str | None, _filter("level", "Tickets at this level.")] = None,
    owner: Annotated[str | None, _filter("owner", "Tickets of this owner, or @me.")] = None,
    customer: Annotated[str | None, _filter("customer", "Tickets of this customer.")] = None,
    tag: Annotated[str | None, _filter("tag", "Tickets with this tag.")] = None,
) -> None:
    """List open tickets: what presses first, the worst on top, then by next due.

    First column: ! overdue, ~ at risk, ? wants a yes, z waits, ^ was escalated. L2+m: at L2, and
    management's level m... is involved. DUE: the clock to look at first, and the time left, or
    by how much it is late; +1: one more clock of the ticket is late.
    """
    flags = {
        "status": status,
        "priority": priority,
        "level": level,
        "owner": owner,
        "customer": customer,
        "tag": tag,
    }
    asked = [
        *run.choices.query(query or ()),
        *(f'{word}:"{value}"' for word, value in flags.items() if value),
    ]
    wanted = parse(asked, run.context, everything=everything)
    for question in people(names_in(wanted, "owner"), run.context.people):
        run.printer.say(question)
    with run.context.read() as view:
        found = find(run.context, view, wanted, run.printer.watch)
        ending = ending_holidays(run.context, view)
        windows = under_way(run.context, view)
        advice = advice_for(wanted, asked)
        run.printer.show(ListResult(found, ending, run.choices.columns, windows, advice))
