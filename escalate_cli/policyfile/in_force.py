"""The policy in force: the one named, the store's own, or what stands in for it."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import msgspec

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.errors import EscalateError, PolicyError, StoreUnreadableError, reason_of
from escalate_cli.policyfile.policy_cache import PolicyCache
from escalate_cli.policyfile.policy_file import read_named, read_own

BUILT_IN_FILE = "default.yaml"
BUILT_IN, IN_STORE = "built-in", "in the store"


class InForce(msgspec.Struct, frozen=True, kw_only=True):
    """The policy that commands go by.

    Attributes:
        source: its text.
        broken: why it is not that of the file.
        warning: the same, and what applies meanwhile.
    """

    policy: Policy
    source: str
    broken: PolicyError | None = None
    warning: PolicyError | None = None


class PolicyFile:
    """Where the policy of one command line is, and what it says.

    Args:
        named: the file that somebody asked for, which no other replaces.
        own: where the store's own is, unless there is none.
        library: what reads policies.
        newest: tells which version the store pinned last.
        kept: tells which policy a store on a server keeps, instead of a file of its own.
    """

    def __init__(
        self,
        named: str | None,
        own: Path,
        library: PolicyCache,
        newest: Callable[[], str | None],
        kept: Callable[[], bytes | None] | None = None,
    ) -> None:
        self.is_named = bool(named)
        self._named = Path(named) if named else None
        self._own = own
        self._library = library
        self._newest = newest
        self._kept = kept

    @cached_property
    def path(self) -> Path | None:
        """The file, which may be gone; nothing where the built-in policy applies."""
        if self._named:
            return self._named
        if self._kept:
            return None
        try:
            self._own.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return self._own if self._pinned else None
        except OSError as error:
            raise StoreUnreadableError(str(self._own), reason_of(error)) from error
        return self._own

    @cached_property
    def content(self) -> bytes:
        """The bytes of the file, the store's row or the built-in policy; raises PolicyError."""
        if self.path is None:
            return self._row or _built_in().encode()
        return read_named(self.path) if self.is_named else read_own(self.path)

    @property
    def label(self) -> str:
        """Say where the policy is: in a file, in a row of the store, or nowhere but here."""
        if self.path:
            return str(self.path)
        return IN_STORE if self._row else BUILT_IN

    @property
    def file_shown(self) -> str:
        """Name the file before a line and a column, or what stands there instead of one."""
        if self.path:
            return str(self.path)
        return f"policy {IN_STORE}" if self._row else BUILT_IN_FILE

    @cached_property
    def _row(self) -> bytes | None:
        return self._kept() if self._kept else None

    @cached_property
    def whole(self) -> bytes:
        """The content, and what it leaves to files; raises PolicyError."""
        return self._library.whole(self.content, self.path) if self.path else self.content

    @property
    def version(self) -> str | None:
        """The version of the policy, even where it is broken; none where it cannot be read."""
        from hashlib import sha256  # noqa: PLC0415 - start-up time

        try:
            return sha256(self.whole).hexdigest()
        except PolicyError:
            return None

    @cached_property
    def in_force(self) -> InForce:
        """The policy that commands go by; raises PolicyError where that was named and is broken."""
        try:
            policy = self._library.policy_of(self.whole, self.file_shown)
        except PolicyError as error:
            if self.is_named:
                raise
            return self._instead_of(error)
        return InForce(policy=policy, source=self.whole.decode())

    def _instead_of(self, broken: PolicyError) -> InForce:
        """Return the policy that the store pinned last, or else the built-in one."""
        kept = self._pinned
        source = kept or _built_in()
        which = (
            "the version applies that was pinned last" if kept else "the built-in policy applies"
        )
        return InForce(
            policy=self._library.policy_of(source.encode(), "pinned policy"),
            source=source,
            broken=broken,
            warning=PolicyError(str(broken), f"{broken.help}; meanwhile {which}"),
        )

    @cached_property
    def _pinned(self) -> str | None:
        """The version that was pinned last, unless it never came from a file."""
        from escalate_cli.policyfile.samples import is_built_in  # noqa: PLC0415 - seldom needed

        try:
            newest = self._newest()
        except EscalateError:  # a store that cannot be read says so to those who use it
            return None
        return newest if newest and not is_built_in(newest) else None


def _built_in() -> str:
    from escalate_cli.policyfile import samples  # noqa: PLC0415 - the same

    return samples.sample_policy(samples.BUILT_IN)
