"""Actions of a policy test: the verbs that a step carries out, and the options of each."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

import msgspec

from escalate_cli.domain.verbs.assess import Judgement
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.approve import approve, decline
from escalate_cli.usecases.verbs.assess import assess
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.beat import beat
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.link import link
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.note import complain, note
from escalate_cli.usecases.verbs.release import release
from escalate_cli.usecases.verbs.resolve import close, reopen, resolve
from escalate_cli.usecases.verbs.return_ticket import return_ticket
from escalate_cli.usecases.verbs.wait import resume, wait

TICKET = ("T-1",)
"""A test is about one ticket, the first one of its store."""


class ActionOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What verbs are told, named as on the command line."""

    message: str = ""
    to: str | None = None
    tried: str = ""
    impact_note: str = ""
    next_step: str = ""
    break_glass: bool = False
    take: bool = False
    to_duty: bool = False
    public: bool = False
    from_requester: bool = False
    whom: Literal["requester", "vendor", "other"] = msgspec.field(name="for", default="other")
    until: datetime | None = None
    priority: str | None = None
    impact: str | None = None
    urgency: str | None = None
    category: str | None = None
    service: str | None = None
    customer: str | None = None
    vip: bool | None = None
    skills: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    needs_decision: bool = False
    duplicate_of: NewTicket | None = None
    related: NewTicket | None = None


class PolicyTestAction(msgspec.Struct, frozen=True):
    """What somebody does to a ticket.

    Attributes:
        do: the use case; raises what it raises.
        may: what it may be told besides a message; `needs` what it must be told.
    """

    do: Callable[[Context, ActionOptions], object]
    may: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def _assess(context: Context, told: ActionOptions) -> object:
    said = Judgement(
        impact=told.impact,
        urgency=told.urgency,
        priority=told.priority,
        category=told.category,
        skills=told.skills,
        needs_decision=told.needs_decision,
        message=told.message,
    )
    return assess(context, TICKET, said)


def _escalate(context: Context, told: ActionOptions) -> object:
    wish = Wish(
        to=told.to,
        break_glass=told.break_glass,
        reason=told.message,
        tried=told.tried,
        impact_note=told.impact_note,
        next_step=told.next_step,
    )
    return escalate(context, TICKET, wish)


def _note(context: Context, told: ActionOptions) -> object:
    theirs = told.from_requester
    return note(context, TICKET, told.message, public=told.public, from_requester=theirs)


def _edit(context: Context, told: ActionOptions) -> object:
    edits = Edits(
        priority=told.priority,
        impact=told.impact,
        urgency=told.urgency,
        category=told.category,
        service=told.service,
        customer=told.customer,
        vip=told.vip,
        add_skills=told.skills,
        add_tags=told.tags,
    )
    return edit(context, TICKET, edits, told.message)


def _link(context: Context, told: ActionOptions) -> object:
    """Tie the ticket to another one, which is logged in the same moment."""
    return link(
        context,
        TICKET,
        related=_logged(context, told.related),
        duplicate_of=_logged(context, told.duplicate_of),
        message=told.message,
    )


def _logged(context: Context, other: NewTicket | None) -> str | None:
    return None if other is None else log(context, [other])[0].standing.ticket.id


def _beat(context: Context, _told: ActionOptions) -> object:
    """Let the one heartbeat beat that a test is about."""
    return beat(context, [heartbeat.key for heartbeat in context.people.heartbeats])


BEAT = "beat"
"""The one thing that is done to no ticket, but for a heartbeat."""

_TAKE = PolicyTestAction(
    lambda context, told: acknowledge(context, TICKET, told.message, take=told.take), may=("take",)
)
_JUDGED = ("impact", "urgency", "priority", "category", "skills")

VERBS = {
    "acknowledge": _TAKE,
    "ack": _TAKE,
    "assess": PolicyTestAction(_assess, may=(*_JUDGED, "needs_decision")),
    "assign": PolicyTestAction(
        lambda context, told: assign(context, TICKET, told.to or "", told.message), needs=("to",)
    ),
    "escalate": PolicyTestAction(
        _escalate, may=("to", "tried", "impact_note", "next_step", "break_glass")
    ),
    "approve": PolicyTestAction(lambda context, told: approve(context, TICKET, told.message)),
    "decline": PolicyTestAction(
        lambda context, told: decline(context, TICKET, told.message), needs=("message",)
    ),
    "return": PolicyTestAction(
        lambda context, told: return_ticket(context, TICKET, told.message), needs=("message",)
    ),
    "release": PolicyTestAction(
        lambda context, told: release(
            context, TICKET, told.message, to_duty=told.to_duty, take=told.take
        ),
        may=("to_duty", "take"),
    ),
    "note": PolicyTestAction(_note, may=("public", "from_requester"), needs=("message",)),
    BEAT: PolicyTestAction(_beat),
    "complain": PolicyTestAction(lambda context, told: complain(context, TICKET, told.message)),
    "wait": PolicyTestAction(
        lambda context, told: wait(
            context, TICKET, told.whom, until=told.until, message=told.message
        ),
        may=("for", "until"),
    ),
    "resume": PolicyTestAction(lambda context, told: resume(context, TICKET, told.message)),
    "edit": PolicyTestAction(_edit, may=(*_JUDGED, "service", "customer", "vip", "tags")),
    "link": PolicyTestAction(_link, may=("duplicate_of", "related")),
    "resolve": PolicyTestAction(lambda context, told: resolve(context, TICKET, told.message)),
    "close": PolicyTestAction(lambda context, told: close(context, TICKET, told.message)),
    "reopen": PolicyTestAction(lambda context, told: reopen(context, TICKET, told.message)),
}
"""Every verb that changes a ticket, and what ends an absence, by its name on the command line."""
