"""Every expected failure: one line, an exit code, and what to type where that is known."""

import errno
import os
from collections.abc import Iterator

import pytest

from escalate_cli import errors
from escalate_cli.errors import EscalateError, ExitCode, reason_of
from tests.conftest import HOUR, MONDAY_NINE

NO = {
    *("StoreConflictError", "TicketNotFoundError", "EventNotFoundError", "MessageNotFoundError"),
    "NothingMeantError",
    *("IllegalTransitionError", "BackdatedError", "NotAllowedError", "ConflictError"),
}
BUSY = {"StoreBusyError", "UnrecordedError"}


def kinds(kind: type[EscalateError] = EscalateError) -> Iterator[type[EscalateError]]:
    """Yield every kind of failure that is written in one file."""
    for each in kind.__subclasses__():
        if each.__module__ == errors.__name__:
            yield each
            yield from kinds(each)


@pytest.mark.parametrize("kind", sorted(set(kinds()), key=str), ids=lambda kind: kind.__name__)
def test_no_and_could_not_and_busy_share_no_exit_code(kind: type[EscalateError]) -> None:
    name = kind.__name__
    busy_or_not = ExitCode.BUSY if name in BUSY else ExitCode.COULD_NOT
    assert kind.exit_code == (ExitCode.NO if name in NO else busy_or_not)
    assert name.endswith("Error")


@pytest.mark.parametrize(
    ("error", "said", "advice"),
    [
        (errors.TicketNotFoundError(7), "no ticket T-7", "escalate list --all"),
        (errors.EventNotFoundError("T-7", 3), "T-7 has no event 3", "escalate show T-7 --all"),
        (errors.MessageNotFoundError("k"), "no message 'k' in the outbox", "escalate outbox list"),
        (errors.StoreBusyError("process 1", 10.0), "gave up after 10 s", "try again"),
        (errors.UnrecordedError(2), "2 messages went out", "sent again in a minute"),
        (
            errors.DamagedStoreError("a.json", "3:9", "not UTF-8"),
            "a.json:3:9: the store is damaged: not UTF-8",
            "escalate doctor --restore",
        ),
        (
            errors.BackdatedError("T-7", MONDAY_NINE, MONDAY_NINE + HOUR),
            "--now 2026-11-23T08:00:00Z is before the latest event of T-7, at 2026-11-23T09:00:00Z",
            "leave --now away",
        ),
        (
            errors.FutureError(MONDAY_NINE + HOUR, MONDAY_NINE),
            "--now 2026-11-23T09:00:00Z is later than the clock, which says 2026-11-23T08:00:00Z",
            "ESCALATE_NOW",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_a_failure_says_what_is_and_what_to_type(
    error: EscalateError, said: str, advice: str
) -> None:
    assert said in str(error)
    assert "\n" not in str(error)
    assert advice in (error.help or "")


def test_a_failure_of_the_system_is_told_in_its_words() -> None:
    assert reason_of(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))) == "no space left on device"
    assert reason_of(OSError("odd")) == "odd"


def test_a_delivery_says_whether_trying_again_can_help() -> None:
    assert not errors.DeliveryError("it is down").permanent
    assert errors.DeliveryError("no such user", permanent=True).permanent
