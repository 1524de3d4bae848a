"""SHA-256 in two ways: of what a change writes, and of all that a store has.

OpenSSL takes longer to load than a commit to reach the disk, and is worth it from some thousand
digests on. For the few of a change Python's own will do, as it does for `random`.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any, Final, cast

_OWN: Final = ("_sha2", "_sha256")
"""What has Python's own: from 3.12 on, and before; others of its kind have none."""

_FEW: Final = 500
"""From so many events of one change on, as of an import, OpenSSL is worth what it takes to load."""

Digest = Callable[[bytes], str]


def digest_of_nth(number: int) -> Digest:
    """Return what makes the digest of an event of a change, which is the first, second, nth."""
    return digest if number <= _FEW else digest_of_many


def digest(content: bytes) -> str:
    """Return the SHA-256 of something small."""
    return str(_own()(content).hexdigest())


def digest_of_many(content: bytes) -> str:
    """Return the same, where as much as a store is gone through."""
    return str(_openssl()(content).hexdigest())


@cache
def _own() -> Callable[[bytes], Any]:
    for name in _OWN:
        with suppress(ImportError):
            return cast("Callable[[bytes], Any]", import_module(name).sha256)
    return _openssl()


@cache
def _openssl() -> Callable[[bytes], Any]:
    from hashlib import sha256  # noqa: PLC0415 - start-up time

    return sha256
