"""Migrations: files in an older format are read for ever, and written in the present one."""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from escalate_cli.errors import NewerFormatError
from escalate_cli.store.file.atomic_file import replace_file
from escalate_cli.store.file.file_format import FORMAT, Image

Step = Callable[[Image], None]
"""Turns what one format says into what the next one says, row by row, in memory."""


class Formats(msgspec.Struct, frozen=True):
    """The format that is written, and the way to it from each older one.

    Attributes:
        steps: by the format that they start from; none is ever removed.
    """

    present: int
    steps: Mapping[int, Step]

    def lift(self, image: Image) -> int:
        """Bring an image to the present format; return the one that its file has."""
        found = image.format
        while image.format in self.steps:
            self.steps[image.format](image)
            image.format += 1
        return found

    def refuse_newer(self, image: Image, path: Path) -> None:
        """Raise NewerFormatError for a file that only a later version may write."""
        if image.format > self.present:
            raise NewerFormatError(str(path), image.format, self.present)

    def keep_older(self, found: int, raw: bytes, path: Path) -> None:
        """Keep a copy of a file in an older format before it is written in the present one."""
        if found < self.present:
            copy = path.with_name(f"{path.name}.format-{found}.bak")
            replace_file(copy, [raw], keep_old=False)


def _duties_begin(_image: Image) -> None:
    """Format 2 has the rows of format 1, but keeps out older versions, which count otherwise.

    A ticket says itself by which rules it counts; what says nothing counts as it did in format 1.
    """


def _clocks_are_thin(_image: Image) -> None:
    """Format 3 leaves out of clocks what their ticket says, which older versions would miss.

    Rows that say it read as before; each is written thinner with its next change.
    """


FORMATS = Formats(FORMAT, {1: _duties_begin, 2: _clocks_are_thin})
