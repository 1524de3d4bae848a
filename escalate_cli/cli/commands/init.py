"""`escalate init`: begin a team's folder here."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.asking.questions import may_ask
from escalate_cli.cli.global_options import shared
from escalate_cli.cli.policies.named_policy import read_tests_of
from escalate_cli.cli.policies.own_policy import begun_document, has_own_policy, say_of_home
from escalate_cli.errors import UsageError
from escalate_cli.policyfile.samples import BUILT_IN, sample_names, sample_policy, sample_tests

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = (
    "escalate init",
    "escalate init --sample it-support",
    "escalate init --person tom=tom@example.org --person sue --lead sue",
)


def _answer(about: str, metavar: str) -> object:
    return typer.Option(metavar=metavar, help=about)


@shared
def command(
    run: "Wiring",
    sample: Annotated[
        str | None, typer.Option(metavar="NAME", help=f"Begin with {', '.join(sample_names())}.")
    ] = None,
    person: Annotated[
        list[str], typer.Option(metavar="NAME[=ADDRESS]", help="Who is in the team; repeatable.")
    ] = [],  # noqa: B006 - Typer makes a new list each time
    first: Annotated[str | None, _answer("Who takes new tickets.", "NAMES")] = None,
    deeper: Annotated[str | None, _answer("Who takes what they hand on.", "NAMES")] = None,
    lead: Annotated[str | None, _answer("Who is told of what is late.", "NAME")] = None,
    answer: Annotated[str | None, _answer("How soon the most urgent is taken.", "DURATION")] = None,
    solve: Annotated[str | None, _answer("How soon it is solved.", "DURATION")] = None,
    hours: Annotated[str | None, _answer("When the team works.", "DAYS HOURS")] = None,
    zone: Annotated[str | None, _answer("The time zone of that.", "ZONE")] = None,
    messages: Annotated[
        str | None, _answer("Where messages go: file, mail or none.", "WAY")
    ] = None,
) -> None:
    """Make a store in this folder, with a policy to edit and its tests; nothing is overwritten.

    On a terminal it asks who is in the team and how fast it is, unless `--sample` or `--policy` is
    given, and writes at the end. In a pipe `--person` and the other answers do the same, and
    nothing is asked. The policy of a file that `--policy` names becomes the store's own.
    """
    given = {
        "first": first,
        "deeper": deeper,
        "lead": lead,
        "answer": answer,
        "solve": solve,
        "hours": hours,
        "zone": zone,
        "messages": messages,
    }
    is_answered = bool(person) or any(value is not None for value in given.values())
    is_there = has_own_policy(run)
    if run.settings.policy and (sample or is_answered):
        raise UsageError("--policy names a policy, and so do other options", "give one of them")
    if run.policy_file.is_named and not (sample or is_answered):
        _begin_with(run, *_policy_and_tests(run))
        return
    if sample is None and (is_answered or (may_ask() and not is_there)):
        from escalate_cli.cli.first_day import begin_team  # noqa: PLC0415 - start-up time

        begin_team(run, person, given)
        return
    name = sample or BUILT_IN
    _begin_with(run, sample_policy(name), sample_tests(name))


def _policy_and_tests(run: "Wiring") -> tuple[str, str]:
    """Return the policy that was named, if it is sound, and the tests beside it."""
    file = run.policy_file
    source = file.in_force.source
    tests = read_tests_of(file.path) if file.path else None
    return source, tests.decode() if tests else ""


def _begin_with(run: "Wiring", policy: str, tests: str) -> None:
    """Make a store with a policy and its tests."""
    say_of_home(run)
    run = run.anew()  # what was said so far went by the store that was found before
    is_new = run.begin(policy, tests)
    run.printer.document(begun_document(run, is_new=is_new))
    if is_new:
        run.printer.say("next: name your people in the policy, then: escalate policy check")
    else:
        run.printer.say("the store was there already; nothing was changed")
    doubt = run.doubt()
    if doubt:
        run.warn(doubt)
