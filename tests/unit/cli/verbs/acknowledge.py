"""Stands for a command about tickets."""

import sys
from typing import Annotated

import typer

PANEL = "Escalation"
EXAMPLES = ("escalate ack T-12", "escalate ack 12 13 --message 'on it'")


def command(
    ids: Annotated[list[str], typer.Argument(metavar="ID...")],
    message: Annotated[str, typer.Option("--message", "-m")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n")] = 30,
) -> None:
    """Take responsibility for a ticket.

    The ticket's level has answered from then on.
    """
    sys.stdout.write(f"{' '.join(ids)} {message} {limit}\n")
