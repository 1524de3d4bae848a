"""The address of a store on a server: what libpq is given of it, and what may be shown."""

import re
from typing import Final

import msgspec

from escalate_cli.errors import UsageError
from escalate_cli.paths import without_password

MAIN: Final = "main"
"""What a store is called where the address names none."""

_STORE: Final = re.compile(r"([?&])store=([^&]*)(&|$)")
_NO_PASSWORD: Final = re.compile(r"(?<=://)([^/@:?]*):@")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}", re.ASCII)


class Address(msgspec.Struct, frozen=True):
    """Where a store is.

    Attributes:
        dsn: what libpq connects by.
        name: which of the stores of that database it is.
        shown: the address without a password.
        has_password: whether somebody wrote one into it.
    """

    dsn: str
    name: str
    shown: str
    has_password: bool


def address_of(text: str) -> Address:
    """Take an address apart; raises UsageError."""
    found = _STORE.search(text)
    name = found[2] if found else MAIN
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"'{name}' is no name of a store", "letters, digits, dots, dashes and underscores are"
        )
    shown = without_password(text)
    dsn = _STORE.sub(lambda match: match[1] if match[3] else "", text)
    return Address(dsn, name, shown, shown != _NO_PASSWORD.sub(r"\1@", text, count=1))
