"""Report again: logs under the key of a ticket are words on it, and perhaps reopen it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import cast

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.people.team import staff_of
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.verbs.keep_informed import is_informed, keep_informed
from escalate_cli.domain.verbs.outcome import Done
from escalate_cli.domain.verbs.priority import Said
from escalate_cli.domain.verbs.report_severity import named, raised
from escalate_cli.domain.verbs.resolve import reopen
from escalate_cli.domain.verbs.situation import Situation

MOST_TEXTS = 100
"""So many texts of one command become notes of their own; the others are counted in one more."""


class KeyedReport(msgspec.Struct, frozen=True):
    """What was reported, once or several times in the same words.

    Attributes:
        person: for whom it is, if somebody else passes it on; who is neither of the team nor a
            machine is kept informed from then on, and speaks for the requester's side.
        said: how severe it is.
    """

    text: str
    person: str | None = None
    times: int = 1
    said: Said = Said()


def folded(reports: Iterable[KeyedReport]) -> list[KeyedReport]:
    """Return each report once, in order, with how often it was made."""
    return [replace(each, times=times) for each, times in Counter(reports).items()]


def report_again(at: Situation, reports: Sequence[KeyedReport]) -> Done:
    """Add reports to their ticket: words of the requester's side, or notes for the team.

    A ticket that is over is reopened, if it was resolved lately; a word of the requester's side is
    one on it as long as it is not closed; any other report is not about it, nor what comes later.
    Each note counts how many reports it is of; one that is worse than the ticket, and than every
    report before it, raises the priority.
    """
    again = _reopened(at, reports[0].text)
    is_open = at.ticket.is_active or bool(again)
    theirs = [(each, _is_theirs(each, at)) for each in reports]
    if not is_open:
        theirs = list(takewhile(lambda each: _is_word(each[0], at), theirs))
    if not theirs:
        return Done()
    joining = (each.person for each, _ in theirs if each.person and _joins(each.person, at))
    joined = keep_informed(at, (*at.ticket.stakeholders, *joining)).events
    first, *others = _notes(at, theirs)
    severe = (triage for each, _ in theirs if (triage := named(at, each.said)))
    worse = raised(at, severe, anew=bool(again)) if is_open else ()
    return Done((*joined, first, *again, *others, *worse))


def reports_in(events: Iterable[e.Event]) -> int:
    """Count the reports that events tell of."""
    return sum(event.reports for event in events)


def _notes(at: Situation, reports: Sequence[tuple[KeyedReport, bool]]) -> "Iterator[e.NoteAdded]":
    """Yield a note for each text, and where there are too many, one that tells of the others."""
    for each, theirs in reports[:MOST_TEXTS]:
        said = "reported again" if each.times == 1 else f"reported {each.times} times"
        yield _note(at, f"{said}: {each.text}", each, theirs=theirs)
    others = reports[MOST_TEXTS:]
    if others:
        times = sum(each.times for each, _ in others)
        texts = f"{len(others)} other text{'s' if len(others) > 1 else ''}"
        text = f"reported {times} times in {texts}, more than are kept of one command"
        together = KeyedReport(text, times=times)
        yield _note(at, text, together, theirs=any(theirs for _, theirs in others))


def _note(at: Situation, text: str, report: KeyedReport, *, theirs: bool) -> "e.NoteAdded":
    severe = named(at, report.said)
    return e.NoteAdded(
        text=text,
        times=report.times,
        reported=True,
        priority=severe.priority if severe else None,
        public=theirs,
        from_requester=theirs,
        **at.stamp,
    )


def _reopened(at: Situation, text: str) -> tuple[e.Event, ...]:
    """Return what reopens a ticket that was resolved within `reopen_within`; else nothing."""
    within, resolved_at = at.rules.reopen_within, at.ticket.resolved_at
    if within is None or resolved_at is None:
        return ()
    is_late = at.now > within.from_(resolved_at, at.rules.calendar)
    return () if is_late else cast("Done", reopen(at, text)).events


def _is_word(report: KeyedReport, at: Situation) -> bool:
    """Tell whether a report is a word on a ticket that is over, and comes to anything."""
    listens = at.ticket.status is Status.RESOLVED and at.rules.after_resolution != "ignore"
    return listens and at.party_of(report.person or at.by) is Party.REQUESTER


def _is_theirs(report: KeyedReport, at: Situation) -> bool:
    """Tell whether a report is of the requester's side."""
    joins = report.person is not None and _joins(report.person, at)
    return joins or at.party_of(report.person or at.by) is Party.REQUESTER


def _joins(person: str, at: Situation) -> bool:
    """Tell whether somebody becomes a stakeholder by what was reported for them."""
    who = at.people.identity(person)
    if at.party_of(person) is Party.MACHINE or who in staff_of(at.policy.rules, at.people):
        return False
    return not is_informed(at, person)
