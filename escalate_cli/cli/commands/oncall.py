"""`escalate oncall`: whose turn it is, and who takes or swaps one."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Message
from escalate_cli.domain.time.duration import parse_duration
from escalate_cli.errors import UsageError
from escalate_cli.render.results.oncall import DutyTakenResult, OncallResult
from escalate_cli.usecases.insight.oncall import on_call
from escalate_cli.usecases.verbs import duty

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

ICS_FOR = "12w"

PANEL = "Escalation"
EXAMPLES = (
    "escalate oncall",
    "escalate oncall network --at 'tomorrow 9:00'",
    "escalate oncall network --for 4w",
    "escalate oncall network --ics > network.ics",
    "escalate oncall network --override di --until 'mon 9:00' -m 'cy is ill'",
    "escalate oncall network --swap cy di --at 'mon 9:00'",
)


@shared(lists=True, arranged=True)
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
    within: Annotated[
        str | None,
        typer.Option(
            "--for", metavar="DURATION", help="Show the whole time, with everybody's hours."
        ),
    ] = None,
    ics: Annotated[
        bool, typer.Option("--ics", help="Print it as a calendar file [default: of 12w]")
    ] = False,
) -> None:
    """Show who takes a team's tickets, until when, and who stands in; or take or swap a turn.

    Nights are from 22:00 to 06:00, weekends Saturday and Sunday, in the zone of the policy. Of a
    turn that several share each has all hours.
    """
    _must_go_together(team, override, since, until, swap)
    if override and at:
        raise UsageError("--at is of a look or a swap", "an override begins --from TIME")
    if (override or swap) and (within or ics):
        raise UsageError("--for and --ics show a roster, and change none", "make the change first")
    moment = run.instant(at) if at else run.now
    if team and override and until:
        begins = run.instant(since) if since else None
        ends = run.instant(until)
        done = duty.override(run.context, team, override, begins, ends, message)
        run.printer.show(DutyTakenResult(done))
    elif team and swap:
        run.printer.show(DutyTakenResult(duty.swap(run.context, team, *swap, moment, message)))
    elif within or ics:
        _show_roster(run, team, moment, within or ICS_FOR, ics=ics)
    else:
        run.printer.show(OncallResult(on_call(run.context, team, moment)))


def _show_roster(
    run: "Wiring", team: str | None, since: datetime, within: str, *, ics: bool
) -> None:
    """Show a time as tables, or as a calendar."""
    from escalate_cli.render.results.duty_calendar import DutyCalendarResult  # noqa: PLC0415 - start-up time
    from escalate_cli.render.results.roster import RosterResult  # noqa: PLC0415 - start-up time
    from escalate_cli.usecases.insight.roster import rosters  # noqa: PLC0415 - start-up time

    asked = run.settings
    if asked.sort or asked.group_by or asked.limit is not None:
        raise UsageError(
            "--sort, --group-by and -n are of the list of teams",
            "leave them away: a roster is in the order of time",
        )
    found = rosters(run.context, team, since, parse_duration(within).resolve(None))
    people = run.policy.people.people
    run.printer.show(DutyCalendarResult(found, people) if ics else RosterResult(found))


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
