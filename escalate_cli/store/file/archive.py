"""The archive: closed tickets put away in files of a thousand ids each."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.errors import DamagedStoreError, StoreUnreadableError, reason_of
from escalate_cli.paths import ARCHIVE, BACKUPS
from escalate_cli.store.file.atomic_file import prepare_folder
from escalate_cli.store.file.file_format import Image
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.rows.tables import EVERY_ROW, LARGEST, Wanted, is_number
from escalate_cli.usecases.damage import Damage, error_of

if TYPE_CHECKING:  # start-up time
    from escalate_cli.store.file.bucket_summary import Summary

BUCKET = 1000
TABLE = "tickets"
_NAME = r"(?a)(?!0000)([0-9]{4,})\.json"


class Buckets:
    """The archive of a folder: `archive/0001.json` has the tickets 1 to 1000, and so on.

    A bucket is a file of the same kind as `tickets.json`. One is read at a time, and none before
    a ticket is asked for that is not in `tickets.json`.

    Args:
        folder: that of the store.
        known: how many tickets each bucket has, by its number, as the first line has it.
        notice: told what is damaged, so that the rest can be read; without it damage is raised.
        compared: whether summaries that others believe are compared with the rows.
        pass_over: told of a row whose history is sound and whose state somebody made unreadable:
            `rows` goes on without it, where `get` returns it to be made again from its history.
    """

    def __init__(
        self,
        folder: Path,
        known: object = None,
        notice: Callable[[Damage], None] | None = None,
        pass_over: Callable[[Damage], None] | None = None,
        *,
        compared: bool = False,
    ) -> None:
        self.folder = folder / ARCHIVE
        self._known = counts_in(known)
        self._notice = notice
        self._compared = compared
        self._summaries: dict[int, Summary | None] = {}
        self._pass_over = pass_over
        self._noticed: set[Damage] = set()
        self._last: tuple[int, Image | None] = (0, None)
        self._new: dict[int, dict[int, bytes]] = {}

    @property
    def last_counts(self) -> dict[str, int]:
        """Tell how many tickets each bucket has, as the first line keeps it."""
        return {str(bucket): count for bucket, count in self._known.items()}

    def get(self, number: int) -> bytes | None:
        """Return one row, or nothing; what was put and not written is not seen."""
        image = self._image(bucket_of(number))
        return image.get(TABLE, number) if image else None

    def edited_beside(self, number: int) -> Sequence[int]:
        """Name the tickets in the bucket of one, if somebody edited that by hand."""
        image = self._image(bucket_of(number))
        return [each for each, _ in image.rows(TABLE)] if image and image.edited else []

    def put(self, number: int, row: bytes) -> None:
        """Keep one row for `write`."""
        self._new.setdefault(bucket_of(number), {})[number] = row

    def rows(
        self, *, backwards: bool = False, wanted: Wanted = EVERY_ROW
    ) -> Iterator[tuple[int, bytes]]:
        """Go through all rows by number, a bucket at a time; one without what is wanted is not."""
        for bucket in sorted(self._all(), reverse=backwards):
            if wanted != EVERY_ROW and self._lacks(bucket, wanted):
                continue
            image = self._image(bucket)
            if image is not None:
                rows = image.rows(TABLE)
                if image.edited and self._pass_over is not None:
                    rows = self._shown(rows, self.file(bucket), self._pass_over)
                yield from reversed(list(rows)) if backwards else rows

    def stretches(self, wanted: Wanted = EVERY_ROW) -> Sequence[range]:
        """Cut all numbers where a bucket begins; the ends take what lies beyond."""
        buckets = (each for each in sorted(self._all()) if not self._lacks(each, wanted))
        begins = [_first_of(bucket) for bucket in buckets]
        return [range(*each) for each in pairwise((0, *begins[1:], LARGEST + 1))]

    def passed_over(self, wanted: Wanted) -> Iterator[range]:
        """Yield the numbers of the rows in buckets without anything wanted."""
        for bucket in sorted(self._all()):
            summary = self._summary(bucket)
            if summary is not None and summary.lacks(wanted):
                yield from summary.ranges

    def _lacks(self, bucket: int, wanted: Wanted) -> bool:
        """Tell whether a bucket lies elsewhere, or by its first line has nothing wanted."""
        if wanted.within is not None and _first_of(bucket) not in wanted.within:
            return True
        if wanted.is_everything:
            return False
        summary = self._summary(bucket)
        return summary is not None and summary.lacks(wanted)

    def _summary(self, bucket: int) -> "Summary | None":
        """Return the summary of a bucket, unless its rows must be read to name some damage.

        It is read once, so that what was passed over is not gone through later.
        """
        if bucket not in self._summaries:
            from escalate_cli.store.file.bucket_summary import summary_in  # noqa: PLC0415 - start-up time

            summary = summary_in(self.file(bucket).path, TABLE)
            if summary is not None and summary.numbers:
                numbers = summary.numbers[0][0], summary.numbers[-1][-1]
                has_all = sum(map(len, summary.ranges)) >= self._known.get(bucket, 0)
                if not has_all or {*map(bucket_of, numbers)} != {bucket}:
                    summary = None
            self._summaries[bucket] = summary
        return self._summaries[bucket]

    def _all(self) -> set[int]:
        return {*self.numbers(), *self._known}

    def numbers(self, ending: str = "") -> list[int]:
        """Return the numbers of the buckets, or of their files with another ending."""
        try:
            names = [each.name for each in self.folder.iterdir() if each.name.endswith(ending)]
            found = [re.fullmatch(_NAME, name.removesuffix(ending)) for name in names]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreUnreadableError(str(self.folder), reason_of(error)) from error
        return sorted(int(match[1]) for match in found if match)

    def file(self, bucket: int) -> TableFile:
        """Return the file of a bucket."""
        return TableFile(
            self.folder / f"{bucket:04}.json", TABLE, backups=self.folder.parent / BACKUPS
        )

    def path_of(self, number: int) -> str:
        """Return the path of the file in which a ticket is put away."""
        return str(self.file(bucket_of(number)).path)

    def counts(self) -> dict[str, int]:
        """Count the tickets of each bucket, as the first line keeps it."""
        images = ((bucket, self._image(bucket)) for bucket in sorted(self._all()))
        return {str(bucket): image.count(TABLE) for bucket, image in images if image}

    def write(self) -> dict[str, int]:
        """Put the new rows into their files, and count those; the caller holds the store's lock."""
        self._last, self._summaries = (0, None), {}
        if not self._new:
            return {}
        from escalate_cli.store.file.bucket_summary import SUMMARY, summed_up  # noqa: PLC0415 - the same

        prepare_folder(self.folder)
        counts = {}
        for bucket, rows in self._new.items():
            file = self.file(bucket)
            with file.locked() as image:
                found = list(self._damage(bucket, image, str(file.path)))
                if found:
                    raise error_of(found)
                for number, row in rows.items():
                    image.put(TABLE, number, row)
                image.meta[SUMMARY] = msgspec.to_builtins(summed_up(image, TABLE))
                counts[str(bucket)] = image.count(TABLE)
        self._new = {}
        return counts

    def _image(self, bucket: int) -> Image | None:
        if self._last[0] != bucket:
            self._last = (bucket, self._read(bucket))
        return self._last[1]

    def _read(self, bucket: int) -> Image | None:
        """Read one bucket; what is damaged there is raised, or noticed and left out."""
        file = self.file(bucket)
        image, found = _sound_part(file) if self._notice else (file.read(), [])
        found += self._damage(bucket, image, str(file.path))
        if found and self._notice is None:
            raise error_of(found)
        if self._notice is not None:
            for each in dict.fromkeys(found):
                if each not in self._noticed:
                    self._noticed.add(each)
                    self._notice(each)
        if image is not None and found:
            from escalate_cli.store.file.edit_validation import leave_out  # noqa: PLC0415 - rare

            leave_out(image, found)
            for number in _strangers(bucket, image):
                image.delete(TABLE, number)
        return image

    def _shown(
        self,
        rows: Iterator[tuple[int, bytes]],
        file: TableFile,
        pass_over: Callable[[Damage], None],
    ) -> Iterator[tuple[int, bytes]]:
        """Go through rows that somebody edited, and pass over what has no state to show."""
        from escalate_cli.store.file.edit_validation import state_damage  # noqa: PLC0415 - rare

        for number, row in rows:
            damage = state_damage(number, row, str(file.path))
            if damage is None:
                yield number, row
            elif damage not in self._noticed:
                self._noticed.add(damage)
                pass_over(damage)

    def _damage(self, bucket: int, image: Image | None, path: str) -> Iterator[Damage]:
        """Yield what is missing or changed in a bucket."""
        if image is not None and image.edited:
            from escalate_cli.store.file.edit_validation import damage_in  # noqa: PLC0415 - rare

            yield from damage_in(image, path)
        if image is not None and self._compared:
            from escalate_cli.store.file.bucket_summary import is_untrue  # noqa: PLC0415 - start-up time

            if is_untrue(image, TABLE):
                what = "the summary in the first line says less than the tickets do"
                yield Damage(file=path, place="1:1", what=what)
        known, count = self._known.get(bucket, 0), image.count(TABLE) if image else 0
        if count < known:
            what = f"{known - count} of the {known} tickets that were put away there are missing"
            yield Damage(file=path, place="1:1", what=what, hides=True, missing=known - count)
        strangers = _strangers(bucket, image) if image else []
        if strangers:
            from escalate_cli.domain.ticket.ticket import id_of  # noqa: PLC0415 - start-up time

            what = f"{id_of(strangers[0])} does not belong there: the file looks like a copy"
            yield Damage(file=path, place=f"/{TABLE}/{strangers[0]}", what=what)


def _sound_part(file: TableFile) -> tuple[Image | None, list[Damage]]:
    """Read what can still be shown of a bucket; nothing of one whose rows are all unreadable."""
    try:
        return file.read_what_is_sound()
    except DamagedStoreError as error:
        return None, [Damage(file=str(file.path), place=error.place, what=error.what, hides=True)]


def _strangers(bucket: int, image: Image) -> list[int]:
    """Name the tickets that belong in other buckets; a look at both ends tells whether any do."""
    first = next((number for number, _ in image.rows(TABLE)), 0)
    if not first or bucket_of(first) == bucket == bucket_of(image.highest(TABLE)):
        return []
    return [number for number, _ in image.rows(TABLE) if bucket_of(number) != bucket]


def counts_in(known: object) -> dict[int, int]:
    """Read how many tickets each bucket has; what somebody spoilt is not known."""
    items = known.items() if isinstance(known, dict) else ()
    return {
        int(bucket): count
        for bucket, count in items
        if isinstance(bucket, str) and bucket.isdecimal() and is_number(count) and count
    }


def _first_of(bucket: int) -> int:
    return (bucket - 1) * BUCKET + 1


def bucket_of(number: int) -> int:
    """Return the bucket in which a ticket of this number is put away."""
    return (number - 1) // BUCKET + 1
