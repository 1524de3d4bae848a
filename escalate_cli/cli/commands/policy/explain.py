"""`escalate policy explain`: what a code of `policy check` means."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.finding_page import explanation_of, explanations
from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.explanation import ExplanationResult

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate policy explain W301", "escalate policy explain")


@shared(lists=True)
def command(
    run: "Wiring",
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="Such as W301 [default: list them all]")
    ] = None,
) -> None:
    """Explain a finding of `policy check` by its code, with an example that has it and one without.

    Without a code, list every code with what it is about.
    """
    if code is None:
        run.printer.document(
            [{"code": each.code.value, "title": each.title} for each in explanations()]
        )
        return
    found = explanation_of(code)
    said = {"severity": found.code.severity, "title": found.title, "why": found.why}
    examples = {"bad": found.bad, "good": found.good}
    run.printer.show(ExplanationResult({"code": found.code.value} | said | examples))
