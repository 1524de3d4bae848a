"""The one face that the commands call to show a result."""

# ruff: noqa: PLC0415 - start-up time: each look is imported by the result that needs it
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Final, TextIO, TypeVar

from msgspec import to_builtins

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.invocation import Invocation
from escalate_cli.render.parts.event_text import counted
from escalate_cli.render.parts.field_selection import select
from escalate_cli.render.parts.json_values import Fields
from escalate_cli.render.results import json_documents as d
from escalate_cli.render.results.pages import Pages
from escalate_cli.sanitize import one_line

if TYPE_CHECKING:  # a command imports the one use case that it needs
    from escalate_cli.domain.ticket.authority import Delegation
    from escalate_cli.render.results.action_lines import Asker, Verb
    from escalate_cli.usecases.automation.check import Checked, Pressing
    from escalate_cli.usecases.care.doctor import Symptom
    from escalate_cli.usecases.care.verify import Verified
    from escalate_cli.usecases.insight.list_and_show import Story
    from escalate_cli.usecases.insight.oncall import Duty
    from escalate_cli.usecases.verbs.log import Logged
    from escalate_cli.usecases.verbs.review import OwedReview

T = TypeVar("T")
_MESSAGE: Final = ("key", "ticket", "kind", "to", "state", "created_at", "text")
_REVIEW: Final = ("ticket", "priority", "owner", "resolved_at", "due_at", "overdue", "title")


class Printer(Pages):
    """Shows the other results on stdout, as tables, TSV or JSON.

    Args:
        asker: tells who typed the command, where that matters for the answer.
    """

    def __init__(
        self,
        settings: Invocation,
        stdout: TextIO,
        stderr: TextIO,
        now: datetime,
        zone: str,
        asker: "Callable[[], Asker]",
    ) -> None:
        super().__init__(settings, stdout, stderr, now, zone)
        self._asker = asker

    def full(self, at: datetime) -> str:
        """Write an instant so that it cannot be misread."""
        return self._wall.full(at)

    def tickets(self, standings: Iterable[TicketSnapshot], *, limit: int | None = None) -> None:
        """Show a list of tickets up to a limit; 0 is all, and none what a terminal has room for."""
        if self._out.is_data:
            first = islice(standings, limit or None)
            self._out.records(first, d.TICKET, d.TICKET_COLUMNS, extra=d.PRESSURE)
            return
        from escalate_cli.render.results.tickets_table import list_tickets

        if not list_tickets(self._out, standings, self._wall, limit):
            self.say("no tickets")

    def changed(
        self,
        standings: Sequence[TicketSnapshot],
        verb: "Verb",
        *,
        many: bool = False,
        command: str = "",
    ) -> None:
        """Show the tickets that a verb acted on.

        Args:
            standings: the tickets as they are now.
            verb: what was done.
            many: whether several ids could be given.
            command: its name, where it matters for what comes next.
        """
        if self._wants_ids:
            self._ids(standing.ticket for standing in standings)
        elif self._out.is_data:
            self._out.records(standings, d.TICKET, d.TICKET_COLUMNS, many=many, extra=d.PRESSURE)
        elif not standings:
            self.say("nothing to change")
        else:
            from escalate_cli.render.results.action_lines import changed_lines

            asker, ink = self._asker(), self._out.ink
            self._lines(changed_lines(standings, verb, self._wall, ink, asker, command))

    def logged(self, logged: Sequence["Logged"], *, many: bool = False) -> None:
        """Show what became of new issues; in a pipe the ids alone."""
        if self._wants_ids:
            self._ids(one.standing.ticket for one in logged)
        elif self._out.is_data:
            standings = [one.standing for one in logged]
            self._out.records(standings, d.TICKET, ["id"], many=many, extra=d.PRESSURE)
        else:
            from escalate_cli.render.results.action_lines import logged_lines

            self._lines(logged_lines(logged, self._wall, self._out.ink, self._asker()))

    def story(self, stories: Sequence["Story"], *, many: bool = False) -> None:
        """Show tickets with their whole histories, a page each."""
        if self._out.is_json:
            self._out.records(stories, d.STORY, (), many=many)
        elif self._out.is_data:
            self._out.pairs([d.story_document(story) for story in stories])
        else:
            from escalate_cli.render.results.ticket_page import show_story

            for number, story in enumerate(stories):
                self._lines([""] * (2 if number else 0))
                show_story(self._out.console, story, self._wall)

    def checked(
        self,
        checked: "Checked",
        pressing: "Pressing | None" = None,
        facts: d.CheckCounts | None = None,
        *,
        dry_run: bool = False,
    ) -> None:
        """Show one run of `check`: outside a terminal, a line for each new decision.

        Args:
            checked: what the run did.
            pressing: what is overdue or at risk after it; for terminals and JSON.
            facts: what else stands; for terminals and JSON.
            dry_run: whether it only would have done so.
        """
        for error in checked.errors:
            self.complain(f"{error.ticket}: {error.message}")
        if self._out.is_json:
            document = d.check_document(checked, pressing, facts or d.CheckCounts())
            self._out.json(select(document, self._settings.fields))
        elif self._settings.fields is not None:
            self._out.records(checked.decisions, d.DECISION, tuple(d.DECISION))
        else:
            from escalate_cli.render.parts.decision_text import Phrases

            ink = self._out.ink if self.is_table else None
            phrases = Phrases.of(checked, pressing, ink, dry_run=dry_run)
            if ink is None or self._settings.quiet:
                self._lines(map(phrases.line, checked.decisions))
            else:
                from escalate_cli.render.results.check_page import show_check

                show_check(
                    self._out, checked, pressing, facts or d.CheckCounts(), phrases, self._wall
                )

    def reviews(self, owed: Sequence["OwedReview"]) -> None:
        """Show the reviews that are owed, earliest first."""
        if self._out.is_data:
            self._out.records(owed, d.REVIEW, _REVIEW)
        elif not owed:
            self.say("no review is owed")
        else:
            from escalate_cli.render.results.review_and_outbox_tables import show_reviews

            show_reviews(self._out.console, owed, self._wall)

    def messages(self, messages: Sequence[Message]) -> None:
        """Show what waits in the outbox."""
        if self._out.is_data:
            self._out.records(messages, d.MESSAGE, _MESSAGE)
        elif not messages:
            self.say("the outbox is empty")
        else:
            from escalate_cli.render.results.review_and_outbox_tables import show_messages

            show_messages(self._out.console, messages, self._wall)

    def watch(self, things: Iterable[T], total: int) -> Iterable[T]:
        """Pass things on, and show a person who waits for a table how far they have come."""
        from escalate_cli.render.parts.progress import with_bar

        watched = self._out.may_be_watched and not self._settings.quiet
        return with_bar(things, total, self._stderr) if watched else things

    def verified(self, verified: "Verified") -> None:
        """Show each thing that is not what the histories say."""
        self._out.records(verified.differences, d.DIFFERENCE, tuple(d.DIFFERENCE))
        differences = counted(len(verified.differences), "difference")
        found = differences if verified.differences else "all is as the histories say"
        gone = f"; {counted(verified.redacted, 'event')} redacted" if verified.redacted else ""
        self.say(f"verified {counted(verified.tickets, 'ticket')}: {found}{gone}")

    def symptoms(self, symptoms: Sequence["Symptom"]) -> None:
        """Show what is wrong, each with what to type about it."""
        if self._out.is_data:
            self._out.records(symptoms, d.SYMPTOM, tuple(d.SYMPTOM))
        elif not symptoms:
            self.say("all is well")
        else:
            from escalate_cli.render.results.action_lines import symptom_lines

            self._lines(symptom_lines(symptoms, self._out.ink))

    def delegations(self, lent: Sequence["Delegation"]) -> None:
        """Show whose authority is lent to whom."""
        self._listed(lent, d.DELEGATION, "no authority is lent")

    def on_call(self, duties: Sequence["Duty"]) -> None:
        """Show who takes each team's tickets."""
        self._listed(duties, d.DUTY, "the policy has no teams")

    def _listed(self, things: Sequence[T], known: Fields[T], nothing: str) -> None:
        """Show plain records; a person reads their instants in local time."""
        if self._out.is_data:
            self._out.records(things, known, tuple(known))
        elif things:
            rows = [[self._local(getattr(thing, name)) for name in known] for thing in things]
            self._out.table(tuple(known), rows)
        else:
            self.say(nothing)

    def _local(self, value: object) -> object:
        return self._wall.full(value) if isinstance(value, datetime) else value

    def problems(self, problems: Sequence[Mapping[str, object]], pictured: str, sound: str) -> None:
        """Show what is wrong with a policy, in words with a caret or as records, or its praise."""
        if self._out.is_json or self._settings.fields is not None:
            self.document(problems)
        elif problems:
            self._lines([pictured])
        else:
            self.say(sound)

    def policy(self, policy: Policy) -> None:
        """Show a policy as it was understood."""
        self.document({"schema": d.SCHEMA} | to_builtins(policy, str_keys=True))

    @property
    def _wants_ids(self) -> bool:
        return self._settings.quiet and not self._out.is_json and self._settings.fields is None

    def _ids(self, tickets: Iterable[Ticket]) -> None:
        self._lines(one_line(ticket.id) for ticket in tickets)

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._out.line(line)
