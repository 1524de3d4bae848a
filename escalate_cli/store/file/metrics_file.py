"""The file that Prometheus reads: put in place whole, and only over metrics of our own."""

from pathlib import Path
from typing import Final

from escalate_cli.errors import EscalateError, StoreUnwritableError, reason_of
from escalate_cli.file_ownership import NotOursError
from escalate_cli.store.file.atomic_file import read_note, replace_note

BEGINNING: Final = b"# HELP escalate_"
"""What tells metrics of our own from all other files."""

_FOR_ALL: Final = 0o644
"""The exporter that reads it is another user, and nothing in it is secret."""


def write_metrics(path: Path, text: str) -> None:
    """Put metrics in place; raises EscalateError, and then what lies there is as it was."""
    try:
        _refuse_other_text(path)
        replace_note(path, text.encode(), mode=_FOR_ALL)
    except (NotOursError, StoreUnwritableError) as error:
        cause = error if isinstance(error, OSError) else error.__cause__
        reason = reason_of(cause) if isinstance(cause, OSError) else str(error)
        said = f"the metrics cannot be written to {path}: {reason}; what was decided stands"
        raise EscalateError(said, error.help) from error


def _refuse_other_text(path: Path) -> None:
    before = read_note(path)
    if before and not before.startswith(BEGINNING):
        raise NotOursError(path, "no file of metrics")
