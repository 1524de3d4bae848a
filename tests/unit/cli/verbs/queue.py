"""Look after the messages that wait."""

import sys

import typer

PANEL = "Automation"
app = typer.Typer()


@app.command("deliver")
def _deliver(to: str = "all") -> None:
    """Send what waits."""
    sys.stdout.write(f"sent to {to}\n")


@app.command("drop")
def _drop() -> None:
    """Forget what waits."""
