"""Heartbeats that are missing, in words: `T-5 P2 backup-job: missing since …, logged`."""

from typing import TYPE_CHECKING

from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.sanitize import one_line

if TYPE_CHECKING:  # few policies have heartbeats
    from escalate_cli.usecases.automation.heartbeats import MissedBeat


def missed_outcome(missed: "MissedBeat") -> str:
    """Say what became of it."""
    logged = missed.logged
    if logged is None:
        return "missing, would be logged"
    if logged.is_reopened:
        return "missing again, reopened"
    return "missing, logged" if logged.is_new else "missing, noted there"


def missed_line(missed: "MissedBeat") -> str:
    """Say it in one line with full times, as mails and logs need it."""
    ticket = missed.logged.standing.ticket if missed.logged else None
    about = f"{ticket.id} {ticket.priority} " if ticket else ""
    since = format_instant(missed.since)
    return one_line(f"{about}{missed.heartbeat.key}: {missed_outcome(missed)}, due {since}")
