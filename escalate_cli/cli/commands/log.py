"""`escalate log`: write an issue down."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.asking.questions import ask_fit, choose, may_ask
from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed import ticket_options as p
from escalate_cli.cli.typed.text_input import text_meant
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.errors import UsageError
from escalate_cli.render.results.logged import LoggedResult
from escalate_cli.usecases.verbs.input_validation import name_of, title_of
from escalate_cli.usecases.verbs.log import Logged, NewTicket, log
from escalate_cli.usecases.verbs.name_suggestions import customers, people, vips

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = (
    "escalate log 'Mail server down' -p P1 -r ana@example.org",
    "id=$(escalate log 'Disk full' --impact high --urgency medium)",
    "monitoring-alert | escalate log --from -",
    "escalate log --from mail < message.eml",
    "escalate log --from alertmanager --resolve < webhook.json",
)

_Title = Annotated[
    str | None,
    typer.Argument(
        metavar="[TITLE]", help="What is wrong, in a few words; - is stdin, its first line."
    ),
]
_Resolve = Annotated[
    bool, typer.Option("--resolve", help="Resolve what a feed says is over, by its key.")
]
_From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help="JSON or JSONL, - is stdin; or a feed: mail, alertmanager, nagios, a mapping.yaml.",
    ),
]


@shared(sends=True)
def command(
    run: "Wiring",
    title: _Title = None,
    priority: p.Priority = None,
    impact: p.Impact = None,
    urgency: p.Urgency = None,
    requester: p.Requester = None,
    customer: p.Customer = None,
    vip: p.Vip = False,
    service: p.Service = None,
    category: p.Category = None,
    skill: p.Skills = [],  # noqa: B006 - Typer makes a new list each time
    tag: p.Tags = [],  # noqa: B006 - the same
    stakeholder: p.Stakeholders = [],  # noqa: B006 - the same
    description: p.Description = None,
    key: p.Key = None,
    outbound: p.Outbound = False,
    by_phone: p.ByPhone = False,
    file: _From = None,
    resolve: _Resolve = False,
) -> None:
    """Log an issue; in a pipe, print its id alone.

    Without a priority, impact and urgency make it, or else the policy's default applies.
    """
    if title == "-" and file is None:
        title, description = _piped(description)
    title, priority, requester = _asked(run, title, file, priority, requester)
    draft = NewTicket(
        title=title or "",
        description=description or "",
        priority=priority,
        impact=impact,
        urgency=urgency,
        requester=requester,
        customer=customer,
        vip=vip,
        service=service,
        category=category,
        skills=tuple(skill),
        tags=tuple(tag),
        stakeholders=tuple(stakeholder),
        key=key,
        outbound=outbound,
        by_phone=by_phone,
    )
    if file is not None:
        return _take(run, file, draft, resolve)
    _must_be_single(title, resolve)
    return _log(run, [draft], many=False)


def _piped(description: str | None) -> tuple[str, str]:
    """Read a title from standard input; what follows its line describes, if nothing else does."""
    title, _, rest = text_meant("-").strip().partition("\n")
    return title, description or rest.strip()


def _asked(
    run: "Wiring", title: str | None, file: str | None, priority: str | None, requester: str | None
) -> tuple[str | None, str | None, str | None]:
    """Where no title is given on a terminal, ask for it and for what no option says."""
    if title or file or not may_ask():
        return title, priority, requester
    rules = run.policy.rules
    title = ask_fit("What is wrong?", "", title_of)
    if priority is None:
        priority = choose("How urgent is it?", rules.priorities, rules.default_priority)
    return title, priority, requester or ask_fit("Who reported it? (nobody)", "", _requester)


def _requester(typed: str) -> str | None:
    return name_of(typed, "the requester")


def _must_be_single(title: str | None, resolves: bool) -> None:
    """Refuse a ticket without a title, and what is said of none; raises UsageError."""
    if resolves:
        raise UsageError("--resolve is for what monitoring sends", "give --from alertmanager, too")
    if title is None:
        raise _one_of_both()


def _take(run: "Wiring", file: str, given: NewTicket, resolves: bool) -> None:
    """Read a file, or what a feed sends; it alone says what tickets are like."""
    if given != NewTicket(title=given.title):
        raise UsageError(
            "--from says all of its tickets, so that other options say nothing", "leave them away"
        )
    from escalate_cli.cli.feeds import is_feed, take_feed  # noqa: PLC0415 - start-up time

    if is_feed(file):
        take_feed(run, file, given.title or "-", resolves=resolves)
    elif given.title:
        raise _one_of_both()
    else:
        _must_be_single(file, resolves)
        _log(run, _read(run, file), many=True)


def _one_of_both() -> UsageError:
    advice = "escalate log 'Mail server down' -p P1; - in place of the title is standard input"
    return UsageError("give one title, or --from FILE", advice)


def _read(run: "Wiring", file: str) -> Sequence[NewTicket]:
    from escalate_cli.exchange.json_tickets import read_drafts  # noqa: PLC0415 - start-up time

    with run.read_input(file) as lines:
        return read_drafts(lines, file)


def _alike(run: "Wiring", logged: Sequence[Logged]) -> Sequence[Ticket]:
    """Look for tickets that may be about the same as a new one."""
    from escalate_cli.usecases.insight.look_alikes import (  # noqa: PLC0415 - start-up time
        look_alikes,
    )

    [one] = logged
    return look_alikes(run.context, one.standing.ticket) if one.is_new else ()


def _log(run: "Wiring", drafts: Sequence[NewTicket], *, many: bool) -> None:
    """Log issues, and say where the first ones went."""
    is_first = run.printer.is_table and not run.place.has_tickets
    logged = log(run.context, drafts)
    alike = () if many or not run.printer.is_table else _alike(run, logged)
    asks = may_ask() and not run.printer.is_quiet
    run.printer.show(LoggedResult(logged, many=many, alike=alike, asks=asks))
    if run.printer.is_table:
        for each in logged:
            if each.routed:
                run.printer.say(f"{each.standing.ticket.id}: {each.routed}")
    today = run.policy.people
    for draft in drafts:
        named = [draft.customer] if draft.customer else []
        for question in (*people(draft.stakeholders, today), *customers(named, today)):
            run.printer.say(question)
    if any(draft.vip for draft in drafts):
        for line in vips(run.policy):
            run.printer.say(line)
    if is_first:
        here = "; escalate init begins a store here" if run.place.is_at_home else ""
        run.printer.say(f"the first in {run.place.shown}{here}")
    known = [ticket for ticket in alike if ticket.is_active]
    if known and asks:
        from escalate_cli.cli.asking.same_issue import (  # noqa: PLC0415 - start-up time
            ask_whether_same,
        )

        ask_whether_same(run, logged[0].standing.ticket, known)
