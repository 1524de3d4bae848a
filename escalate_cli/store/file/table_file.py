"""One file of rows: read freely, changed under the lock."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from escalate_cli.errors import DamagedStoreError, DeadLinkError
from escalate_cli.paths import BACKUPS, LOCK_FILE
from escalate_cli.store.file.atomic_file import is_there, read_file, replace_file
from escalate_cli.store.file.file_format import Image, is_known_damaged, parse
from escalate_cli.store.file.locking import WAIT, exclusive
from escalate_cli.store.file.migrations import FORMATS, Formats
from escalate_cli.usecases.damage import Damage


class TableFile:
    """A file of tables of rows, and the lock beside it.

    Args:
        path: the file; it need not exist, its folder must before a change.
        tables: the tables that a new file begins with.
        wait: seconds to wait for other writers.
        on_wait: told who holds the lock, if it takes longer than a second.
        formats: what is written, and what can be read.
        backups: where a file that somebody edited is kept as it was; by default beside it.
    """

    def __init__(
        self,
        path: Path,
        *tables: str,
        wait: float = WAIT,
        on_wait: Callable[[str], None] | None = None,
        formats: Formats = FORMATS,
        backups: Path | None = None,
    ) -> None:
        self.path = Path(os.path.realpath(path))  # all who come here by links must meet at one lock
        self._named = path
        self.new_tables = tables
        self.wait = wait
        self.on_wait = on_wait
        self.formats = formats
        self.backups = backups or self.path.parent / BACKUPS

    def read(self) -> Image | None:
        """Read the last version without a lock; nothing if there is none."""
        raw = read_file(self.path)
        return None if raw is None else self._lifted(raw)[0]

    def read_what_is_sound(self) -> tuple[Image | None, list[Damage]]:
        """Read the last version as `read` does; of a damaged one what can still be shown."""
        raw = read_file(self.path)
        if raw is None:
            return None, []
        try:
            return self._lifted(raw)[0], []
        except DamagedStoreError as error:
            from escalate_cli.store.file.salvage import salvaged  # noqa: PLC0415 - seldom so

            return salvaged(raw, error, str(self.path))

    def _lifted(self, raw: bytes) -> tuple[Image, int]:
        image = parse(raw, str(self.path))
        return image, self.formats.lift(image)

    def begun(self) -> Image:
        """Begin a new file; behind a link, or beside a `.bak`, one is missing and not new."""
        self.refuse_dead_link()
        if is_there(self.path.with_name(f"{self.path.name}.bak")):
            raise DamagedStoreError(str(self.path), "1:1", "the file is missing")
        image = Image.empty(*self.new_tables)
        image.format = self.formats.present
        return image

    def refuse_dead_link(self) -> None:
        """Raise DeadLinkError where the file, or its folder, is a link that leads to nothing."""
        for link in (self._named.parent, self._named):
            if os.path.islink(link) and not os.path.exists(link):
                raise DeadLinkError(str(link), os.path.realpath(link))

    @contextmanager
    def transaction(self) -> Iterator[Image]:
        """Change the file: what the block did to the image is committed at its end, or nothing."""
        with self.alone(), self.locked() as image:
            yield image

    def alone(self) -> AbstractContextManager[None]:
        """Hold the lock beside the file while a block runs."""
        return exclusive(self.path.with_name(LOCK_FILE), self.wait, self.on_wait)

    @contextmanager
    def locked(self) -> Iterator[Image]:
        """Change the file under a lock that the caller holds, which may be another file's."""
        raw = read_file(self.path)
        before = (self.begun(), self.formats.present) if raw is None else self._lifted(raw)
        image, found = before
        self.formats.refuse_newer(image, self.path)
        yield image
        if image.is_changed:
            self.formats.keep_older(found, raw or b"", self.path)
            if image.edited and not is_known_damaged(raw or b""):
                from escalate_cli.store.file.edited_copy import keep_edited  # noqa: PLC0415 - rare

                keep_edited(raw or b"", self.path.stem, self.backups)
            replace_file(self.path, image.parts(), keep_old=not image.damaged)
