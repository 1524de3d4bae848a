"""The first day of a team: its policy is checked and tested before anything is written."""

import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from escalate_cli.cli.asking.questions import agree, may_ask
from escalate_cli.cli.check_line import check_command
from escalate_cli.cli.completion.scripts import completion_line
from escalate_cli.cli.first_questions import team_of
from escalate_cli.cli.policies.own_policy import begun_document, has_own_policy, say_of_home
from escalate_cli.errors import DeliveryError, EscalateError, UsageError
from escalate_cli.paths import POLICY_FILE
from escalate_cli.policyfile.loading import check, load, load_tests
from escalate_cli.policyfile.team_policy import FILE, TeamAnswers, policy_text, tests_text
from escalate_cli.render.results.scheduler_lines import cron_line
from escalate_cli.usecases.outbox.list_retry_drop import try_channel
from escalate_cli.usecases.policy.run_policy_tests import run_policy_tests

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring


def begin_team(run: "Wiring", people: Sequence[str], given: Mapping[str, str | None]) -> None:
    """Ask what no option answers, show what comes of it, and write it at the end."""
    asks = may_ask()
    if has_own_policy(run):
        raise UsageError(
            f"{run.beginning.shown} has a policy already", "edit that, or begin in another folder"
        )
    team = team_of(people, given, partial(_sound, run) if asks else None)
    policy, tests = policy_text(team), tests_text(team)
    said = _proved(run, _sound(run, team), tests)
    if asks:
        run.printer.say(policy)
        run.printer.say(f"{said}; it goes to {run.beginning.shown}")
        if not agree("Write it?"):
            raise UsageError("nothing was written", "escalate init asks again")
    say_of_home(run)
    run = run.anew()  # what was said so far went by the store that was found before
    is_new = run.begin(policy, tests)
    run.printer.document(begun_document(run, is_new=is_new))
    run.printer.say(said)
    _try_messages(run.anew(), team)
    run.printer.say(f"cron: {cron_line(check_command(run))}")
    if line := completion_line(os.environ):
        run.printer.say(f"TAB: {line}")
    run.printer.say("next: escalate log 'what is wrong'")


def _sound(run: "Wiring", team: TeamAnswers) -> bytes:
    """Return the policy of a team; raises UsageError where it has an error."""
    source = policy_text(team).encode()
    for problem in check(source, run.today, Path.cwd()):
        if problem.severity == "error":
            raise UsageError(problem.message, problem.help or "nothing was written: say it again")
    return source


def _proved(run: "Wiring", source: bytes, tests: str) -> str:
    """Test a policy before it is written to a file; raises UsageError where a test fails."""
    made = load(source, POLICY_FILE, run.today)
    context = replace(run.anew().context, policy=made, source=source.decode())
    tested = run_policy_tests(
        context, load_tests(tests.encode(), "its tests", made), run.new_memory_store
    )
    if tested.failed:
        raise UsageError("a policy of these answers would not do what it says", "answer otherwise")
    lines = len(source.splitlines())
    return f"policy: {lines} lines, checked, {len(tested.results)} tests passed"


def _try_messages(run: "Wiring", team: TeamAnswers) -> None:
    """Send a test to the first of the team; that it fails is said, and stops nothing."""
    if team.messages == "none":
        return
    try:
        parcel = try_channel(
            run.context, team.messages, next(iter(team.people)), lambda: run.notifier
        )
    except DeliveryError as error:
        run.warn(EscalateError(str(error), f"escalate outbox test {team.messages}"))
        return
    if team.messages == "file":
        run.printer.say(f"a test for {parcel.to} is in {run.place.shown}/{FILE}")
    else:
        run.printer.say(f"{team.messages} took a test for {parcel.to}: did it come?")
