"""What bad files are answered with: recorded, and read again in review.

A record holds blocks: a line `### what it is about`, the start of a policy file, `~~~`, and the
answer. The parts that the start does not give come from a sound file.
"""

import os
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parents[2] / "snapshots" / "policy_errors"
UPDATE = bool(os.environ.get("UPDATE_SNAPSHOTS"))


class Block(NamedTuple):
    """One bad file and what is said about it."""

    title: str
    snippet: str
    answer: str


def blocks(name: str) -> list[Block]:
    """Return the blocks of a record."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    found = []
    for part in text.split("### ")[1:]:
        title, _, rest = part.partition("\n")
        snippet, _, answer = rest.partition("\n~~~\n")
        found.append(Block(title, snippet, answer.strip("\n")))
    return found


def record(name: str, block: Block, answer: str) -> None:
    """Replace the answer of a block in its record."""
    all_blocks = [b._replace(answer=answer) if b.title == block.title else b for b in blocks(name)]
    parts = [f"### {b.title}\n{b.snippet}\n~~~\n{b.answer}\n\n" for b in all_blocks]
    (FOLDER / name).write_text("".join(parts), encoding="utf-8")
