"""The values of a first line that somebody edited: made again from the rows they speak of."""

from escalate_cli.store.file.archive import Buckets
from escalate_cli.store.file.edit_validation import all_rows
from escalate_cli.store.file.file_format import Image
from escalate_cli.store.rows import codec, standing_codec
from escalate_cli.store.rows.hash_chain import highest_seq
from escalate_cli.store.rows.tables import (
    ARCHIVED,
    CHANGE,
    CLOSED_SINCE,
    LATEST,
    MESSAGE,
    NEXT,
    OUTBOX,
    SEQ,
    STANDING,
    TICKETS,
    is_number,
)


def count_on(image: Image, archive: Buckets) -> None:
    """Let the first line say what the rows do, and count on beyond every number in use."""
    rows = list(all_rows(image, archive))
    changes = [each.change for row in rows for each in codec.decode_events(row)]
    standing = [row for _, row in image.rows(STANDING)]
    changes += [standing_codec.decode_standing(row).change for row in standing]
    archived = max((number for number, _ in archive.rows()), default=0)
    for name, used in (
        (CHANGE, max(changes, default=0)),
        (NEXT, max(image.highest(TICKETS), archived) + 1),
        (MESSAGE, image.highest(OUTBOX) + 1),
    ):
        known = image.meta.get(name)
        if not is_number(known) or known < used:
            image.meta[name] = used
    image.meta[SEQ] = highest_seq([*rows, *standing])
    image.meta[ARCHIVED] = archive.counts()
    for name in (LATEST, CLOSED_SINCE):  # saving the tickets makes them again
        image.meta.pop(name, None)
