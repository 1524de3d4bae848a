"""Completion as Click's and Typer's programs are asked for it: by a variable, not by words."""

from collections.abc import Iterator, Mapping
from typing import Final

from escalate_cli.cli.completion.replies import lines
from escalate_cli.cli.completion.scripts import SHELLS, script_of
from escalate_cli.cli.completion.shell_line import words_of

VARIABLE: Final = "_ESCALATE_COMPLETE"


def replies(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield the script for `bash_source` and its kind, for others what may stand at the cursor."""
    asked = environ[VARIABLE].split("_")
    if "source" in asked:
        yield from (script_of(shell) for shell in SHELLS if shell in asked)
        return
    words = words_of(environ.get("COMP_WORDS", ""))
    cursor = int(environ.get("COMP_CWORD") or len(words) - 1)
    for line in lines([*words, ""][1 : cursor + 1]):
        yield line.partition("\t")[0].rstrip() + "\n"
