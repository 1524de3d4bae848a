"""Free text that must go: which fields hold it, and what is left of them."""

from collections.abc import Iterator

from msgspec.structs import asdict, fields, replace

from escalate_cli.domain.ticket import events as e

TOMBSTONE = "<redacted>"

_TEXTS = frozenset(
    {
        "title",
        "description",
        "text",
        "message",
        "resolution",
        "reason",
        "tried",
        "impact_note",
        "next_step",
        "root_cause",
        "factors",
        "went_well",
        "actions",
    }
)


def texts_of(event: e.Event) -> list[str]:
    """Return what people wrote in an event; nothing in one that has only facts."""
    return [text for _, value in _written(event) for text in _each(value) if text != TOMBSTONE]


def redacted(event: e.Event) -> e.Event:
    """Return an event without its free text; its digest stays that of the whole."""
    blanks = {name: _blank(value) for name, value in _written(event) if name != "changes"}
    changes = getattr(event, "changes", None)
    if isinstance(changes, e.Changes):
        held = {
            name: _blank(value) for name, value in asdict(changes).items() if _is_text(name, value)
        }
        blanks["changes"] = replace(changes, **held)
    return replace(event, redacted=True, **blanks)


def _written(event: e.Event) -> Iterator[tuple[str, object]]:
    for field in fields(event):
        value = getattr(event, field.name)
        if isinstance(value, e.Changes):
            for name, text in asdict(value).items():
                if _is_text(name, text):
                    yield "changes", text
        elif _is_text(field.name, value) and not _is_kind(event, field.name):
            yield field.name, value


def _is_kind(event: e.Event, name: str) -> bool:
    """Tell whether a field says what kind of message went, or did not."""
    return isinstance(event, e.OfMessage) and name == "message"


def _is_text(name: str, value: object) -> bool:
    return name in _TEXTS and isinstance(value, str | tuple) and bool(value)


def _each(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def _blank(value: object) -> object:
    return (TOMBSTONE,) * len(value) if isinstance(value, tuple) else TOMBSTONE
