"""The team's store: one TinyDB file in a folder."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from escalate_cli.domain.time.instant_parsing import format_instant, parse_rfc3339
from escalate_cli.errors import DamagedStoreError, EscalateError
from escalate_cli.paths import HEARTBEAT, POLICY_FILE, TICKETS_FILE
from escalate_cli.store.file.archive import Buckets
from escalate_cli.store.file.atomic_file import (
    is_there,
    prepare_folder,
    read_note,
    replace_note,
)
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.rows.snapshot import RowsView
from escalate_cli.store.rows.tables import (
    ARCHIVED,
    DELEGATIONS,
    GAUGES,
    POLICIES,
    STORE,
    TABLES,
    TICKETS,
)
from escalate_cli.usecases.damage import Damage, error_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from escalate_cli.store.file.file_format import Image
    from escalate_cli.store.rows.transaction import OnEdit, RowsTransaction

    OnDamage = Callable[[Damage], None]

T = TypeVar("T")

DAY = 86_400
"""Seconds; days begin at midnight UTC here."""

_COMPARED_WITH_NOTHING = (POLICIES, DELEGATIONS, GAUGES)
"""Tables whose rows are either what they must be or damage; `verify` compares the others."""


class JsonStore:
    """Tickets in `tickets.json`; plain TinyDB opens the same file.

    Args:
        folder: where the file is, or will be.
        on_wait: told who holds the lock, if it takes longer than a second.
        on_edit: given a file that was edited by hand, before anybody reads it.
        on_damage: told what of the store is damaged, before anybody reads the rest.

    Attributes:
        written: the tickets that were changed here; nothing where no change was made.
        spares_damage: whether tickets are worked on beside those that are damaged, which stay so.
        seen: the store as it was last read here, or left by the last change.
    """

    many_write = False

    def __init__(
        self,
        folder: Path,
        on_wait: Callable[[str], None] | None = None,
        on_edit: OnEdit | None = None,
        on_damage: Callable[[Sequence[Damage]], None] | None = None,
    ) -> None:
        self.folder = folder
        self.written: list[int] | None = None
        self.seen: RowsView | None = None
        self._on_edit = on_edit
        self._on_damage = on_damage
        self.spares_damage = False
        self._file = TableFile(folder / TICKETS_FILE, *TABLES, on_wait=on_wait)

    def read(self) -> RowsView:
        """Return the store as it is now; a folder without a file is an empty store.

        What is damaged is said, and the rest is shown.
        """
        image, found = self._read()
        seen: list[Damage] = []

        def say(damage: Damage) -> None:
            if self._on_damage:
                self._on_damage([damage])

        def notice(damage: Damage) -> None:
            seen.append(damage)
            say(damage)

        def pass_over(damage: Damage) -> None:
            if not image.get(TICKETS, damage.number or 0):  # else its row is stale
                say(damage)

        archive = self._archive(image, notice, pass_over)
        self.seen = (
            self._seen(image, archive, found, seen)
            if image.edited
            else RowsView(image, archive, seen)
        )
        return self.seen

    def as_it_is(self) -> RowsView:
        """Return the store as it is now, and what was edited by hand as it was left.

        What is damaged in tables that are compared with nothing is known from the beginning.
        """
        image, found = self._read()
        if image.edited:
            from escalate_cli.store.file.edit_validation import damage_in  # noqa: PLC0415 - rare

            found += damage_in(image, str(self._file.path), _COMPARED_WITH_NOTHING)
        return RowsView(image, self._archive(image, found.append, compared=True), found)

    def newest_policy(self) -> str | None:
        """Return the text of the policy version that was pinned last, at little cost."""
        from escalate_cli.store.file.pinned_policy import newest_policy  # noqa: PLC0415 - seldom needed

        return newest_policy(self._file.path, self._whole)

    def _whole(self) -> RowsView:
        image = self._file.read() or self._file.begun()
        return RowsView(image, self._archive(image))

    def _read(self) -> tuple[Image, list[Damage]]:
        image, found = self._file.read_what_is_sound()
        image = image or self._file.begun()
        if not found:  # a file of which some is damaged is there
            self._refuse_orphans(image)
        return image, found

    def _seen(
        self, image: Image, archive: Buckets, found: list[Damage], seen: list[Damage]
    ) -> RowsView:
        """Show a file that was edited by hand as the next change would have it."""
        from escalate_cli.store.file.edit_validation import damage_of_store, leave_out  # noqa: PLC0415 - rare

        path = str(self._file.path)
        found = found or damage_of_store(image, path, self._archive(image, lambda _: None))
        if found and self._on_damage:
            self._on_damage(found)
        seen += found
        leave_out(image, found)
        if self._on_edit:
            from escalate_cli.store.rows.transaction import RowsTransaction  # noqa: PLC0415 - rare

            self._on_edit(RowsTransaction(image, archive, seen), path, None)
        return RowsView(image, archive, seen)

    def _take_over(self, image: Image) -> tuple[list[Damage], list[tuple[str, int, bytes]]]:
        """Take notice of what was edited by hand; return what is damaged, and the rows left out.

        Raises DamagedStoreError, unless other tickets can be worked on and are to be.
        """
        from escalate_cli.store.file.edit_validation import (  # noqa: PLC0415 - the same
            damage_of_store,
            leave_out,
            may_be_spared,
        )
        from escalate_cli.store.file.edited_first_line import count_on  # noqa: PLC0415 - few files are edited

        path = str(self._file.path)
        found = damage_of_store(image, path, self._archive(image))
        if found and not (self.spares_damage and may_be_spared(image, found)):
            raise error_of(found)
        image.damaged = bool(found)
        if not found:
            count_on(image, self._archive(image))
        out = leave_out(image, found)
        if self._on_edit:
            from escalate_cli.store.rows.transaction import RowsTransaction  # noqa: PLC0415 - rare

            self._on_edit(RowsTransaction(image, self._archive(image), found), path, None)
        return found, out

    def _archive(self, image: Image, *told: OnDamage, compared: bool = False) -> Buckets:
        return Buckets(self._file.path.parent, image.meta.get(ARCHIVED), *told, compared=compared)

    def change(self, work: Callable[[RowsTransaction], T]) -> T:
        """Do some work in one change of the store; here it runs once."""
        with self.transaction() as tx:
            return work(tx)

    def share(self, work: Callable[[RowsTransaction], T]) -> T:
        """Do some work as `change` does: here nobody else writes meanwhile."""
        return self.change(work)

    @contextmanager
    def transaction(self) -> Iterator[RowsTransaction]:
        """Open the store for one change; an exception leaves it as it was."""
        from escalate_cli.store.rows.transaction import RowsTransaction  # noqa: PLC0415 - an idle `check` has none

        prepare_folder(self.folder)
        with self._file.alone():
            with self._file.locked() as image:
                self._refuse_orphans(image)
                image.meta.setdefault(STORE, os.urandom(8).hex())
                found, out = self._take_over(image) if image.edited else ([], [])
                archive, hear = self._archive(image), self._on_edit
                tx = RowsTransaction(image, archive, found)  # after an edit it is another change
                tx.record_edits = lambda n: bool(hear and hear(tx, archive.path_of(n), [n]))
                self.seen = tx
                yield tx
                self._put_away(image, archive)
                for left in out:
                    image.put(*left)
            if image.is_changed:
                self.written = [*(self.written or ()), *image.changed_rows(TICKETS)]
            for table, number, _ in out:  # whoever looks at it afterwards does without them
                image.delete(table, number)
            self._keep_yesterday()  # while nobody else can write over the `.bak` that it keeps

    @staticmethod
    def _put_away(image: Image, archive: Buckets) -> None:
        """Write the archive, before tickets leave `tickets.json`: a kill leaves them twice.

        The first line of a file of before learns with its first change what there is.
        """
        counts = archive.last_counts
        if ARCHIVED not in image.meta:
            if not image.is_changed:
                return
            with suppress(EscalateError):
                counts = archive.counts()
        written = archive.write()
        if written or ARCHIVED not in image.meta:
            image.meta[ARCHIVED] = {**counts, **written}

    def _refuse_orphans(self, image: Image) -> None:
        """Refuse to begin anew beside an archive, whose ids would be given again."""
        if STORE not in image.meta and self._archive(image).numbers():
            raise DamagedStoreError(str(self._file.path), "1:1", "the file is missing")

    def _keep_yesterday(self) -> None:
        """At the first change of a day, keep what the days before left; it may fail."""
        path = self._file.path
        with suppress(OSError, EscalateError):
            written = [os.stat(path).st_mtime, os.stat(f"{path}.bak").st_mtime]
            if written[0] // DAY != written[1] // DAY:
                from escalate_cli.store.care.rotation import keep  # noqa: PLC0415 - once a day

                keep(path.with_name(f"{path.name}.bak"), path.parent)

    def purge(self, numbers: Iterable[int]) -> list[str]:
        """Write over older versions of tickets; name the files that still hold some."""
        from escalate_cli.store.care.purge import purge  # noqa: PLC0415 - seldom needed

        return purge(self._file, Buckets(self._file.path.parent), numbers)

    def last_check_at(self) -> datetime | None:
        """Return when `check` last ran; a damaged note counts as none."""
        return self._noted(0)

    def doubted_at(self) -> datetime | None:
        """Return since when `check` has not believed the clock; nothing if it last did."""
        return self._noted(1)

    def _noted(self, line: int) -> datetime | None:
        """Read an instant of the heartbeat file, which has one a line."""
        raw = read_note(self.folder / HEARTBEAT) or b""
        try:
            return parse_rfc3339(raw.decode("ascii").splitlines()[line].strip())
        except (EscalateError, LookupError, ValueError):
            return None

    def _is_store(self) -> bool:
        """Tell whether somebody began a store here, so that a wrong folder stays clean."""
        return any(is_there(self.folder / name) for name in (TICKETS_FILE, POLICY_FILE))

    def checked(self, now: datetime) -> datetime | None:
        """Note that `check` ran, and return when it did before.

        The note is a comfort, not a promise: where it cannot be written, the run still counts.
        """
        before = self.last_check_at()
        if before != now or self.doubted_at():
            self._note(format_instant(now))
        return before

    def doubted(self, since: datetime) -> bool:
        """Note since when `check` does not believe the clock; tell whether that is kept."""
        before = self.last_check_at()
        return self._note(format_instant(before) if before else "-", format_instant(since))

    def _note(self, *lines: str) -> bool:
        """Write the heartbeat file of a store that is one; tell whether it is there."""
        with suppress(EscalateError):
            if self._is_store():
                text = "".join(f"{line}\n" for line in lines)
                replace_note(self.folder / HEARTBEAT, text.encode())
                return True
        return False
