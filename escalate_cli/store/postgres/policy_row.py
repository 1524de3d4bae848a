"""The policy in force: a row of the store, so that all machines go by one, with who and when."""

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from escalate_cli.errors import UsageError
from escalate_cli.store.postgres.connection.faults import NotBegunError
from escalate_cli.store.postgres.connection.link import Link
from escalate_cli.store.postgres.connections import Connections

_NEWEST = """
SELECT source, by, at FROM escalate.policy_in_force WHERE store_id = %s ORDER BY n DESC LIMIT 1"""

_PUT = """
INSERT INTO escalate.policy_in_force (store_id, n, source, by, at)
SELECT %s, coalesce(max(n), 0) + 1, %s, %s, %s FROM escalate.policy_in_force WHERE store_id = %s"""


class KeptPolicy(msgspec.Struct, frozen=True):
    """The policy that a store keeps: its text, and who put it there when."""

    source: bytes
    by: str
    at: datetime


class PolicyInForce:
    """Keeps the policy in force; those before it stay, too."""

    _connections: Connections
    _goes_by_file = False

    def kept_policy(self) -> KeptPolicy | None:
        """Return the policy in force; nothing where nobody has put one there."""
        with self._connections.reading() as link:
            found = link and link.one(_NEWEST, link.store)
        if not found:
            return None
        return KeptPolicy(bytes(found[0]), found[1], found[2].astimezone(UTC))

    def policy_in_force(self, *, by_file: bool) -> Callable[[], bytes | None]:
        """Return what reads the policy's text; if another policy was named, that writes nothing."""
        self._goes_by_file = by_file

        def text() -> bytes | None:
            kept = self.kept_policy()
            return kept.source if kept else None

        return text

    def put_policy(self, source: bytes, by: str, at: datetime) -> None:
        """Let all machines go by another policy from now on."""

        def put(link: Link) -> None:
            link.run(_PUT, link.store, source, by, at, link.store)

        self._connections.write(put, begins=True)
        self._goes_by_file = False

    def begin(self, policy: bytes, by: str, at: datetime) -> bool:
        """Begin the store with a policy; tell whether it had none."""
        if self.kept_policy() is not None:
            return False
        self.put_policy(policy, by, at)
        return True

    def is_begun(self) -> bool:
        """Tell whether anybody has begun the store."""
        with self._connections.reading() as link:
            return link is not None

    def must_be_a_store(self) -> None:
        """Refuse to look after a store that nobody has begun; raises UsageError."""
        if not self.is_begun():
            raise NotBegunError(self._connections.address.shown)

    def _must_go_by_row(self) -> None:
        """Refuse to write by another policy than the team's; raises UsageError."""
        if self._goes_by_file:
            raise UsageError(
                "another policy was named, and the team's is in the store: nothing is written by "
                "another",
                "escalate policy apply FILE makes it the team's; --dry-run only looks",
            )
