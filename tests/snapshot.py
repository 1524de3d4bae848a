"""Compare a text with the one on record; `make snapshots` rewrites the record."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"


def assert_matches(name: str, text: str) -> None:
    """Assert that a text is what `tests/snapshots/<name>` holds."""
    file = FOLDER / name
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    known = file.read_text(encoding="utf-8") if file.exists() else None
    assert known is not None, f"{name} is not on record; 'make snapshots' records it"
    assert text == known, f"{name} differs from its record; 'make snapshots' renews it"
