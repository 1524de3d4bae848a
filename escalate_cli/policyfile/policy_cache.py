"""Compiled policies: each text is read once, and kept for the commands to come."""

import os
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import msgspec

from escalate_cli import __version__
from escalate_cli.domain.policy import policy as values
from escalate_cli.domain.policy.policy import Policy

FORMAT = 1
"""To be raised when the same text compiles to something else; other fields show by themselves."""

_MOST_KEPT = 50
_DIGEST_SIZE = sha256().digest_size


class PolicyCache:
    """Finds the policy that a file's bytes stand for, with two caches: memory and a folder.

    Attributes:
        folder: where compiled policies are kept, as long as it can be written.
        today: for checks that depend on the date; a policy that is kept is not checked again.
    """

    def __init__(self, folder: Path, today: date) -> None:
        self.folder = folder
        self.today = today
        self._known: dict[bytes, Policy] = {}

    def policy_of(self, source: bytes, name: str) -> Policy:
        """Return the policy of a file; raises PolicyError, in which `name` is the file."""
        policy = self._known.get(source)
        if policy is None:
            policy = self._known[source] = self._found(source, name)
        return policy

    def _found(self, source: bytes, name: str) -> Policy:
        policy_id = sha256(source).hexdigest()
        file = self.folder / f"{policy_id}-{FORMAT}-{_shape():08x}-{__version__}"
        policy = _kept(file, policy_id)
        if policy is None:
            from escalate_cli.policyfile.loading import load  # noqa: PLC0415 - start-up time

            policy = load(source, name, self.today)
            _keep(file, policy)
        return policy


def _shape() -> int:
    """Return a number that changes when what is kept has other fields."""
    kinds = (kind for kind in vars(values).values() if isinstance(kind, type))
    fields = [(k.__name__, k.__struct_fields__) for k in kinds if issubclass(k, msgspec.Struct)]
    return crc32(repr(fields).encode())


def _kept(file: Path, policy_id: str) -> Policy | None:
    """Read a compiled policy; one that is damaged, or that others could write, is not there."""
    try:
        content = _private_bytes(file)
    except OSError:
        return None
    digest, body = content[:_DIGEST_SIZE], content[_DIGEST_SIZE:]
    if sha256(body).digest() != digest:
        return None
    try:
        policy = msgspec.msgpack.decode(body, type=Policy)
    except (msgspec.DecodeError, ValueError):
        return None
    return policy if policy.id == policy_id else None


def _private_bytes(file: Path) -> bytes:
    number = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    with os.fdopen(number, "rb") as stream:
        facts = os.fstat(number)
        mine = facts.st_uid == os.geteuid() and not facts.st_mode & 0o022
        return stream.read() if mine else b""


def _keep(file: Path, policy: Policy) -> None:
    """Write a compiled policy, whole or not at all; failing is no loss."""
    body = msgspec.msgpack.encode(policy)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_room(file.parent)
        with os.fdopen(os.open(fresh, flags, 0o600), "wb") as stream:
            stream.write(sha256(body).digest() + body)
        fresh.replace(file)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _make_room(folder: Path) -> None:
    """Remove the oldest of the kept policies, so that the folder does not grow for ever."""
    kept = [(file.stat().st_mtime, file) for file in folder.iterdir() if file.is_file()]
    for _, file in sorted(kept)[: -_MOST_KEPT + 1]:
        file.unlink(missing_ok=True)
