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
from escalate_cli.usecases.verbs.duty import override, swap
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.link import link
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.note import complain, note
from escalate_cli.usecases.verbs.release import release
from escalate_cli.usecases.verbs.resolve import close, reopen, resolve
from escalate_cli.usecases.verbs.return_ticket import return_ticket
from escalate_cli.usecases.verbs.wait import resume, wait

Ids = tuple[str, ...]
"""The ticket that a step is about, if it is about one."""


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
    draft: NewTicket | None = None
    key: str | None = None
    team: str | None = None
    person: str | None = None
    other: str | None = msgspec.field(name="with", default=None)
    since: datetime | None = msgspec.field(name="from", default=None)
    turn: datetime | None = None


class PolicyTestAction(msgspec.Struct, frozen=True):
    """What somebody does to a ticket.

    Attributes:
        do: the use case, given the ticket that it is about; raises what it raises.
        may: what it may be told besides a message; `needs` what it must be told.
        is_of_team: whether it is about no ticket, but for the team.
    """

    do: Callable[[Context, Ids, ActionOptions], object]
    may: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    is_of_team: bool = False


def _assess(context: Context, ids: Ids, told: ActionOptions) -> object:
    said = Judgement(
        impact=told.impact,
        urgency=told.urgency,
        priority=told.priority,
        category=told.category,
        skills=told.skills,
        needs_decision=told.needs_decision,
        message=told.message,
    )
    return assess(context, ids, said)


def _escalate(context: Context, ids: Ids, told: ActionOptions) -> object:
    wish = Wish(
        to=told.to,
        break_glass=told.break_glass,
        reason=told.message,
        tried=told.tried,
        impact_note=told.impact_note,
        next_step=told.next_step,
    )
    return escalate(context, ids, wish)


def _note(context: Context, ids: Ids, told: ActionOptions) -> object:
    theirs = told.from_requester
    return note(context, ids, told.message, public=told.public, from_requester=theirs)


def _edit(context: Context, ids: Ids, told: ActionOptions) -> object:
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
    return edit(context, ids, edits, told.message)


def _link(context: Context, ids: Ids, told: ActionOptions) -> object:
    """Tie the ticket to another one, which is logged in the same moment."""
    return link(
        context,
        ids,
        related=_logged(context, told.related),
        duplicate_of=_logged(context, told.duplicate_of),
        message=told.message,
    )


def _logged(context: Context, other: NewTicket | None) -> str | None:
    return None if other is None else log(context, [other])[0].standing.ticket.id


def log_draft(context: Context, told: ActionOptions) -> int:
    """Log a ticket, and return its number: that of an open one where a key finds it."""
    [logged] = log(context, [told.draft or NewTicket(title="")])
    return logged.standing.ticket.number


def _beat(context: Context, _ids: Ids, told: ActionOptions) -> object:
    """Let one heartbeat beat, or all that the test expects to hear of."""
    keys = [told.key] if told.key else [each.key for each in context.people.heartbeats]
    return beat(context, keys)


def _override(context: Context, _ids: Ids, told: ActionOptions) -> object:
    until = told.until or context.now
    return override(context, told.team or "", told.person or "", told.since, until, told.message)


def _swap(context: Context, _ids: Ids, told: ActionOptions) -> object:
    at = told.turn or context.now
    return swap(context, told.team or "", told.person or "", told.other or "", at, told.message)


BEAT = "beat"
"""What is said of heartbeats, of which a test must expect one."""
LOG = "log"
"""What makes another ticket, by which name later steps may be about it."""

_TAKE = PolicyTestAction(
    lambda context, ids, told: acknowledge(context, ids, told.message, take=told.take),
    may=("take",),
)
_JUDGED = ("impact", "urgency", "priority", "category", "skills")

VERBS = {
    LOG: PolicyTestAction(lambda context, _, told: log_draft(context, told), needs=("draft",)),
    "acknowledge": _TAKE,
    "ack": _TAKE,
    "assess": PolicyTestAction(_assess, may=(*_JUDGED, "needs_decision")),
    "assign": PolicyTestAction(
        lambda context, ids, told: assign(context, ids, told.to or "", told.message), needs=("to",)
    ),
    "escalate": PolicyTestAction(
        _escalate, may=("to", "tried", "impact_note", "next_step", "break_glass")
    ),
    "approve": PolicyTestAction(lambda context, ids, told: approve(context, ids, told.message)),
    "decline": PolicyTestAction(
        lambda context, ids, told: decline(context, ids, told.message), needs=("message",)
    ),
    "return": PolicyTestAction(
        lambda context, ids, told: return_ticket(context, ids, told.message), needs=("message",)
    ),
    "release": PolicyTestAction(
        lambda context, ids, told: release(
            context, ids, told.message, to_duty=told.to_duty, take=told.take
        ),
        may=("to_duty", "take"),
    ),
    "note": PolicyTestAction(_note, may=("public", "from_requester"), needs=("message",)),
    BEAT: PolicyTestAction(_beat, may=("key",), is_of_team=True),
    "override": PolicyTestAction(
        _override, may=("from",), needs=("team", "person", "until"), is_of_team=True
    ),
    "swap": PolicyTestAction(
        _swap, may=("turn",), needs=("team", "person", "with"), is_of_team=True
    ),
    "complain": PolicyTestAction(lambda context, ids, told: complain(context, ids, told.message)),
    "wait": PolicyTestAction(
        lambda context, ids, told: wait(
            context, ids, told.whom, until=told.until, message=told.message
        ),
        may=("for", "until"),
    ),
    "resume": PolicyTestAction(lambda context, ids, told: resume(context, ids, told.message)),
    "edit": PolicyTestAction(_edit, may=(*_JUDGED, "service", "customer", "vip", "tags")),
    "link": PolicyTestAction(_link, may=("duplicate_of", "related")),
    "resolve": PolicyTestAction(lambda context, ids, told: resolve(context, ids, told.message)),
    "close": PolicyTestAction(lambda context, ids, told: close(context, ids, told.message)),
    "reopen": PolicyTestAction(lambda context, ids, told: reopen(context, ids, told.message)),
}
"""Every verb that changes a ticket or is said for the team, by its name on the command line."""
