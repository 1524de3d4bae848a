"""Identity of names: two spellings mean one person, but for case and Unicode forms."""

from collections.abc import Iterable


def plain_form(name: str) -> str:
    """Return a name without what people do not mean by it."""
    if name.isascii():
        return name.casefold()
    import unicodedata  # noqa: PLC0415 - names are ASCII nearly always, and start-up is dear

    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def is_same(one: str, other: str) -> bool:
    """Tell whether two names are the same."""
    return one == other or plain_form(one) == plain_form(other)


def is_among(name: str, names: Iterable[str]) -> bool:
    """Tell whether a name is one of several."""
    return any(is_same(name, each) for each in names)


def addresses_of(contacts: Iterable[str]) -> tuple[str, ...]:
    """Return what stands behind the channels of contacts: `mail:kim@example.org` is an address."""
    return tuple(each.partition(":")[2].strip() for each in contacts)
