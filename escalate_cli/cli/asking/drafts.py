"""Drafts: what a person wrote for a command line is kept until that has done its work."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_drafts: list[Path] = []


def keep(draft: Path) -> None:
    """Keep a file until the command line has been carried out."""
    _drafts.append(draft)


@contextmanager
def keeping_drafts() -> Iterator[None]:
    """Say where a text is kept if what needed it fails; else remove it."""
    try:
        yield
    except BaseException:
        for draft in _drafts:
            sys.stderr.write(f"escalate: your text is kept in {draft}\n")
        raise
    else:
        for draft in _drafts:
            draft.unlink(missing_ok=True)
    finally:
        _drafts.clear()
