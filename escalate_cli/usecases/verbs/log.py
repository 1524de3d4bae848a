"""Detect and log: write issues down, or add to those they repeat."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.routing import beginning
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.people.party import with_party
from escalate_cli.domain.ticket.people.team import own_name
from escalate_cli.domain.ticket.ticket import Ticket, id_of
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.domain.verbs.carry_out import Effect
from escalate_cli.domain.verbs.priority import Said, Triage, is_vip, spelt, triaged
from escalate_cli.domain.verbs.report_again import KeyedReport, folded, report_again, reports_in
from escalate_cli.errors import UsageError
from escalate_cli.usecases.context import Context, stand
from escalate_cli.usecases.unit_of_work import act_within, must, react_and_save
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.input_validation import TEXT

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.usecases.ports import Transaction


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
    longest: ClassVar[int] = TEXT


class Logged(msgspec.Struct, frozen=True):
    """What became of one draft: a new ticket, or a word on an old one.

    Attributes:
        effect: what that caused.
        routed: why it is with whom, where somebody stands in or nobody is there.
        times: how many drafts of this command became words on that ticket.
        noted: what was done there, where that is no report.
    """

    standing: TicketSnapshot
    is_new: bool
    routed: str = ""
    is_reopened: bool = False
    times: int = 1
    effect: Effect = Effect()
    noted: str = ""


class _Draft(msgspec.Struct, frozen=True):
    """What was said, by its place among all that one command logs."""

    place: int
    said: NewTicket
    key: str | None
    report: KeyedReport


def log(context: Context, drafts: Sequence[NewTicket]) -> list[Logged]:
    """Write issues down, all or none; under a known key some may be words on its ticket."""
    return context.change(lambda tx: log_within(context, tx, drafts))


def log_within(context: Context, tx: "Transaction", drafts: Sequence[NewTicket]) -> list[Logged]:
    """Write issues down within a change, in the order given."""
    tx.pin(context.rules.id, context.source)
    each = (_log(context, tx, same, len(drafts)) for same in _by_key(drafts, context.rules))
    logged = dict(chain.from_iterable(each))
    return [logged[place] for place in range(len(drafts))]


def _by_key(drafts: Sequence[NewTicket], rules: Rules) -> Iterable[list[_Draft]]:
    """Return what has the same key together, and what has none by itself, in order."""
    found: dict[str | int, list[_Draft]] = {}
    for place, said in enumerate(drafts):
        with _naming(place, len(drafts)):
            draft = _Draft(place, said, _key_of(said), _report(said, rules))
        found.setdefault(draft.key or place, []).append(draft)
    return found.values()


def _log(
    context: Context, tx: "Transaction", drafts: Sequence[_Draft], count: int
) -> Iterator[tuple[int, Logged]]:
    """Log drafts with one key: a new ticket, or words on the ticket that has the key."""
    first = {draft.report: draft.place for draft in reversed(drafts)}
    left = sorted(drafts, key=lambda draft: (first[draft.report], draft.place))
    while left:
        logged = _words(context, tx, left)
        if logged is None:
            with _naming(left[0].place, count):
                logged = begin_ticket(context, tx, left[0].said)
        yield from ((draft.place, logged) for draft in left[: logged.times])
        left = left[logged.times :]


def _words(context: Context, tx: "Transaction", drafts: Sequence[_Draft]) -> Logged | None:
    """Add drafts to the ticket of their key, as far as they are about it."""
    known = _with_key(tx, drafts[0].key)
    if known is None:
        return None
    reports = folded(draft.report for draft in drafts)
    done = act_within(context, tx, known.number, lambda at, _: report_again(at, reports))
    times = reports_in(done.effect.events)
    reopened = done.standing.ticket.cycle > known.cycle
    words = Logged(
        done.standing, is_new=False, is_reopened=reopened, times=times, effect=done.effect
    )
    return words if times else None


def begin_ticket(
    context: Context, tx: "Transaction", draft: NewTicket, *, action_of: str | None = None
) -> Logged:
    """Begin a ticket; an action is one that the review of another ticket asked for."""
    logged = replace(_event(context, tx, draft), action_of=action_of)
    said = with_party(logged, logged.begun(), context.rules, context.people)
    context.watch_for_strangers([said])
    history = History([said], context.rules_of(tx))
    effect = react_and_save(context, tx, history)
    return Logged(stand(context, history), is_new=True, routed=logged.routed, effect=effect)


@contextmanager
def _naming(place: int, count: int) -> Iterator[None]:
    """Say which of several tickets a mistake is in."""
    try:
        yield
    except UsageError as error:
        which = f"ticket {place + 1} of {count}: " if count > 1 else ""
        raise UsageError(f"{which}{error}", error.help) from error


def _key_of(draft: NewTicket) -> str | None:
    return input_validation.name_of(draft.key, "the key")


def _description(draft: NewTicket) -> str:
    return input_validation.text_of(draft.description, "the description", draft.longest)


def _report(draft: NewTicket, rules: Rules) -> KeyedReport:
    """Return a draft as a word on a ticket."""
    severe = Said(priority=draft.priority, impact=draft.impact, urgency=draft.urgency)
    text = input_validation.title_of(draft.title)
    if draft.description:
        text = f"{text}\n{_description(draft)}"
    person = input_validation.name_of(draft.requester, "the requester")
    return KeyedReport(text, person, said=must(spelt(severe, rules)))


def _with_key(tx: "Transaction", key: str | None) -> Ticket | None:
    """Return the ticket under a key that is not over, or else the one that was resolved last."""
    found = (t for t in tx.with_key(key) if t.duplicate_of is None) if key else iter(())
    return max(found, key=lambda t: (t.is_active, t.resolved_at or t.logged_at), default=None)


def _requester(context: Context, draft: NewTicket) -> str | None:
    name = input_validation.name_of(draft.requester, "the requester")
    return own_name(name, context.rules, context.people) if name else name


def _must_make_sense(draft: NewTicket) -> None:
    """Refuse a conversation without a requester, or one that both began and did not."""
    if draft.by_phone and draft.outbound:
        raise UsageError(
            "the requester was answered by phone, or has not asked: not both",
            "leave --by-phone or --outbound away",
        )
    if draft.by_phone and draft.requester is None:
        raise UsageError("nobody is named who was answered by phone", "name them: -r NAME")


def _event(context: Context, tx: "Transaction", draft: NewTicket) -> e.TicketLogged:
    _must_make_sense(draft)
    rules = context.rules
    said = Said(priority=draft.priority, impact=draft.impact, urgency=draft.urgency)
    triage = must(triaged(said, Triage(priority=rules.default_priority), rules))
    customer = input_validation.name_of(draft.customer, "the customer")
    return e.TicketLogged(
        title=input_validation.title_of(draft.title),
        description=_description(draft),
        priority=triage.priority,
        impact=triage.impact,
        urgency=triage.urgency,
        requester=_requester(context, draft),
        customer=customer,
        vip=draft.vip or is_vip(customer, context.people),
        service=input_validation.name_of(draft.service, "the service"),
        category=input_validation.name_of(draft.category, "the category"),
        skills=input_validation.names_of(draft.skills, "a skill"),
        tags=input_validation.names_of(draft.tags, "a tag"),
        stakeholders=input_validation.names_of(draft.stakeholders, "a stakeholder"),
        key=_key_of(draft),
        id=id_of(tx.next_number()),
        uid=context.new_uid(),
        rules=RULES,
        outbound=draft.outbound,
        by_phone=draft.by_phone,
        **beginning(context.today, context.now),
        **context.stamp,
    )
