"""A post-incident review as a document: what the history tells, and blocks for what it does not."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from escalate_cli.domain.figures.period_figures import PeriodFigures
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.render.pages.documents import HandOut, HandOutSection, escaped
from escalate_cli.render.parts.words.event_text import counted, headline
from escalate_cli.render.parts.words.time_text import Wall, length_of
from escalate_cli.render.parts.words.timeline import all_that_matter
from escalate_cli.usecases.insight.incident_record import IncidentRecord

BLOCKS: Final[Mapping[str, str]] = {
    "summary": "Summary",
    "factors": "Contributing factors",
    "went-well": "What went well",
    "went-badly": "What went badly",
    "luck": "Where we were lucky",
    "actions": "Actions: what, who, by when",
    "final-message": "Final message to the customer",
}
"""The parts that people write, by name."""


def begin_of_title(ticket_id: str) -> str:
    """Return how the title of a ticket's review begins, whatever the ticket is called by now."""
    return f"Review of {ticket_id}: "


def review_document(facts: IncidentRecord, wall: Wall, typed: Mapping[str, str]) -> HandOut:
    """Return a review; a block that was not typed yet has what is recorded as its draft."""
    ticket = facts.ticket
    summary, *blocks = [
        HandOutSection(title, block=name, typed=typed.get(name, draft))
        for (name, title), draft in zip(BLOCKS.items(), _drafts(facts), strict=True)
    ]
    told = (
        ("The ticket", _ticket(facts, wall)),
        ("Impact", _impact(facts)),
        ("Detection", _detection(facts, wall)),
        ("Response", _response(facts, wall)),
        ("Timeline", _timeline(facts, wall)),
    )
    return HandOut(
        title=begin_of_title(ticket.id) + ticket.title,
        lead=_lead(facts, wall),
        sections=[summary, *(HandOutSection(title, list(items)) for title, items in told), *blocks],
        foot="Made by escalate from the history; what stands in the blocks above is people's, and "
        "stays when this is written anew.",
    )


def _drafts(facts: IncidentRecord) -> Iterator[str]:
    """Yield what is recorded for each block, in order."""
    learned = facts.recorded.learned if facts.recorded else None
    yield ""
    yield _list((learned.root_cause, *learned.factors) if learned else ())
    yield _list(learned.went_well if learned else ())
    yield ""
    yield ""
    yield _list(learned.actions if learned else ())
    said = [answer.written for answer in facts.answers if answer.written]
    yield "\n".join(escaped(line) for line in said[-1].splitlines()) if said else ""


def _list(texts: Iterable[str]) -> str:
    return "\n".join(f"- {escaped(text)}" for text in texts)


def _lead(facts: IncidentRecord, wall: Wall) -> str:
    ticket, figures = facts.ticket, facts.figures
    over = f"resolved {wall.moment(ticket.resolved_at)}" if ticket.resolved_at else ticket.status
    missed = f"{figures.breached} of {counted(figures.judged, 'promise')} missed"
    return f"{ticket.priority}, logged {wall.moment(ticket.logged_at)}, {over}; {missed}."


def _ticket(facts: IncidentRecord, wall: Wall) -> Iterator[str]:
    ticket = facts.ticket
    yield f"lead: {ticket.owner or 'nobody'}, at {ticket.level}"
    yield from _said("customer", ticket.customer, "service", ticket.service)
    first, *changes = facts.priorities
    yield f"priority {first.priority}" + "".join(
        f", {each.priority} from {wall.dated(each.since)}" for each in changes
    )
    if ticket.resolution:
        yield f"resolved by: {ticket.resolution}"


def _said(*pairs: str | None) -> Iterator[str]:
    """Yield what is known, each after its name."""
    for name, value in zip(pairs[::2], pairs[1::2], strict=True):
        if value:
            yield f"{name}: {value}"


def _impact(facts: IncidentRecord) -> Iterator[str]:
    for each in facts.priorities:
        yield f"{length_of(each.spent)} of business time as {each.priority}"
    for clock in facts.figures.clocks:
        if clock.judged:
            yield f"{spaced(clock.clock)}: {clock.breached} of {clock.judged} missed"
    complaints = facts.figures.complaints.n
    if complaints:
        yield counted(complaints, "complaint")
    if facts.duplicates:
        yield f"reported again as {', '.join(facts.duplicates)}"


def _detection(facts: IncidentRecord, wall: Wall) -> Iterator[str]:
    ticket = facts.ticket
    by = ticket.requester or facts.events[0].by
    source = f", from {ticket.source}" if ticket.source else ""
    yield f"reported by {by}{source}, {wall.moment(ticket.logged_at)}"
    yield f"nobody had taken it for {length_of(facts.untaken)} of business time"


def _response(facts: IncidentRecord, wall: Wall) -> Iterator[str]:
    figures = facts.figures
    for clock in (ClockName.ACKNOWLEDGE, ClockName.RESOLVE):
        took = _took(figures, clock)
        if took:
            yield took
    if facts.answers:
        yield f"first answer {wall.moment(facts.answers[0].at)} by {facts.answers[0].by}"
    for level in figures.levels:
        yield f"at {level.level}: {length_of(level.spent)}, {counted(level.visits, 'visit')}"
    for name, often in (("moved up", figures.escalations), ("handed back", figures.returns)):
        if often.n:
            yield f"{name} {counted(often.n, 'time')}"


def _took(figures: PeriodFigures, name: str) -> str:
    times = next(clock.elapsed for clock in figures.clocks if clock.clock == name)
    mean = " on average" if times.n > 1 else ""
    return f"time to {name}: {length_of(times.mean)}{mean}" if times.n else ""


def _timeline(facts: IncidentRecord, wall: Wall) -> Iterator[str]:
    shown = all_that_matter(facts.events)
    for event in shown:
        when = f"{wall.day(event.at)} {wall.clock(event.at)}"
        yield f"{when} #{event.seq} {event.by}: {headline(event, wall)}"
    rest = len(facts.events) - len(shown)
    if rest:
        yield f"and {rest} more of no effect of their own: escalate show {facts.ticket.id} --all"
