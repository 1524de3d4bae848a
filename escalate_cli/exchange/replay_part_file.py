"""Files that hold a part of a replay, for the process that adds the parts up."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from escalate_cli.errors import UsageError, reason_of
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.insight.replay_parts import ReplayPart

BEGINNING: Final = b'{"format":"escalate-replay-part-1",'


def part_line(part: ReplayPart) -> str:
    """Return a part as the one line of its file."""
    return msgspec.json.encode(part).decode()


def is_there_as_part(path: Path) -> bool:
    """Tell whether a part lies there already; raises UsageError where anything else does."""
    try:
        with path.open("rb") as file:
            is_part = file.read(len(BEGINNING)) == BEGINNING
    except FileNotFoundError:
        return False
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {reason_of(error)}") from error
    if not is_part:
        raise UsageError(f"{path} is there, and no part of a replay", "give another name")
    return True


def parts_in(names: Iterable[str]) -> dict[str, ReplayPart]:
    """Read parts by the names of their files; raises UsageError for any other file."""
    found = {name: _part_in(name) for name in names}
    if not found:
        raise UsageError("no part is named", "name the files that --partial wrote")
    return found


def _part_in(name: str) -> ReplayPart:
    try:
        with Path(name).open("rb") as file:
            beginning = file.read(len(BEGINNING))
            if beginning != BEGINNING:
                raise UsageError(
                    f"{name} is no part of a replay", "--merge takes what --partial wrote"
                )
            return msgspec.json.decode(beginning + file.read(), type=ReplayPart)
    except OSError as error:
        raise UsageError(f"the part {name} cannot be read: {reason_of(error)}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        said = one_line(str(error))
        raise UsageError(f"the part {name} is damaged: {said}", "make it anew") from error
