"""The archive: closed tickets put away in files of a thousand ids each."""

import re
from collections.abc import Iterator
from pathlib import Path

from escalate_cli.errors import StoreUnreadableError, reason_of
from escalate_cli.paths import ARCHIVE
from escalate_cli.store.file.atomic_file import prepare_folder
from escalate_cli.store.file.file_format import Image
from escalate_cli.store.file.table_file import TableFile

BUCKET = 1000
TABLE = "tickets"
_NAME = re.compile(r"(?!0000)([0-9]{4,})\.json", re.ASCII)


class Buckets:
    """The archive of a folder: `archive/0001.json` has the tickets 1 to 1000, and so on.

    A bucket is a file of the same kind as `tickets.json`. One is read at a time, and none before
    a ticket is asked for that is not in `tickets.json`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / ARCHIVE
        self._last: tuple[int, Image | None] = (0, None)
        self._new: dict[int, dict[int, bytes]] = {}

    def get(self, number: int) -> bytes | None:
        """Return one row, or nothing; what was put and not written is not seen."""
        image = self._image(bucket_of(number))
        return image.get(TABLE, number) if image else None

    def put(self, number: int, row: bytes) -> None:
        """Keep one row for `write`."""
        self._new.setdefault(bucket_of(number), {})[number] = row

    def rows(self, *, backwards: bool = False) -> Iterator[tuple[int, bytes]]:
        """Go through all rows by number, a bucket at a time."""
        for bucket in sorted(self.numbers(), reverse=backwards):
            image = self._image(bucket)
            if image is not None:
                rows = image.rows(TABLE)
                yield from reversed(list(rows)) if backwards else rows

    def numbers(self, ending: str = "") -> list[int]:
        """Return the numbers of the buckets, or of their files with another ending."""
        try:
            names = [each.name for each in self.folder.iterdir() if each.name.endswith(ending)]
            found = [_NAME.fullmatch(name.removesuffix(ending)) for name in names]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreUnreadableError(str(self.folder), reason_of(error)) from error
        return sorted(int(match[1]) for match in found if match)

    def file(self, bucket: int) -> TableFile:
        """Return the file of a bucket."""
        return TableFile(self.folder / f"{bucket:04}.json", TABLE)

    def write(self) -> None:
        """Put the new rows into their files; the caller holds the store's lock."""
        if self._new:
            prepare_folder(self.folder)
        for bucket, rows in self._new.items():
            with self.file(bucket).locked() as image:
                for number, row in rows.items():
                    image.put(TABLE, number, row)
        self._new = {}
        self._last = (0, None)

    def _image(self, bucket: int) -> Image | None:
        if self._last[0] != bucket:
            file = self.file(bucket)
            image = file.read()
            if image is not None and image.edited:
                from escalate_cli.store.file.edit_validation import (  # noqa: PLC0415 - seldom so
                    refuse_damage,
                )

                refuse_damage(image, str(file.path))
            self._last = (bucket, image)
        return self._last[1]


def bucket_of(number: int) -> int:
    """Return the bucket in which a ticket of this number is put away."""
    return (number - 1) // BUCKET + 1
