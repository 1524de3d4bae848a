"""Decisions in words: `T-12 P1 one-hour: L1 -> L2, notice to bo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.events.wording import notice, spaced
from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.render.parts.words.event_text import move
from escalate_cli.sanitize import one_line

if TYPE_CHECKING:  # a command imports the one use case that it needs
    from collections.abc import Container, Iterable, Mapping

    from escalate_cli.domain.engine.decision import Decision
    from escalate_cli.domain.ticket.ticket import Ticket
    from escalate_cli.render.parts.screen.ansi import Ansi
    from escalate_cli.usecases.automation.check import Checked, Pressing

BREACH: Final = "breach"
_DID: Final[Mapping[str, str]] = {
    Action.ESCALATED: "{move}",
    Action.NOTIFIED: Action.NOTIFIED,
    Action.PRIORITISED: "priority set",
    Action.SUPERSEDED: "superseded by {other}",
    Action.SATISFIED: "at {top} already",
    Action.UNANSWERED: "unanswered, no higher level has all its skills",
    Action.LAPSED: "lapsed, no longer true",
    Action.RECORDED: "breached",
    Action.RESUMED: "wait over, resumed",
    Action.RELEASED: "released, its owner did nothing for too long",
    Action.CLOSED: Action.CLOSED,
    Action.REOPENED: Action.REOPENED,
    Action.APPROVED: "approved, nobody answered",
    Action.ASKED: "asked for a yes to {move}",
}
_WOULD: Final[Mapping[str, str]] = {
    Action.ESCALATED: "would go {move}",
    Action.NOTIFIED: "would notify",
    Action.PRIORITISED: "would set the priority",
    Action.SUPERSEDED: "would be superseded by {other}",
    Action.SATISFIED: "is at {top} already",
    Action.UNANSWERED: "would find no higher level that has all its skills",
    Action.LAPSED: "would lapse, no longer true",
    Action.RECORDED: "would record its breach",
    Action.RESUMED: "would resume, the wait is over",
    Action.RELEASED: "would be released, if its owner does nothing",
    Action.CLOSED: "would close",
    Action.REOPENED: "would be reopened",
    Action.APPROVED: "would be approved, nobody answered",
    Action.ASKED: "would ask for a yes to {move}",
}


class Phrases:
    """Words for the decisions of one run.

    Args:
        decisions: all of them, as some name others.
        tickets: those they are about, as far as known, for their priorities.
        pressing: more such tickets.
        unreachable: those whom no channel reaches.
        ink: the terminal they are for; nothing for a pipe, which gets ASCII.
        dry_run: whether they only would have been taken.
    """

    def __init__(
        self,
        decisions: Iterable[Decision],
        tickets: Iterable[Ticket] = (),
        pressing: Pressing | None = None,
        *,
        unreachable: Container[str] = (),
        ink: Ansi | None = None,
        dry_run: bool = False,
    ) -> None:
        found = (*pressing.overdue, *pressing.at_risk) if pressing else ()
        known = (*tickets, *(standing.ticket for standing in found))
        self._titles = {ticket.id: ticket.title for ticket in known}
        self._priorities = {ticket.id: ticket.priority for ticket in known}
        self._triggers = {decision.key: decision.trigger for decision in decisions}
        self._arrow = ink.sign("→") if ink else "->"
        self._unreachable = unreachable
        self._dry_run = dry_run

    @classmethod
    def of(cls, checked: Checked, ink: Ansi | None, *, dry_run: bool) -> Phrases:
        """Return words for all that one run of `check` decided."""
        return cls(
            checked.decisions,
            checked.tickets,
            checked.pressing,
            unreachable=checked.unreachable,
            ink=ink,
            dry_run=dry_run,
        )

    @property
    def title(self) -> str:
        """Return the heading for what was decided."""
        return "Would be done now" if self._dry_run else "Done now"

    def priority(self, decision: Decision) -> str:
        """Return the priority of the decision's ticket, or nothing where it is not known."""
        return self._priorities.get(decision.ticket, "")

    def title_of(self, decision: Decision) -> str:
        """Return the title of the decision's ticket, or nothing where it is not known."""
        return self._titles.get(decision.ticket, "")

    def name(self, decision: Decision) -> str:
        """Return the rule's name, or the clock's for people."""
        return spaced(decision.trigger) if decision.type == BREACH else decision.trigger

    def outcome(self, decision: Decision) -> str:
        """Say what became of a finding, but not whom a message was written for."""
        words = (_WOULD if self._dry_run else _DID).get(decision.action, decision.action)
        return words.format(
            move=move(decision.origin, decision.to, self._arrow),
            other=self._triggers.get(decision.superseded or "", "a higher move"),
            top=f"{decision.to} or above" if decision.to else "the top",
        )

    def notified(self, decision: Decision) -> tuple[str, ...]:
        """Name the people whom a message is for; those whom it cannot reach are marked."""
        lost = self._unreachable
        named = tuple(f"{n} (no contact)" if n in lost else n for n in decision.notified)
        return named or (("nobody",) if decision.routed else ())

    def line(self, decision: Decision) -> str:
        """Say it all in one line with full times, as mails and logs need it."""
        outcome, names = self.outcome(decision), self.notified(decision)
        told = notice(names)
        if self._dry_run and names:
            told = f"would notify {', '.join(names)}"
        if decision.type == BREACH:
            outcome += f", due {format_instant(decision.since)}"
        said = told if told and decision.action == Action.NOTIFIED else _listed(outcome, told)
        about = " ".join(filter(None, (decision.ticket, self.priority(decision), decision.trigger)))
        title = self.title_of(decision)
        of = f" ({title})" if title else ""
        return one_line(f"{about}: {_listed(said, decision.routed)}{of}")


def brief(decision: Decision, arrow: str = "->") -> str:
    """Say in a few words what a decision did, or what somebody did."""
    if decision.type == BREACH:
        return f"{decision.trigger} breached"
    done = move(decision.origin, decision.to, arrow) if decision.to else ""
    if decision.action == Action.ESCALATED and done:
        return f"{decision.trigger} {done}"
    told = ",".join(decision.notified)
    return " ".join(part for part in (decision.trigger, decision.action, told) if part)


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
