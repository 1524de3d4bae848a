"""Errors that are expected, each with its exit code and sentence."""

from datetime import datetime
from enum import IntEnum

from escalate_cli.suggestions import shell_word


class ExitCode(IntEnum):
    """What the process tells the shell; `docs/exit-codes.md` explains each."""

    DONE = 0
    NO = 1
    COULD_NOT = 2
    BUSY = 75
    INTERRUPTED = 130


def reason_of(error: OSError) -> str:
    """Say in the system's words what went wrong."""
    return (error.strerror or str(error)).lower()


class EscalateError(Exception):
    """A failure we expect: one line for the person, one exit code.

    Attributes:
        help: what to type instead, or nothing.
        exit_code: `NO` when the answer is no, `COULD_NOT` when it could not be tried.
    """

    exit_code = ExitCode.COULD_NOT

    def __init__(self, message: str, help: str | None = None) -> None:  # noqa: A002 - the word users see
        super().__init__(message)
        self.help = help


class UsageError(EscalateError):
    """The command line or a typed value cannot be understood."""


class MissingReasonError(UsageError):
    """What is asked for is recorded with a reason, and none is given."""


class NotUtf8Error(UsageError):
    """Bytes of a command line, or of its environment, are no text."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} has bytes that are not UTF-8",
            "type it in UTF-8; iconv -f latin1 -t utf-8 converts other text",
        )


class BadDurationError(UsageError):
    """A duration is not written as the grammar asks."""


class BadInstantError(UsageError):
    """A point in time is not written as the grammar asks."""


class FutureError(UsageError):
    """Something was to be recorded at an instant that has not come."""

    def __init__(self, now: datetime, clock: datetime) -> None:
        super().__init__(
            f"--now {_written(now)} is later than the clock, which says {_written(clock)}: "
            "nothing is recorded ahead of its time",
            "leave --now away; what only reads may look ahead, and ESCALATE_NOW sets another clock",
        )


class ClockDoubtedError(EscalateError):
    """The clock cannot be right, judged by what has happened in the store."""


class CalendarError(EscalateError):
    """Hours or a zone make no business calendar, or it never opens again."""


class StoreBusyError(EscalateError):
    """Another process kept the store locked for longer than we wait."""

    exit_code = ExitCode.BUSY

    def __init__(self, holder: str, waited: float) -> None:
        super().__init__(
            f"the store is in use by {holder}; gave up after {waited:g} s",
            "try again; if that process hangs, end it: its lock goes with it",
        )


class UnrecordedError(EscalateError):
    """Messages went out, and the store could not be told."""

    exit_code = ExitCode.BUSY

    def __init__(self, count: int) -> None:
        super().__init__(
            f"{count} messages went out, but the store was in use for too long to note it",
            "they are sent again in a minute, under the same keys",
        )


class DamagedStoreError(EscalateError):
    """The file is neither what was written nor sound JSON edited by hand.

    Attributes:
        place: where the damage begins, as `line:column`, or a path such as `/tickets/12`.
        what: what is wrong there.
    """

    def __init__(self, path: str, place: str, what: str) -> None:
        super().__init__(
            f"{path}:{place}: the store is damaged: {what}",
            "nothing is written until it is mended; the version before, where there is one, is "
            f"{path}.bak, and this puts it back: escalate doctor --restore",
        )
        self.place = place
        self.what = what


class MergeConflictError(DamagedStoreError):
    """Git left both versions in the file, as it cannot merge two histories."""

    def __init__(self, path: str, place: str) -> None:
        super().__init__(
            path, place, "an unresolved merge conflict, of which git has both versions"
        )
        folder, _, name = path.rpartition("/")
        git = f"git -C {shell_word(folder or '.')}"
        self.help = (
            "nothing is lost: "
            f"{git} show :3:./{shell_word(name)} > theirs.json; "
            f"{git} checkout --ours {shell_word(name)}; "
            "escalate import --from escalate theirs.json"
        )


class DeadLinkError(EscalateError):
    """A link of the store leads to nothing: its disk is away, and nothing is begun anew there."""

    def __init__(self, link: str, target: str) -> None:
        super().__init__(
            f"{link} is a link to {target}, which is not there",
            "mount the disk that it is on; if it is gone for good, remove the link, and: "
            "escalate doctor --restore",
        )


class NewerFormatError(EscalateError):
    """A later version of this program wrote the file."""

    def __init__(self, path: str, found: int, known: int) -> None:
        super().__init__(
            f"{path} has format {found}, and this version writes format {known}",
            "install a newer escalate; this one leaves it as it is",
        )


class StoreUnreadableError(EscalateError):
    """The system does not let us read the file."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"cannot read {path}: {reason}")


class StoreUnwritableError(EscalateError):
    """The system does not let us write; what was stored before is whole."""

    def __init__(
        self,
        path: str,
        reason: str,
        help: str | None = None,  # noqa: A002 - the word users see
    ) -> None:
        super().__init__(f"cannot write {path}: {reason}; nothing was changed", help)


class StoreUncertainError(EscalateError):
    """The new version is in place, but the disk did not confirm it."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"{path}: the change may be stored, but the disk did not confirm it: {reason}",
            "look whether it is there before you repeat it",
        )


class DistrustedError(EscalateError):
    """What was come across belongs to somebody else."""


class TicketNotFoundError(EscalateError):
    """No ticket has the given id."""

    exit_code = ExitCode.NO

    def __init__(self, number: int) -> None:
        super().__init__(f"no ticket T-{number}", "escalate list --all shows every ticket")


class NothingMeantError(EscalateError):
    """A word that stands for tickets means none."""

    exit_code = ExitCode.NO


class EventNotFoundError(EscalateError):
    """A ticket's history has no event of the given number."""

    exit_code = ExitCode.NO

    def __init__(self, ticket_id: str, seq: int) -> None:
        super().__init__(
            f"{ticket_id} has no event {seq}",
            f"escalate show {ticket_id} --all numbers its events",
        )


class MessageNotFoundError(EscalateError):
    """No message in the outbox has the given key."""

    exit_code = ExitCode.NO

    def __init__(self, key: str) -> None:
        super().__init__(f"no message '{key}' in the outbox", "escalate outbox list shows them")


class IllegalTransitionError(EscalateError):
    """What was asked does not fit the status of the ticket."""

    exit_code = ExitCode.NO


class BackdatedError(EscalateError):
    """Something was to be recorded before what a ticket's history ends with."""

    exit_code = ExitCode.NO

    def __init__(self, ticket_id: str, now: datetime, latest: datetime) -> None:
        super().__init__(
            f"--now {_written(now)} is before the latest event of {ticket_id}, "
            f"at {_written(latest)}: a history only grows at its end",
            "leave --now away, and say in a note when it happened",
        )


class NotAllowedError(EscalateError):
    """The answer to what was asked is no."""

    exit_code = ExitCode.NO


class DamagedHistoryError(EscalateError):
    """A ticket's history cannot be read as it stands."""


class PolicyError(EscalateError):
    """The policy file cannot be used; the message says why, or shows every mistake at its line."""


class BadTestsError(EscalateError):
    """The tests of a policy cannot be read; the message shows every mistake at its line."""


class ExtensionError(EscalateError):
    """What a package is to offer cannot be had."""


class ConflictError(EscalateError):
    """Somebody else was faster."""

    exit_code = ExitCode.NO


class DeliveryError(EscalateError):
    """A channel did not take a message; its sentence tells no secret.

    Attributes:
        permanent: trying the same again cannot help.
    """

    def __init__(
        self,
        message: str,
        help: str | None = None,  # noqa: A002 - the word users see
        *,
        permanent: bool = False,
    ) -> None:
        super().__init__(message, help)
        self.permanent = permanent


def _written(at: datetime) -> str:
    """Write an instant as RFC 3339, in the zone it is in."""
    return at.isoformat().replace("+00:00", "Z")
