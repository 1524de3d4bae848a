"""Tests of the store: bytes, lock, commit, rows."""

from pathlib import Path


def names(folder: Path) -> list[str]:
    """List what is in a folder."""
    return sorted(each.name for each in folder.iterdir())
