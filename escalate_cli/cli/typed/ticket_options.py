"""Options that say what a ticket is: those who log or assess one have them, and no others."""

from typing import Annotated

import typer

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
