"""A review in questions: what was learned from a ticket that has none yet."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

import typer

from escalate_cli.cli.asking.questions import ask, ask_fit, forget_typed_ahead
from escalate_cli.cli.typed.review_actions import review_action
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.verbs.review import NewReview

if TYPE_CHECKING:
    from escalate_cli.domain.ticket.ticket import Ticket
    from escalate_cli.usecases.verbs.review_actions import NewAction
    from escalate_cli.wiring import Wiring

T = TypeVar("T")


def asked_for_review(run: "Wiring", ticket: "Ticket") -> NewReview | None:
    """Ask what was learned from a ticket; nothing where it is not said what caused it."""
    forget_typed_ahead()
    typer.echo(f"{one_line(f'{ticket.id} has no review: {ticket.title}')}", err=True)
    cause = ask("What caused it? Enter records none:")
    if not cause:
        return None

    def action(typed: str) -> "NewAction | None":
        return review_action(run, typed) if typed else None

    typer.echo("Each of these takes several lines; an empty one ends.", err=True)
    return NewReview(
        root_cause=cause,
        factors=tuple(_lines("What contributed?", str)),
        went_well=tuple(_lines("What went well?", str)),
        actions=tuple(_lines("What is done about it? (it may end in owner:NAME due:TIME)", action)),
    )


def _lines(question: str, read: Callable[[str], T | None]) -> Iterator[T]:
    while said := ask_fit(question, "", read):
        yield said
