"""Arguments and options that several commands take."""

from typing import Annotated

import typer

from escalate_cli.errors import UsageError


def whole(limit: int | None) -> int | None:
    """Return how much of a list is shown at most; raises UsageError."""
    if limit is not None and limit < 0:
        raise UsageError("a list has no fewer than 0 tickets", "-n 0 shows all")
    return limit


Query = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY...]", help="Words, field:value, is:state; -tag:spam is without it."
    ),
]
Only = Annotated[
    list[str],
    typer.Option(
        "--only", metavar="QUERY", help="Words, field:value and the like; repeat for more."
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(
        "-n",
        "--limit",
        metavar="N",
        callback=whole,
        help="Show N at most; 0 is all [default: what the terminal has room for]",
    ),
]
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Tickets: 12, 52..54, @last.")]
Message = Annotated[
    str, typer.Option("-m", "--message", metavar="TEXT", help="Why, or what happened.")
]
PublicMessage = Annotated[
    str, typer.Option("-m", "--message", metavar="TEXT", help="Why; those kept informed read it.")
]
Priority = Annotated[
    str | None, typer.Option("-p", "--priority", metavar="P", help="Priority, as the policy has.")
]
Impact = Annotated[str | None, typer.Option(metavar="LEVEL", help="How much it affects.")]
Urgency = Annotated[str | None, typer.Option(metavar="LEVEL", help="How soon it hurts.")]
Requester = Annotated[
    str | None, typer.Option("-r", "--requester", metavar="NAME", help="Who reported it.")
]
Customer = Annotated[str | None, typer.Option(metavar="NAME", help="The customer it concerns.")]
Service = Annotated[str | None, typer.Option(metavar="NAME", help="The service it concerns.")]
Category = Annotated[str | None, typer.Option(metavar="NAME", help="What kind of issue it is.")]
Skills = Annotated[
    list[str], typer.Option("--skill", metavar="NAME", help="A skill it needs; repeat for more.")
]
Tags = Annotated[list[str], typer.Option("--tag", metavar="TAG", help="A tag; repeat for more.")]
Description = Annotated[
    str | None, typer.Option("-d", "--description", metavar="TEXT", help="What is known of it.")
]
Vip = Annotated[bool, typer.Option("--vip", help="The requester is a VIP.")]
Stakeholders = Annotated[
    list[str],
    typer.Option("--stakeholder", metavar="NAME", help="Who is kept informed; repeat for more."),
]
Outbound = Annotated[
    bool, typer.Option("--outbound", help="The team begins: the requester has not asked anything.")
]
ByPhone = Annotated[
    bool, typer.Option("--by-phone", help="The requester was answered while it was written down.")
]
Key = Annotated[
    str | None, typer.Option(metavar="KEY", help="A known key adds a note to its open ticket.")
]
