"""Stands for the command that starts everything."""

import sys

PANEL = "Tickets"


def command(title: str) -> None:
    """Log a ticket."""
    sys.stdout.write(f"{title}\n")
