"""The one place that picks concrete parts, and that reads the clock."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property, partial
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from msgspec.structs import replace

from escalate_cli.errors import (
    DistrustedError,
    EscalateError,
    PolicyError,
    UsageError,
    reason_of,
)
from escalate_cli.invocation import Invocation
from escalate_cli.paths import (
    FOLDER,
    POLICY_FILE,
    StoreLocation,
    begun_at,
    cache_folder,
    find_store,
    real_login,
)
from escalate_cli.trust import Trust, exposure

if TYPE_CHECKING:
    from escalate_cli.domain.policy.policy import Policy
    from escalate_cli.notify.channels import Means
    from escalate_cli.notify.notifier import ChannelNotifier
    from escalate_cli.policyfile.in_force import InForce, PolicyFile
    from escalate_cli.policyfile.policy_cache import PolicyCache
    from escalate_cli.render.parts.printer import Printer
    from escalate_cli.render.parts.screen.asker import Asker
    from escalate_cli.render.parts.stderr import StderrWriter
    from escalate_cli.settings.choices import Choices
    from escalate_cli.store.json_store import JsonStore
    from escalate_cli.store.memory import MemoryStore
    from escalate_cli.store.postgres.postgres_store import PostgresStore
    from escalate_cli.store.rows.transaction import RowsTransaction
    from escalate_cli.usecases.care.store_care import StoreCare
    from escalate_cli.usecases.context import Context
    from escalate_cli.usecases.damage import Damage
    from escalate_cli.usecases.present import Present


def machine_clock() -> datetime:
    """Read the clock, to the second: nobody escalates faster."""
    return datetime.now(UTC).replace(microsecond=0)


class Wiring:
    """The parts of one command line, each made when it is first needed."""

    def __init__(
        self,
        settings: Invocation,
        environ: Mapping[str, str] = os.environ,
        clock: Callable[[], datetime] | None = None,
        trust: Trust | None = None,
        stderr: TextIO | None = None,
    ) -> None:
        self.settings = settings
        self._stderr = stderr
        self._environ = environ
        self._clock = clock or machine_clock
        self.trust = trust or Trust.of_this_user()
        self._has_said_broken = self._is_known_stranger = False
        self._said_damaged: set[str] = set()
        self.left_out = self.has_said_unchecked = False

    def anew(self, stderr: TextIO | None = None) -> "Wiring":
        """Return the same command line at a later instant, with nothing read yet."""
        return Wiring(self.settings, self._environ, self._clock, self.trust, stderr or self._stderr)

    @cached_property
    def found(self) -> StoreLocation:
        """Where the store is, and why there, whoever's it is: only to be looked at."""
        own = partial(getattr, self.choices, "store")
        return find_store(self.settings.store, self._environ, Path.cwd, own)

    @cached_property
    def choices(self) -> "Choices":
        """What is chosen by options, the environment and the person's settings."""
        from escalate_cli.settings.choices import Choices

        has_person = not self._stderr and (sys.stdin.isatty() or sys.stderr.isatty())
        return Choices(self.settings, self._environ, has_person=has_person, warn=self._talk.warn)

    @cached_property
    def place(self) -> StoreLocation:
        """Where the store is that is used; raises DistrustedError."""
        if not self.found.is_named:
            self.trust.refuse_store(self.found.folder)
        return self.found

    @property
    def now(self) -> datetime:
        """The instant at which the command takes place, as it stands."""
        return self.present.now

    @cached_property
    def present(self) -> "Present":
        """The instant at which the command takes place; `--now +10m` starts at ESCALATE_NOW."""
        from escalate_cli.usecases.present import present_of

        believed, typed, talk = self._environ.get("ESCALATE_NOW"), self.settings.now, self._talk
        read, clock = partial(self.instant, past=True), self._clock
        if self.server and not believed:
            clock = self.server.clock(clock, talk.of_clock_apart)
        found = present_of(clock, believed, typed, read, talk.of_clock_behind)
        if believed or typed:
            talk.of_present(found, self.zone, is_set=bool(believed), typed=bool(typed))
        return found

    def instant(self, typed: str, now: datetime | None = None, *, past: bool = False) -> datetime:
        """Read an instant that a person typed, in the policy's zone."""
        from escalate_cli.domain.time.instant_parsing import parse_instant

        return parse_instant(typed, now or self.now, self.zone, past=past)

    @cached_property
    def policy_file(self) -> "PolicyFile":
        """Where the policy is, and what it says."""
        from escalate_cli.policyfile.in_force import PolicyFile

        named = self.settings.policy or self._environ.get("ESCALATE_POLICY")
        own = self.found.folder / POLICY_FILE
        kept = self.server.policy_in_force(by_file=bool(named)) if self.server else None
        return PolicyFile(named, own, self.library, self._newest_policy, kept)

    def _newest_policy(self) -> str | None:
        return self.store.newest_policy()

    @cached_property
    def library(self) -> "PolicyCache":
        """What reads policies, and remembers those it has read."""
        from escalate_cli.policyfile.cache_folder import CacheFolder
        from escalate_cli.policyfile.policy_cache import PolicyCache

        return PolicyCache(CacheFolder(cache_folder(self._environ), self.found.folder), self.today)

    @property
    def today(self) -> date:
        """The date by the clock, for checks of holiday lists."""
        return self._clock().date()

    @property
    def policy(self) -> "Policy":
        """The policy that commands go by; whoever asks hears where that is not the file's."""
        force = self._in_force
        if force.warning and not self._has_said_broken:
            self._has_said_broken = True
            self._talk.warn(force.warning)
        return force.policy

    @cached_property
    def _in_force(self) -> "InForce":
        """The policy in force, unless it is somebody else's; raises DistrustedError."""
        file = self.policy_file
        if not self.found.is_named and not file.is_named:
            folder = self.place.folder
            self.trust.refuse_policy(folder / POLICY_FILE, folder)
        return file.in_force

    @property
    def has_broken_policy(self) -> bool:
        """Tell whether another policy stands in for that of the file."""
        return self._in_force.broken is not None

    def refuse_broken_policy(self) -> None:
        """Refuse to go on with another policy than that of the file; raises PolicyError."""
        if self._in_force.broken:
            raise self._in_force.broken

    def doubt(self) -> EscalateError | None:
        """Return why the store or policy is not used as it was found, for those who only look."""
        try:
            self.place  # noqa: B018 - raises
            force = self._in_force
        except (DistrustedError, PolicyError) as error:
            return error
        return force.warning

    def warn(self, doubt: EscalateError) -> None:
        """Say on stderr what `doubt` found."""
        self._talk.warn(doubt)

    def _pinned(self, source: str) -> "Policy":
        return self.library.policy_of(source.encode(), "pinned policy")

    @cached_property
    def zone(self) -> str:
        """The zone of what people type and read; a policy that is broken has none."""
        try:
            return self._in_force.policy.people.timezone
        except (DistrustedError, PolicyError):  # those who only look go on; all others refuse it
            return "UTC"

    @contextmanager
    def read_input(self, name: str) -> Iterator[TextIO]:
        """Open a file that a person named, `-` for standard input, while a block reads it."""
        from escalate_cli.exchange.files.bounded_reader import Lines

        file = sys.stdin.fileno() if name == "-" else name
        try:
            with Lines(FileIO(file, closefd=name != "-")) as stream:
                yield stream
        except OSError as error:
            raise UsageError(f"{name} cannot be read: {reason_of(error)}") from error

    def begin(self, policy: str, tests: str) -> bool:
        """Make a store in the folder we are in, with a policy; tell whether it is new."""
        from escalate_cli.policyfile.json_schema import schema_text
        from escalate_cli.store.file.store_folder import begin

        if self.server:
            return self.server.begin(policy.encode(), real_login(), self.now)
        self.found = self.beginning
        return begin(self.place.folder, policy.encode(), tests.encode(), schema_text)

    @property
    def beginning(self) -> StoreLocation:
        """Where a store would be begun."""
        named = bool(self.settings.store or self._environ.get("ESCALATE_STORE"))
        folder = self.found.folder if named else begun_at(FOLDER, Path.cwd)
        return StoreLocation(folder, "it was asked for", is_named=named, server=self.found.server)

    def must_be_a_store(self) -> None:
        """Refuse to look after a store that nobody has begun; raises UsageError."""
        (self.server or self.place).must_be_a_store()

    @cached_property
    def server(self) -> "PostgresStore | None":
        """The team's store, where it is on a server."""
        from escalate_cli.store.postgres import open_at

        return open_at(self.found.server, self.found.folder) if self.found.server else None

    @cached_property
    def store(self) -> "JsonStore | PostgresStore":
        """The team's store."""
        if self.server:
            return self.server
        from escalate_cli.store.json_store import JsonStore

        folder, hear = self.place.folder, self._report_edits
        return JsonStore(folder, self._say_waiting, hear, self._report_damage)

    @property
    def care(self) -> "StoreCare":
        """What looks after the team's store."""
        from escalate_cli.store.postgres import care_of

        return care_of(self.server, self.place.folder)

    @staticmethod
    def new_memory_store() -> "MemoryStore":
        """Make a store that leaves no trace, for one test of the policy."""
        from escalate_cli.store.memory import MemoryStore

        return MemoryStore()

    @cached_property
    def _talk(self) -> "StderrWriter":
        from escalate_cli.render.parts.stderr import StderrWriter

        return StderrWriter(quiet=self.settings.quiet, stream=self._stderr)

    def _say_waiting(self, holder: str) -> None:
        self._talk.of_waiting(holder)

    @cached_property
    def notice(self) -> str:
        """What stands below the answer on a terminal: that no `check` runs, by the tickets seen."""
        may = self._talk.is_read and not self.has_said_unchecked and "context" in vars(self)
        if not may or (seen := self.store.seen) is None:
            return ""
        from escalate_cli.render.parts.words.time_text import Wall
        from escalate_cli.render.parts.words.unchecked_text import unchecked_text
        from escalate_cli.usecases.unchecked import unchecked

        found = unchecked(self.context, seen)
        return unchecked_text(found, Wall(self.now, self.zone)) if found else ""

    def say_notice(self) -> None:
        """Say it, once the answer is there."""
        if self.notice:
            self._talk.of_notice(self.notice, self.choices.colours.value)

    def _report_edits(self, tx: "RowsTransaction", path: str, of: "Sequence[int] | None") -> bool:
        """Take notice of what somebody changed in a file, and say so once."""
        from escalate_cli.usecases.care.reconcile_edits import reconcile_edits

        return self._talk.of_edits(path, reconcile_edits(self.context, tx, of), is_sure=of is None)

    def _report_damage(self, damage: "Sequence[Damage]") -> None:
        """Say what of the store is damaged, and whether anything cannot be shown."""
        from escalate_cli.usecases.damage import error_of

        self.left_out |= any(each.hides for each in damage)
        error = error_of(damage)
        if str(error) not in self._said_damaged:
            self._said_damaged.add(str(error))
            help_ = "escalate doctor names all that is damaged, and what mends it"
            self._talk.warn(EscalateError(str(error), help_))

    def _leave_out(self, ticket: str, error: Exception) -> None:
        """Say that a ticket cannot be shown, though the others are."""
        self.left_out = True
        help_ = f"escalate verify {ticket}"
        self._talk.warn(EscalateError(f"{ticket} is left out: {error}", help_))

    @cached_property
    def context(self) -> "Context":
        """What every verb works on."""
        from escalate_cli.domain.ticket.actor import Actor
        from escalate_cli.usecases.context import Context
        from escalate_cli.usecases.verbs.input_validation import name_of
        from escalate_cli.usecases.verbs.name_suggestions import people

        login = real_login()
        asked = name_of(self.choices.name.value, "--as")
        for question in people([asked] if asked else [], self.policy.people):
            self._is_known_stranger = True
            self._talk.say(question)
        person = self.policy.people.person_of(asked or login)
        by = person.id if person else asked or login
        return Context(
            store=self.store,
            policy=self.policy,
            source=self._in_force.source,
            compile=self._pinned,
            new_uid=lambda: os.urandom(5).hex(),
            actor=Actor.person(by, login if asked and asked != login else None),
            present=self.present,
            on_stranger=self._say_stranger,
            leave_out=self._leave_out,
        )

    def _say_stranger(self, name: str) -> None:
        """Say once that nobody of the policy acts, unless it was asked who is meant already."""
        from escalate_cli.usecases.verbs.name_suggestions import stranger

        if not self._is_known_stranger:
            self._is_known_stranger = True
            self._talk.say(stranger(name, self.policy.rules, self.policy.people))

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

        path, folder = self.policy_file.path, self.place.folder
        roots = self.trust.roots(path, folder)
        named = roots if self.found.is_named else roots[: self.policy_file.is_named]
        return Means(
            environ=self._environ,
            folder=folder,
            server=self.place.server and self.place.shown,
            roots=roots,
            say=partial(show_message, stream=self._stderr),
            distrust=exposure(path) if path else None,
            other_owner=partial(self.trust.other_owner, named=named),
        )

    @cached_property
    def printer(self) -> "Printer":
        """What shows results to people and scripts."""
        from escalate_cli.render.parts.printer import Printer

        stdout = sys.stdout
        if stdout.isatty():
            from escalate_cli.render.parts.screen.pager import paged

            stdout = paged(sys.stdin, stdout, self.choices.pager.value, self._environ)
        look = replace(self.settings, color=self.choices.colours.value)
        printer = Printer(look, stdout, sys.stderr, self.now, self.zone, self._asker)
        printer.writer.notice = lambda: self.notice
        return printer

    def _asker(self) -> "Asker":
        from escalate_cli.render.parts.screen.asker import Asker

        return Asker(self.context.by, self.policy)
