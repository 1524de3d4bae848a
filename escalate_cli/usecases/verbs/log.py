"""Detect and log: write an issue down, or add to the one it repeats."""

from collections.abc import Sequence

import msgspec

from escalate_cli.domain.policy.routing import beginning
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.speaker import with_party
from escalate_cli.domain.ticket.ticket import Ticket, id_of
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.domain.verbs.priority import Said, Triage, is_vip, triaged
from escalate_cli.domain.verbs.report_again import report_again
from escalate_cli.errors import UsageError
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unit_of_work import Context, act_within, must, react_and_save, stand
from escalate_cli.usecases.verbs import input_validation


class NewTicket(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody says of a new issue; `log --from` reads the same fields."""

    title: str
    description: str = ""
    priority: str | None = None
    impact: str | None = None
    urgency: str | None = None
    requester: str | None = None
    customer: str | None = None
    vip: bool = False
    service: str | None = None
    category: str | None = None
    skills: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    stakeholders: tuple[str, ...] = ()
    key: str | None = None
    outbound: bool = False
    by_phone: bool = False


class Logged(msgspec.Struct, frozen=True):
    """What became of one draft: a new ticket, or a note on an old one.

    Attributes:
        routed: why it is with whom, where somebody stands in or nobody is there.
    """

    standing: TicketSnapshot
    is_new: bool
    routed: str = ""
    is_reopened: bool = False


def log(context: Context, drafts: Sequence[NewTicket]) -> list[Logged]:
    """Write issues down, all or none; under a known key one may be a word on its ticket."""

    def write_down(tx: Transaction) -> list[Logged]:
        tx.pin(context.rules.id, context.source)
        logged = []
        for number, draft in enumerate(drafts, 1):
            try:
                logged.append(_log(context, tx, draft))
            except UsageError as error:
                which = f"ticket {number} of {len(drafts)}: " if len(drafts) > 1 else ""
                raise UsageError(f"{which}{error}", error.help) from error
        return logged

    return context.change(write_down)


def _log(context: Context, tx: Transaction, draft: NewTicket) -> Logged:
    known = _with_key(tx, input_validation.name_of(draft.key, "the key"))
    if known is not None:
        text, person = _again(draft), input_validation.name_of(draft.requester, "the requester")
        done = act_within(context, tx, known.number, lambda at, _: report_again(at, text, person))
        if done.effect.events:
            reopened = done.standing.ticket.cycle > known.cycle
            return Logged(done.standing, is_new=False, is_reopened=reopened)
    logged = _event(context, tx, draft)
    said = with_party(logged, logged.begun(), context.rules, context.people)
    context.watch_for_strangers([said])
    history = History([said], context.rules_of(tx))
    react_and_save(context, tx, history)
    return Logged(stand(context, history), is_new=True, routed=logged.routed)


def _with_key(tx: Transaction, key: str | None) -> Ticket | None:
    """Return the ticket under a key that is not over, or else the one that was resolved last."""
    found = (t for t in tx.with_key(key) if t.duplicate_of is None) if key else iter(())
    return max(found, key=lambda t: (t.is_active, t.resolved_at or t.logged_at), default=None)


def _again(draft: NewTicket) -> str:
    text = f"reported again: {input_validation.title_of(draft.title)}"
    return f"{text}\n{input_validation.text_of(draft.description)}" if draft.description else text


def _must_make_sense(draft: NewTicket) -> None:
    """Refuse a conversation without a requester, or one that both began and did not."""
    if draft.by_phone and draft.outbound:
        raise UsageError(
            "the requester was answered by phone, or has not asked: not both",
            "leave --by-phone or --outbound away",
        )
    if draft.by_phone and draft.requester is None:
        raise UsageError("nobody is named who was answered by phone", "name them: -r NAME")


def _event(context: Context, tx: Transaction, draft: NewTicket) -> e.TicketLogged:
    _must_make_sense(draft)
    rules = context.rules
    said = Said(priority=draft.priority, impact=draft.impact, urgency=draft.urgency)
    triage = must(triaged(said, Triage(priority=rules.default_priority), rules))
    customer = input_validation.name_of(draft.customer, "the customer")
    return e.TicketLogged(
        title=input_validation.title_of(draft.title),
        description=input_validation.text_of(draft.description, "the description"),
        priority=triage.priority,
        impact=triage.impact,
        urgency=triage.urgency,
        requester=input_validation.name_of(draft.requester, "the requester"),
        customer=customer,
        vip=draft.vip or is_vip(customer, context.people),
        service=input_validation.name_of(draft.service, "the service"),
        category=input_validation.name_of(draft.category, "the category"),
        skills=input_validation.names_of(draft.skills, "a skill"),
        tags=input_validation.names_of(draft.tags, "a tag"),
        stakeholders=input_validation.names_of(draft.stakeholders, "a stakeholder"),
        key=input_validation.name_of(draft.key, "the key"),
        id=id_of(tx.next_number()),
        uid=context.new_uid(),
        rules=RULES,
        outbound=draft.outbound,
        by_phone=draft.by_phone,
        **beginning(context.today, context.now),
        **context.stamp,
    )
