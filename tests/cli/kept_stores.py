"""Stores that earlier versions made, and what these printed of them then."""

import json
import shutil
from pathlib import Path
from typing import Any

from tests.cli.shell import Shell


def opened(kept: Path, folder: Path, home: Path, now: str, *beside: str) -> Shell:
    """Open a copy of a store as of an instant, without the files that lie beside it."""
    store = folder / "store"
    shutil.copytree(kept, store, ignore=shutil.ignore_patterns("printed", *beside))
    return Shell(store, {"HOME": str(home), "ESCALATE_ACTOR": "ana", "ESCALATE_NOW": now})


def printed(kept: Path, name: str) -> Any:
    """Read what was printed of a store then."""
    return json.loads((kept / "printed" / f"{name}.json").read_text(encoding="utf-8"))


def known(now: Any, then: Any) -> Any:
    """Leave out the fields that were added since."""
    if isinstance(now, dict) and isinstance(then, dict):
        return {name: known(now[name], then[name]) for name in then if name in now}
    if isinstance(now, list) and isinstance(then, list) and len(now) == len(then):
        return [known(*pair) for pair in zip(now, then, strict=True)]
    return now
