"""Published files: metrics and pages, put in place whole, and only over files of the same kind."""

import os
from pathlib import Path
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from escalate_cli.errors import EscalateError, StoreUnwritableError, reason_of
from escalate_cli.file_ownership import NotOursError
from escalate_cli.store.file.atomic_file import read_file, read_note, replace_note


class PublishedKind(msgspec.Struct, frozen=True):
    """What is published.

    Attributes:
        name: how people call it.
        beginning: what tells files of this kind from all others.
        mode: the permissions of a new file; nothing for those that the umask leaves.
    """

    name: str
    beginning: bytes
    mode: int | None = None


METRICS: Final = PublishedKind("metrics", b"# HELP escalate_", 0o644)
"""The exporter that reads them is another user, and nothing in them is secret."""


def publish(
    path: Path, text: str, kind: PublishedKind, *, seen: bytes | UnsetType | None = UNSET
) -> None:
    """Put a file in place; raises EscalateError, and then what lies there is as it was.

    Args:
        path: where to.
        text: what it holds.
        kind: what lies there already is of this kind, or nothing is written.
        seen: what was read there, where people's words are in it: if it is another by now,
            nothing is written; and no power cut leaves half of it.
    """
    try:
        _refuse_others(path, kind, seen)
        mode = kind.mode or _left_by_umask()
        replace_note(path, text.encode(), mode=mode, sync=seen is not UNSET)
    except (NotOursError, StoreUnwritableError) as error:
        cause = error if isinstance(error, OSError) else error.__cause__
        reason = reason_of(cause) if isinstance(cause, OSError) else str(error)
        raise EscalateError(
            f"the {kind.name} cannot be written to {path}: {reason}", error.help
        ) from error


def _refuse_others(path: Path, kind: PublishedKind, seen: bytes | UnsetType | None) -> None:
    before = read_note(path)
    if before and not before.startswith(kind.beginning):
        raise NotOursError(path, f"no {kind.name} of escalate")
    if seen is not UNSET and read_file(path) != seen:
        raise NotOursError(path, "another one than was read a moment ago", "export it again")


def _left_by_umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
