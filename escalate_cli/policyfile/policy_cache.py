"""The cache of compiled policies: each text is read once, and kept for the commands to come."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from zlib import crc32

import msgspec

from escalate_cli import __version__
from escalate_cli.domain.policy import people, rules
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections import calendars
from escalate_cli.errors import EscalateError
from escalate_cli.policyfile.cache_folder import CacheFolder
from escalate_cli.policyfile.kept_values import packed, unpacked
from escalate_cli.policyfile.policy_file import folder_of

FORMAT = 9
"""Raise it when the same text compiles to something else; added fields are noticed without it."""

_SUM = 4
"""How many bytes of what is kept are the CRC-32 of the others."""

_MAY_NAME_FILES = rb"\bics\b"


class PolicyCache:
    """Finds the policy that a file's bytes stand for, with two caches: memory and a folder.

    Attributes:
        folder: where compiled policies are kept for the commands to come, as far as possible.
        today: for checks that depend on the date; a policy that is kept is not checked again.
    """

    def __init__(self, folder: CacheFolder, today: date) -> None:
        self.folder = folder
        self.today = today
        self._known: dict[bytes, Policy] = {}

    def policy_of(self, source: bytes, name: str) -> Policy:
        """Return the policy of a file; raises PolicyError, in which `name` is the file."""
        policy = self._known.get(source)
        if policy is None:
            policy = self._known[source] = self._found(source, name)
        return policy

    def policy_at(self, path: Path, source: bytes) -> Policy:
        """Return the policy of a file that somebody named; raises PolicyError."""
        return self.policy_of(self.whole(source, path), str(path))

    def whole(self, source: bytes, path: Path) -> bytes:
        """Return the text of a policy's file, with the days of its holiday files in it.

        Such files are named from the folder on in which the policy really lies. Raises PolicyError.
        """
        if not re.search(_MAY_NAME_FILES, source):
            return source
        folder = folder_of(path)
        name = _name(_sha256(source + b"\0" + bytes(folder)))
        match self._kept(name):
            case (bytes() as text, dict() as digests) if digests == _digests(digests, folder):
                return text
        from escalate_cli.policyfile.loading import with_files  # noqa: PLC0415 - start-up time

        text, files = with_files(source, str(path), self.today, folder)
        self._keep(name, (text, _digests(files, folder)))
        return text

    def _found(self, source: bytes, called: str) -> Policy:
        name = _name(f"{crc32(source):08x}{len(source):056x}")
        match self._kept(name):
            case (bytes() as text, Policy() as policy) if text == source:
                return policy
        from escalate_cli.policyfile.loading import load  # noqa: PLC0415 - start-up time

        policy = load(source, called, self.today)
        self._keep(name, (source, policy))
        return policy

    def _keep(self, name: str, value: object) -> None:
        body = packed(value)
        self.folder.put(name, crc32(body).to_bytes(_SUM) + body)

    def _kept(self, name: str) -> object:
        """Return what was kept; if it is damaged, it is not there."""
        content = self.folder.get(name)
        body = content[_SUM:]
        if crc32(body).to_bytes(_SUM) != content[:_SUM]:
            return None
        try:
            return unpacked(body)
        except (msgspec.DecodeError, LookupError, TypeError, ValueError):
            return None


def _name(key: str) -> str:
    """Name what is kept by 64 digits, so that it is told from the files of others."""
    return f"{key}-{FORMAT}-{_shape():08x}-{__version__}"


def _digests(files: Iterable[str], folder: Path) -> dict[str, str]:
    """Return the SHA-256 of files as they are now; one that cannot be read has none."""
    from escalate_cli.policyfile.reading.holiday_files import content_of  # noqa: PLC0415 - start-up time

    found = {}
    for name in files:
        with suppress(EscalateError):
            found[name] = _sha256(content_of(folder / name))
    return found


def _sha256(content: bytes) -> str:
    from hashlib import sha256  # noqa: PLC0415 - takes a while, and few policies name files

    return sha256(content).hexdigest()


def _shape() -> int:
    """Return a number that changes when what is kept has other fields."""
    every = (vars(calendars) | vars(people) | vars(rules)).values()
    kinds = (kind for kind in every if isinstance(kind, type))
    fields = [(k.__name__, k.__struct_fields__) for k in kinds if issubclass(k, msgspec.Struct)]
    return crc32(repr(fields).encode())
