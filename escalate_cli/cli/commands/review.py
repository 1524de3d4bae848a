"""`escalate review`: the post-incident review."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.asking.questions import may_ask
from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.review_actions import review_action
from escalate_cli.errors import UsageError
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.render.results.recorded_reviews import RecordedReviewsResult
from escalate_cli.render.results.reviews import ReviewsResult
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.verbs.review import (
    NewReview,
    NotReviewedError,
    recorded_reviews,
    review,
    reviews_owed,
)
from escalate_cli.usecases.verbs.review_actions import actions_of

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Reports"
EXAMPLES = (
    "escalate review --due",
    "escalate review 12",
    "escalate review 12 --export review-12.md",
    "escalate review 12 --root-cause 'expired key' --action 'watch expiry due:fri'",
    "escalate review 12 --answered",
)


@shared(lists=True, arranged=True, sends=True)
def command(
    run: "Wiring",
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Tickets, as T-12 or 12.")
    ] = None,
    root_cause: Annotated[str, typer.Option(metavar="TEXT", help="What caused it.")] = "",
    factor: Annotated[
        list[str], typer.Option(metavar="TEXT", help="What contributed; repeat for more.")
    ] = [],  # noqa: B006 - Typer makes a new list each time
    went_well: Annotated[
        list[str], typer.Option(metavar="TEXT", help="What went well; repeat for more.")
    ] = [],  # noqa: B006 - the same
    action: Annotated[
        list[str],
        typer.Option(
            metavar="TEXT", help="What is done, each a ticket; may end in owner:NAME due:TIME."
        ),
    ] = [],  # noqa: B006 - the same
    due: Annotated[
        bool, typer.Option("--due", help="List the reviews and actions that are owed.")
    ] = False,
    answered: Annotated[
        bool, typer.Option("--answered", help="The policy in use was changed for it.")
    ] = False,
    export: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write a review to go on with, as .md or .html."),
    ] = None,
) -> None:
    """Record what was learned from resolved tickets; ids alone show what is recorded.

    An exported review tells what the history knows, and has blocks for what people write. Export
    it again: the facts are renewed, the blocks stay. The page has the blocks of the .md beside it.
    """
    said = NewReview(
        root_cause=root_cause,
        factors=factor,
        went_well=went_well,
        actions=[review_action(run, each) for each in action],
        answered=answered,
    )
    records = said != NewReview(root_cause="", factors=[], went_well=[], actions=[])
    if due and ids:
        raise UsageError("--due lists all reviews that are owed", "leave the ids out")
    if export is not None and (due or records):
        raise UsageError("--export writes what is recorded", "give it alone, with the ticket")
    if ids and records and not due:
        _record(run, ids, said)
    else:
        _show(run, ids or [], export, due=due)


def _record(run: "Wiring", ids: list[str], said: NewReview) -> None:
    done = review(run.context, ids, said)
    for ticket, text in actions_of(done):
        run.printer.say(f"{ticket} tracks: {one_line(text)}")
    run.printer.show(ChangedResult(done, "reviewed", many=len(ids) > 1))


def _show(run: "Wiring", ids: list[str], export: str | None, *, due: bool) -> None:
    """Show what is owed or recorded, or write it into a file."""
    if due:
        owed = reviews_owed(run.context)
        run.printer.show(ReviewsResult(owed))
        if run.printer.is_table and not owed and run.policy.rules.review is None:
            run.printer.say("the policy asks for none; its key review would")
        return
    if not ids:
        raise UsageError("no ticket is named", "name one, or use --due to see what is owed")
    if export is None:
        _show_recorded(run, ids)
        return
    from escalate_cli.cli.exported_review import export_review  # noqa: PLC0415 - start-up time

    export_review(run, ids, export)


def _show_recorded(run: "Wiring", ids: list[str]) -> None:
    """Show what is recorded; on a terminal, ask for the review that one ticket has not."""
    try:
        run.printer.show(RecordedReviewsResult(recorded_reviews(run.context, ids)))
    except NotReviewedError as error:
        asks = may_ask() and run.printer.is_table and not run.printer.is_quiet
        if not asks or len(ids) > 1 or error.ticket.is_active:
            raise
        from escalate_cli.cli.asking.review_questions import (  # noqa: PLC0415 - few are asked
            asked_for_review,
        )

        said = asked_for_review(run, error.ticket)
        if said is None:
            raise
        _record(run, ids, said)
