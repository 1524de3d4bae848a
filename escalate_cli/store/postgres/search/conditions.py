"""What is searched for, as conditions that indexes answer; what they find is looked at again."""

from collections.abc import Iterator

from escalate_cli.domain.ticket.search import Search
from escalate_cli.store.postgres import marks

_TEXTS = """number IN (SELECT w.number FROM escalate.ticket_text w
    WHERE w.store_id = escalate.ticket.store_id AND ({}))"""

BETWEEN = "logged_at < %s AND updated_at >= %s"
"""Holds of what something may have happened to in a span; its end comes first."""

Condition = tuple[str, list[object]]
"""A condition, and the values in it."""


def conditions_of(asked: Search, store: int) -> Iterator[Condition]:
    """Yield what must hold of a ticket; what no index can tell is left out."""
    if asked.active:
        yield "owed", []
    if asked.between is not None:
        yield BETWEEN, [*reversed(asked.between)]
    for field, values in asked.fields:
        if field in marks.FIELDS:
            yield "marks && %s", [marks.of_values(store, field, values)]
    for text, names in asked.texts:
        parts = marks.of_part(store, text)
        if parts and names:
            yield (
                _TEXTS.format("w.marks @> %s OR w.marks && %s"),
                [parts, marks.of_names(store, names)],
            )
        elif parts:
            yield _TEXTS.format("w.marks @> %s"), [parts]
