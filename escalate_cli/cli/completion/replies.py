"""The words that may stand at the cursor, as lines for a shell: a word, a tab, what it means.

Of a whole LINE of bash the words are split here, and what bash has put before the WORD that it
replaces, up to a colon, is left out: `--line LINE WORD`.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from escalate_cli.cli.completion.command_table import command_table
from escalate_cli.cli.completion.offers import FILES, offers
from escalate_cli.cli.completion.shell_line import words_of
from escalate_cli.cli.completion.typed_words import typed
from escalate_cli.sanitize import is_hidden, one_line

_LINE: Final = "--line"
_LONGEST: Final = 200


def lines(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the words that may stand for the last of the arguments, each with what it means."""
    words, replaced = list(arguments), None
    if words[:1] == [_LINE]:
        _, line, replaced, *_ = [*words, "", ""]
        words = words_of(line)[1:]
    table = command_table()
    at = typed(words, table)
    whole = f"{at.lead}{at.word}"
    kept = whole.removesuffix(replaced) if replaced is not None and whole.endswith(replaced) else ""
    for value, about in offers(at, table):
        if value == FILES:
            yield f"{FILES}\n"
        elif value.startswith(at.word) and not any(map(is_hidden, value)):
            yield f"{(at.lead + value).removeprefix(kept)}\t{one_line(about)[:_LONGEST]}\n"
