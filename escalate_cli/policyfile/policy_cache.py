"""Compiled policies: each text is read once, and kept for the commands to come."""

from datetime import date
from hashlib import sha256
from zlib import crc32

import msgspec

from escalate_cli import __version__
from escalate_cli.domain.policy import calendars, people, rules
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.policyfile.cache_folder import CacheFolder

FORMAT = 2
"""Raise it when the same text compiles to something else; added fields are noticed without it."""

_DIGEST_SIZE = sha256().digest_size


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

    def _found(self, source: bytes, called: str) -> Policy:
        policy_id = sha256(source).hexdigest()
        name = f"{policy_id}-{FORMAT}-{_shape():08x}-{__version__}"
        policy = _decoded(self.folder.get(name), policy_id)
        if policy is None:
            from escalate_cli.policyfile.loading import load  # noqa: PLC0415 - start-up time

            policy = load(source, called, self.today)
            body = msgspec.msgpack.encode(policy)
            self.folder.put(name, sha256(body).digest() + body)
        return policy


def _shape() -> int:
    """Return a number that changes when what is kept has other fields."""
    every = (vars(calendars) | vars(people) | vars(rules)).values()
    kinds = (kind for kind in every if isinstance(kind, type))
    fields = [(k.__name__, k.__struct_fields__) for k in kinds if issubclass(k, msgspec.Struct)]
    return crc32(repr(fields).encode())


def _decoded(content: bytes, policy_id: str) -> Policy | None:
    """Return a compiled policy; one that is damaged is not there."""
    digest, body = content[:_DIGEST_SIZE], content[_DIGEST_SIZE:]
    if sha256(body).digest() != digest:
        return None
    try:
        policy = msgspec.msgpack.decode(body, type=Policy)
    except (msgspec.DecodeError, ValueError):
        return None
    return policy if policy.rules.id == policy_id else None
