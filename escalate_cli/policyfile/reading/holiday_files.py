"""Holiday files of a policy: read while it is compiled, and kept in its text."""

import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.errors import reason_of
from escalate_cli.policyfile.reading.ics_parser import holidays_in
from escalate_cli.strict_yaml.diagnostics import MistakeError
from escalate_cli.strict_yaml.syntax_tree import quoted

KEPT = "files"
"""The key under which a text holds what was read for it."""

LONGEST = 1 << 20


class HolidayFiles:
    """The days in the files that one policy names.

    Args:
        folder: where relative names begin; none for a text that must hold all days itself.
        kept: the days that the text of the policy holds, by the name of the file.

    Attributes:
        read: what was read of files meanwhile.
    """

    def __init__(self, folder: Path | None, kept: Mapping[str, tuple[str, ...]]) -> None:
        self._folder = None if kept else folder
        self._kept = kept
        self.read: dict[str, tuple[str, ...]] = {}

    def days(self, name: str) -> tuple[str, ...]:
        """Return the holidays of a file as a policy writes them; raises MistakeError."""
        if name in self._kept:
            return self._kept[name]
        if self._folder is None:
            advice = f"leave out '{KEPT}', and every file is read anew"
            raise MistakeError(
                f"the days of {quoted(name)} are not under '{KEPT}'",
                advice,
                code=FindingCode.HOLIDAY_FILE,
            )
        if name not in self.read:
            content = content_of(self._folder / name)
            self.read[name] = tuple(sorted(set(holidays_in(content, quoted(name)))))
        return self.read[name]


def content_of(path: Path) -> bytes:
    """Return the bytes of a file of holidays; raises MistakeError."""
    name = quoted(path.name)
    try:
        number = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with os.fdopen(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise MistakeError(f"{name} is no regular file", code=FindingCode.HOLIDAY_FILE)
            content = file.read(LONGEST + 1)
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "no file has such a name"
        raise MistakeError(
            f"{name} cannot be read: {reason}", code=FindingCode.HOLIDAY_FILE
        ) from None
    if len(content) > LONGEST:
        raise MistakeError(f"{name} is longer than 1 MiB", code=FindingCode.HOLIDAY_FILE)
    return content


def with_days(source: bytes, read: Mapping[str, tuple[str, ...]]) -> bytes:
    """Return the text of a policy with the days that were read for it, at its end."""
    names = ((json.dumps(name, ensure_ascii=False), days) for name, days in read.items())
    added = [f"{KEPT}:", *(f"  {name}: [{', '.join(days)}]" for name, days in names), ""]
    gap = b"" if source.endswith(b"\n") else b"\n"
    return source + gap + "\n".join(added).encode()
