"""Edits by hand: what somebody does to the file of a store, in an editor or by accident."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def edit(path: Path, change: Callable[[Any], object]) -> bytes:
    """Change the document of a store's file, and write it as most programs do."""
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path.read_bytes()


def first_line(path: Path) -> Any:
    """Return what the first line says."""
    return json.loads(path.read_bytes())["meta"]["1"]


def edit_first_line(path: Path, **values: object) -> bytes:
    """Change values of the first line."""
    return edit(path, lambda document: document["meta"]["1"].update(values))
