"""`escalate review`: the post-incident review."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.errors import UsageError
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.render.results.recorded_reviews import RecordedReviewsResult
from escalate_cli.render.results.reviews import ReviewsResult
from escalate_cli.usecases.verbs.review import recorded_reviews, review, reviews_owed

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Reports"
EXAMPLES = (
    "escalate review --due",
    "escalate review 12",
    "escalate review 12 --export review-12.md",
    "escalate review 12 --root-cause 'expired certificate' --action 'monitor expiry dates'",
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
        list[str], typer.Option(metavar="TEXT", help="What is done about it; repeat for more.")
    ] = [],  # noqa: B006 - the same
    due: Annotated[bool, typer.Option("--due", help="List the reviews that are owed.")] = False,
    export: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write a review to go on with, as .md or .html."),
    ] = None,
) -> None:
    """Record what was learned from resolved tickets; ids alone show what is recorded.

    An exported review tells what the history knows, and has blocks for what people write. Export
    it again: the facts are renewed, the blocks stay. The page has the blocks of the .md beside it.
    """
    records = bool(root_cause or factor or went_well or action)
    if due and ids:
        raise UsageError("--due lists all reviews that are owed", "leave the ids out")
    if export is not None and (due or records):
        raise UsageError("--export writes what is recorded", "give it alone, with the ticket")
    if export is not None and ids:
        from escalate_cli.cli.exported_review import export_review  # noqa: PLC0415 - start-up time

        export_review(run, ids, export)
        return
    if due:
        run.printer.show(ReviewsResult(reviews_owed(run.context)))
        return
    if not ids:
        raise UsageError("no ticket is named", "name one, or use --due to see what is owed")
    if not records:
        run.printer.show(RecordedReviewsResult(recorded_reviews(run.context, ids)))
        return
    done = review(
        run.context, ids, root_cause=root_cause, factors=factor, went_well=went_well, actions=action
    )
    run.printer.show(ChangedResult(done, "reviewed", many=len(ids) > 1))
