"""Stands for a command with much output."""

import sys

PANEL = "Tickets"


def command(rows: int = 1) -> None:
    """Show what is open."""
    for number in range(1, rows + 1):
        sys.stdout.write(f"T-{number}\tVPN – drops\n")
