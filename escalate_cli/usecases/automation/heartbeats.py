"""Heartbeats that are missing: each absence is logged once, by the policy, under its key."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.heartbeat import Heartbeat
from escalate_cli.domain.policy.standing.gauges import LastBeat, last_beats, missing
from escalate_cli.domain.ticket.actor import POLICY, THE_LISTENER
from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.errors import EscalateError
from escalate_cli.usecases.automation.decided_ticket import Failure
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction, View
from escalate_cli.usecases.session import Session

if TYPE_CHECKING:  # what logs is loaded where something is missing
    from escalate_cli.usecases.verbs.log import Logged, NewTicket


class MissedBeat(msgspec.Struct, frozen=True, kw_only=True):
    """A heartbeat whose beat did not come, and what was logged of it.

    Attributes:
        since: the instant by which the beat would have had to come.
        logged: nothing where it is only told what would be logged.
    """

    heartbeat: Heartbeat
    since: datetime
    logged: "Logged | None" = None

    @property
    def ticket(self) -> str | None:
        """Return the id of the ticket that tells of it."""
        return self.logged.standing.ticket.id if self.logged else None

    @property
    def is_new(self) -> bool | None:
        """Tell whether that ticket is new; nothing where none was written."""
        return self.logged.is_new if self.logged else None


def log_missed_beats(
    session: Session, *, dry_run: bool = False
) -> tuple[list[MissedBeat], list[Failure]]:
    """Log what the policy says of each heartbeat that is missing; one that cannot is reported.

    What is known of them follows the policy of today: the time of one that is new begins now.
    """
    missed, failures = list[MissedBeat](), list[Failure]()
    if not dry_run and _is_other(session.context, session.view):
        session.change(partial(_follow, session.context))
    here = session.context
    for heartbeat, since in list(missing(here.people.heartbeats, session.view.gauges(), here.now)):
        if dry_run:
            missed.append(MissedBeat(heartbeat=heartbeat, since=since))
            continue
        try:
            done = session.change(partial(_log, session.context, heartbeat))
        except EscalateError as error:
            failures.append(Failure(heartbeat.key, str(error)))
        else:
            missed += [done] if done else []
    return missed, failures


def _is_other(context: Context, view: View) -> bool:
    """Tell whether the policy names other heartbeats than are known."""
    keys = {heartbeat.key for heartbeat in context.people.heartbeats}
    return keys != last_beats(view.gauges()).keys()


def _follow(context: Context, tx: Transaction) -> None:
    """Start the time of heartbeats that are new in the policy, and forget those that are gone."""
    known = last_beats(tx.gauges())
    keys = [heartbeat.key for heartbeat in context.people.heartbeats]
    for gone in known.keys() - set(keys):
        tx.forget_gauge(known[gone])
    for key in keys:
        if key not in known:
            tx.set_gauge(LastBeat(name=key, at=context.now, by=POLICY))


def _log(context: Context, heartbeat: Heartbeat, tx: Transaction) -> MissedBeat | None:
    """Log a missing heartbeat, unless it has beaten meanwhile or was logged already."""
    known = tx.gauges()
    since = next((at for _, at in missing([heartbeat], known, context.now)), None)
    if since is None:
        return None
    from escalate_cli.usecases.verbs.log import log_within  # noqa: PLC0415 - seldom needed

    last = last_beats(known)[heartbeat.key]
    [logged] = log_within(replace(context, actor=THE_LISTENER), tx, [_draft(heartbeat, last)])
    tx.set_gauge(replace(last, missed_at=since))
    return MissedBeat(heartbeat=heartbeat, since=since, logged=logged)


def _draft(heartbeat: Heartbeat, last: LastBeat) -> "NewTicket":
    """Return what is logged: what the policy says, and since when nothing was heard."""
    from escalate_cli.usecases.verbs.log import NewTicket  # noqa: PLC0415 - seldom needed

    log, at = heartbeat.log, format_instant(last.at)
    heard = f"none came since the first check, {at}" if last.by == POLICY else f"the last was {at}"
    silence = f"{heartbeat.key} is to beat {heartbeat.rhythm}; {heard}."
    return NewTicket(
        title=heartbeat.title,
        description="\n\n".join(filter(None, (log.description, silence))),
        priority=log.priority,
        service=log.service,
        category=log.category,
        customer=log.customer,
        tags=log.tags,
        skills=log.skills,
        key=heartbeat.key,
    )
