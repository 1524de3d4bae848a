"""`escalate oncall`: whose turn it is, and who takes or swaps one."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.arguments import Message
from escalate_cli.cli.global_options import shared
from escalate_cli.errors import UsageError
from escalate_cli.render.results.oncall import DutyTakenResult, OncallResult
from escalate_cli.usecases.insight.oncall import on_call
from escalate_cli.usecases.verbs import duty

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Escalation"
EXAMPLES = (
    "escalate oncall",
    "escalate oncall network --at 'tomorrow 9:00'",
    "escalate oncall network --override di --until 'mon 9:00' -m 'cy is ill'",
    "escalate oncall network --swap cy di --at 'mon 9:00'",
)


@shared(lists=True)
def command(
    run: "Wiring",
    team: Annotated[
        str | None, typer.Argument(metavar="[TEAM]", help="A team [default: all of them]")
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="When [default: now]")] = None,
    override: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Who takes over the duty, or @me.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="From when on [default: now]")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="TIME", help="Until when.")] = None,
    swap: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="PERSON PERSON", help="Who have each other's turn, by --at."),
    ] = None,
    message: Message = "",
) -> None:
    """Show who takes a team's tickets, until when, and who stands in; or take or swap a turn."""
    _must_go_together(team, override, since, until, swap)
    moment = run.instant(at) if at else run.now
    if team and override and until:
        begins = run.instant(since) if since else None
        ends = run.instant(until)
        done = duty.override(run.context, team, override, begins, ends, message)
        run.printer.show(DutyTakenResult(done))
    elif team and swap:
        run.printer.show(DutyTakenResult(duty.swap(run.context, team, *swap, moment, message)))
    else:
        run.printer.show(OncallResult(on_call(run.context, team, moment)))


def _must_go_together(
    team: str | None,
    override: str | None,
    since: str | None,
    until: str | None,
    swap: tuple[str, str] | None,
) -> None:
    """Refuse half of a change of duty."""
    if (override or swap) and not team:
        raise UsageError("nobody says whose duty", "name a team: escalate oncall TEAM …")
    if override and swap:
        raise UsageError("--override and --swap are two changes", "make one after the other")
    if override and not until:
        raise UsageError("an override needs an end", "add --until TIME")
    if (since or until) and not override:
        raise UsageError("--from and --until are of an override", "add --override PERSON")
