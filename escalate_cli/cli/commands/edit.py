"""`escalate edit`: correct what was written down."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import UNSET

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed import ticket_options as p
from escalate_cli.cli.typed.arguments import Ids, Message
from escalate_cli.domain.time.instant_parsing import names_no_time
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.errors import UsageError
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.edit import edit, in_vain
from escalate_cli.usecases.verbs.name_suggestions import vips

if TYPE_CHECKING:
    from escalate_cli.usecases.unit_of_work import Changed
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = (
    "escalate edit 12 --title 'VPN drops in building 4' --tag network",
    "escalate edit 12 14 --priority P1 -m 'the whole site is down'",
    "escalate edit 12 --due 'fri 12:00' -m 'agreed with Kim by phone'",
)
MAY_BE_EMPTY = ("description", "requester", "customer", "service", "category")


@shared(sends=True)
def command(
    run: "Wiring",
    ids: Ids,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="A better title.")] = None,
    description: p.Description = None,
    priority: p.Priority = None,
    impact: p.Impact = None,
    urgency: p.Urgency = None,
    requester: p.Requester = None,
    customer: p.Customer = None,
    service: p.Service = None,
    category: p.Category = None,
    vip: Annotated[bool | None, typer.Option("--vip/--no-vip", help="A VIP's ticket.")] = None,
    tag: p.Tags = [],  # noqa: B006 - Typer makes a new list each time
    skill: p.Skills = [],  # noqa: B006 - the same
    remove_tag: Annotated[
        list[str], typer.Option(metavar="TAG", help="A tag to take off; repeat for more.")
    ] = [],  # noqa: B006 - the same
    remove_skill: Annotated[
        list[str], typer.Option(metavar="NAME", help="A skill to take off; repeat for more.")
    ] = [],  # noqa: B006 - the same
    due: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="The date agreed for its resolution; 'none' ends that."),
    ] = None,
    message: Message = "",
) -> None:
    """Change fields of tickets; an empty text empties a field."""
    edits = Edits(
        title=title,
        description=description,
        priority=priority,
        impact=impact,
        urgency=urgency,
        requester=requester,
        customer=customer,
        service=service,
        category=category,
        vip=vip,
        add_tags=tuple(tag),
        remove_tags=tuple(remove_tag),
        add_skills=tuple(skill),
        remove_skills=tuple(remove_skill),
        due=UNSET if due is None else _date(run, due),
    )
    done = edit(run.context, ids, edits, message)
    _say(run, done, edits)
    run.printer.show(ChangedResult(done, "edited", many=len(ids) > 1))


def _say(run: "Wiring", done: Sequence["Changed"], edits: Edits) -> None:
    """Say which date was agreed, and what was asked for in vain."""
    if isinstance(edits.due, datetime):
        run.printer.say(f"to be resolved by {run.printer.full(edits.due)}")
    for line in (*in_vain(done, edits), *(vips(run.policy) if edits.vip else ())):
        run.printer.say(line)


def _date(run: "Wiring", typed: str) -> datetime | None:
    """Read the date that was agreed; a day alone could mean its morning or its evening."""
    if typed.casefold() == "none":
        return None
    if names_no_time(typed):
        raise UsageError(
            f"'{typed}' names no time of day", f"give the time too: --due '{typed} 17:00'"
        )
    return run.instant(typed)
