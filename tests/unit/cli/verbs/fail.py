"""Stands for everything that can go wrong."""

import sys
import time

import typer

from escalate_cli.errors import EscalateError, ExitCode


class TicketMissingError(EscalateError):
    """No ticket has the given id."""

    exit_code = ExitCode.NO


def _sleep() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for _ in range(300):  # a signal that strikes just before a sleep is seen after it
        time.sleep(0.1)


def command(how: str) -> None:
    """Fail in the way asked."""
    match how:
        case "expected":
            raise TicketMissingError("no ticket T-9\x1b[2J", help="escalate list")
        case "unexpected":
            raise ValueError("cannot\nread imap://bo:secret@example.org/\x9b2J")
        case "interrupt":
            raise KeyboardInterrupt
        case "prompt":
            raise typer.Abort
        case "exit":
            raise typer.Exit(75)
        case _:
            _sleep()
