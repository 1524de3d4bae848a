"""`escalate completion`: what makes TAB complete command lines."""

import sys
from typing import Annotated

import typer

from escalate_cli.cli.completion.scripts import PLACES, SHELLS, script_of
from escalate_cli.usecases.verbs.policy_words import one_of

PANEL = "Data"
EXAMPLES = tuple(f"escalate completion {shell} > {place}" for shell, place in PLACES.items())


def command(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")],
) -> None:
    """Print the script by which a shell completes command lines at TAB.

    It offers commands, options, ids on which a command can act, people, levels and queries.
    """
    sys.stdout.write(script_of(one_of(shell, SHELLS, "shell")))
