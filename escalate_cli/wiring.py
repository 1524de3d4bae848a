"""The one place that picks concrete parts, and that reads the clock."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from escalate_cli.errors import PolicyError, StoreUnreadableError, UsageError, reason_of
from escalate_cli.invocation import Invocation
from escalate_cli.paths import (
    FOLDER,
    POLICY_FILE,
    StoreLocation,
    cache_folder,
    distrust,
    find_store,
    real_login,
)

if TYPE_CHECKING:
    from escalate_cli.domain.policy.policy import Policy
    from escalate_cli.notify.channels import Means
    from escalate_cli.notify.notifier import ChannelNotifier
    from escalate_cli.policyfile.policy_cache import PolicyCache
    from escalate_cli.render.parts.stderr import StderrWriter
    from escalate_cli.render.results.printer import Printer
    from escalate_cli.store.json_store import JsonStore
    from escalate_cli.store.memory import MemoryStore
    from escalate_cli.store.rows.transaction import RowsTransaction
    from escalate_cli.usecases.unit_of_work import Context

BUILT_IN = "default"
LONGEST_POLICY = (1 << 20) + 1
"""Longer ones are refused, so that there is no need to read on."""


def clock() -> datetime:
    """Read the clock, to the second: nobody escalates faster."""
    return datetime.now(UTC).replace(microsecond=0)


class Wiring:
    """The parts of one command line, each made when it is first needed."""

    def __init__(
        self,
        settings: Invocation,
        environ: Mapping[str, str] = os.environ,
        clock: Callable[[], datetime] = clock,
    ) -> None:
        self.settings = settings
        self._environ = environ
        self._clock = clock
        self.has_broken_policy = False

    @cached_property
    def place(self) -> StoreLocation:
        """Where the store is, and why there."""
        return find_store(self.settings.store, self._environ, Path.cwd)

    @cached_property
    def now(self) -> datetime:
        """The instant at which the command takes place; `--now +10m` starts at ESCALATE_NOW."""
        now = self._clock()
        for typed in (self._environ.get("ESCALATE_NOW"), self.settings.now):
            now = self.instant(typed, now) if typed else now
        return now

    def instant(self, typed: str, now: datetime | None = None) -> datetime:
        """Read an instant that a person typed, in the policy's zone."""
        from escalate_cli.domain.time.instant_parsing import parse_instant

        return parse_instant(typed, now or self.now, self.zone)

    @cached_property
    def policy_path(self) -> Path | None:
        """The policy file in force; nothing where the built-in one applies."""
        named = self.settings.policy or self._environ.get("ESCALATE_POLICY")
        if named:
            return Path(named)
        beside = self.place.folder / POLICY_FILE
        try:
            return beside if beside.is_file() else None
        except OSError as error:
            raise StoreUnreadableError(str(beside), reason_of(error)) from error

    @cached_property
    def policy_bytes(self) -> bytes:
        """The bytes of the policy in force."""
        if self.policy_path is None:
            from escalate_cli.policyfile.samples import sample_policy

            return sample_policy(BUILT_IN).encode()
        return read_policy(self.policy_path)

    @property
    def policy_version(self) -> str:
        """The version of the policy in force, even where it is broken."""
        from hashlib import sha256

        return sha256(self.policy_bytes).hexdigest()

    @cached_property
    def library(self) -> "PolicyCache":
        """What reads policies, and remembers those it has read."""
        from escalate_cli.policyfile.policy_cache import PolicyCache

        return PolicyCache(cache_folder(self._environ), self.today)

    @property
    def today(self) -> date:
        """The date by the clock, for checks of holiday lists."""
        return self._clock().date()

    @property
    def policy(self) -> "Policy":
        """The policy in force, or else the last version that was sound; raises PolicyError."""
        return self._in_force[0]

    @cached_property
    def _in_force(self) -> "tuple[Policy, str]":
        """The policy that commands go by, and its text."""
        try:
            return self._of_file()
        except PolicyError as error:
            kept = None if self._names_policy else self.store.as_it_is().newest_policy()
            if kept is None:
                raise
            self.has_broken_policy = True
            self._talk.of_policy(error)
            return self._pinned(kept), kept

    def refuse_broken_policy(self) -> None:
        """Go by no other policy than that of the file; raises PolicyError."""
        self.__dict__["_in_force"] = self._of_file()

    def _of_file(self) -> "tuple[Policy, str]":
        name = str(self.policy_path) if self.policy_path else f"{BUILT_IN}.yaml"
        return self.library.policy_of(self.policy_bytes, name), self.policy_bytes.decode()

    def _pinned(self, source: str) -> "Policy":
        return self.library.policy_of(source.encode(), "pinned policy")

    @property
    def _names_policy(self) -> bool:
        """Tell whether somebody asked for this very policy."""
        return bool(self.settings.policy or self._environ.get("ESCALATE_POLICY"))

    @cached_property
    def zone(self) -> str:
        """The zone of what people type and read; a policy that is broken has none."""
        try:
            return self.policy.timezone
        except PolicyError:  # `policy check` and `where` help to mend it; all others refuse it
            return "UTC"

    @contextmanager
    def read_input(self, name: str) -> Iterator[TextIO]:
        """Open a file that a person named, `-` for standard input, while a block reads it."""
        from escalate_cli.exchange.bounded_reader import Lines

        file = sys.stdin.fileno() if name == "-" else name
        try:
            with Lines(FileIO(file, closefd=name != "-")) as stream:
                yield stream
        except OSError as error:
            reason = reason_of(error)
            raise UsageError(f"{name} cannot be read: {reason}") from error

    def begin(self, sample: str) -> bool:
        """Make a store in the folder we are in, with a policy; tell whether it is new."""
        from escalate_cli.policyfile.samples import sample_policy, sample_tests
        from escalate_cli.store.json_store import begin

        named = self.settings.store or self._environ.get("ESCALATE_STORE")
        folder = self.place.folder if named else Path.cwd() / FOLDER
        is_new = begin(folder, sample_policy(sample).encode(), sample_tests(sample).encode())
        self.place = StoreLocation(folder, "it was asked for")
        return is_new

    @cached_property
    def store(self) -> "JsonStore":
        """The team's store."""
        from escalate_cli.store.json_store import JsonStore

        return JsonStore(self.place.folder, self._say_waiting, self._settle_edits)

    @staticmethod
    def new_memory_store() -> "MemoryStore":
        """Make a store that leaves no trace, for one test of the policy."""
        from escalate_cli.store.memory import MemoryStore

        return MemoryStore()

    @cached_property
    def _talk(self) -> "StderrWriter":
        from escalate_cli.render.parts.stderr import StderrWriter

        return StderrWriter(quiet=self.settings.quiet)

    def _say_waiting(self, holder: str) -> None:
        self._talk.of_waiting(holder)

    def _settle_edits(self, tx: "RowsTransaction", path: str) -> None:
        """Take notice of what somebody changed in the file, and say so once."""
        from escalate_cli.usecases.care.reconcile_edits import reconcile_edits

        self._talk.of_edits(path, reconcile_edits(self.context, tx))

    @cached_property
    def context(self) -> "Context":
        """What every verb works on."""
        from secrets import token_hex

        from escalate_cli.domain.ticket.events import POLICY
        from escalate_cli.usecases.unit_of_work import Context
        from escalate_cli.usecases.verbs.input_validation import name_of
        from escalate_cli.usecases.verbs.name_suggestions import people

        login = real_login()
        asked = name_of(self.settings.actor or self._environ.get("ESCALATE_ACTOR"), "--as")
        if asked == POLICY:
            raise UsageError(f"'{POLICY}' acts by itself, in check", "give the name of a person")
        for question in people([asked] if asked else [], self.policy):
            self._talk.say(question)
        person = self.policy.person_of(asked or login)
        by = person.id if person else asked or login
        return Context(
            store=self.store,
            policy=self.policy,
            source=self._in_force[1],
            compile=self._pinned,
            new_uid=lambda: token_hex(5),
            by=by,
            login=login if asked and asked != login else None,
            now=self.now,
        )

    @cached_property
    def notifier(self) -> "ChannelNotifier":
        """What sends messages."""
        from escalate_cli.notify.notifier import ChannelNotifier

        return ChannelNotifier(self.means)

    @property
    def means(self) -> "Means":
        """What channels may use."""
        from escalate_cli.notify.channels import Means
        from escalate_cli.render.parts.stderr import show_message

        path = self.policy_path
        return Means(
            environ=self._environ,
            folder=self.place.folder,
            say=show_message,
            distrust=distrust(path, named=self._is_named) if path else None,
        )

    @property
    def _is_named(self) -> bool:
        """Tell whether somebody named the store or the policy, rather than came across them."""
        store = self.settings.store or self._environ.get("ESCALATE_STORE")
        return self._names_policy or bool(store)

    @cached_property
    def printer(self) -> "Printer":
        """What shows results to people and scripts."""
        from escalate_cli.render.results.printer import Printer

        return Printer(self.settings, sys.stdout, sys.stderr, self.now, self.zone)


def read_policy(path: Path, what: str = "the policy") -> bytes:
    """Read a policy, or what goes with it; raises UsageError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LONGEST_POLICY)
    except OSError as error:
        reason = reason_of(error)
        raise UsageError(f"{what} {path} cannot be read: {reason}") from error
