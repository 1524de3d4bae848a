"""`escalate doctor`: what is wrong, and what to type about it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import asdict

import escalate_cli
from escalate_cli.cli.bytecode import lack_of_bytecode
from escalate_cli.cli.check_line import check_command
from escalate_cli.cli.global_options import shared
from escalate_cli.domain.policy.finding_code import IDLE
from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.errors import DistrustedError, EscalateError, ExitCode, PolicyError
from escalate_cli.notify.channels import lack_of
from escalate_cli.policyfile.loading import check
from escalate_cli.policyfile.policy_file import folder_of
from escalate_cli.render.results.doctor import DoctorResult
from escalate_cli.render.results.scheduler_lines import ADVICE, Scheduler, cron_line, files_for
from escalate_cli.usecases.care.doctor import examine
from escalate_cli.usecases.care.store_care import Symptom
from escalate_cli.usecases.ports import View

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = (
    "escalate doctor",
    "escalate doctor --restore",
    "escalate doctor --units systemd",
    "escalate doctor --json",
)


def _of_policy(run: "Wiring") -> Iterator[Symptom]:
    """Count what `policy check` says."""
    try:
        file = run.policy_file
        every = check(file.content, run.today, folder_of(file.path) if file.path else None)
        problems = [problem for problem in every if problem.code not in IDLE]
    except PolicyError as error:
        remedy = error.help or "escalate policy check"
        yield Symptom(check="policy", found=str(error), remedy=remedy)
        return
    if problems:
        first = problems[0]
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        found = f"the policy, line {first.line}: {first.message}{more}"
        yield Symptom(check="policy", found=found, remedy="escalate policy check")


def _of_channels(run: "Wiring") -> Iterator[Symptom]:
    """Look for what the policy's channels lack on this machine."""
    means = run.means
    if means.distrust:
        yield Symptom(check="channels", found=means.distrust[0], remedy=means.distrust[1])
    for channel in run.policy.people.channels.values():
        lack = lack_of(channel, means)
        if lack is not None:
            found = f"channel {channel.id}: {lack[0]}"
            yield Symptom(check="channels", found=found, remedy=lack[1])


def _of_bytecode() -> Iterator[Symptom]:
    """Look whether Python must compile the program at every start."""
    lack = lack_of_bytecode(escalate_cli.__file__)
    if lack is not None:
        yield Symptom(check="bytecode", found=lack[0], remedy=lack[1])


def _of_cache(run: "Wiring") -> Iterator[Symptom]:
    """Look whether compiled policies are kept for the commands to come."""
    lack = run.library.folder.lack()
    if lack is not None:
        found = f"{lack[0]}, so that every command reads the policy anew"
        yield Symptom(check="cache", found=found, remedy=lack[1])


def _of_tickets(run: "Wiring", view: View) -> Iterator[Symptom]:
    """Look at channels and tickets, unless what is wrong with files or policy forbids it."""
    try:
        yield from _of_channels(run)
        line = cron_line(check_command(run))
        shown = run.printer.full if run.printer.is_table else format_instant
        yield from examine(run.context, view, run.printer.watch, line, shown)
    except EscalateError as error:
        remedy = error.help or "mend what is named above first, then escalate doctor"
        yield Symptom(check="tickets", found=f"not examined: {error}", remedy=remedy)


def _of_store(run: "Wiring") -> Iterator[Symptom]:
    """Look at files and tickets, unless they are somebody else's or not there."""
    doubt = run.doubt()
    if isinstance(doubt, DistrustedError):
        yield Symptom(check="owner", found=str(doubt), remedy=doubt.help or "ls -l")
        return
    care = run.care
    if not care.is_begun():
        run.printer.say(f"there is no ticket in {run.place.shown} yet")
        return
    examined = care.examine()
    yield from examined.symptoms
    if examined.view is not None:
        yield from _of_tickets(run, examined.view)


def _print_units(run: "Wiring", scheduler: Scheduler) -> None:
    """Print what makes `check` run by itself, a file after the other."""
    run.must_be_a_store()
    files = files_for(scheduler, check_command(run))
    if run.printer.writer.is_json:
        run.printer.document(files)
        return
    heads = [f"# {name}\n" for name in files] if len(files) > 1 else [""]
    texts = (f"{head}{text}" for head, text in zip(heads, files.values(), strict=True))
    run.printer.print_lines("\n".join(texts).splitlines())
    run.printer.say(ADVICE[scheduler])


def _restored(run: "Wiring") -> bool:
    """Put sound versions in the place of damaged files; tell whether all could be mended."""
    done = run.care.repair()
    run.printer.document([asdict(each) for each in done])
    if not done:
        run.printer.say("no file is damaged: nothing was restored")
    return all(each.restored_from for each in done)


@shared(lists=True, arranged=True)
def command(
    run: "Wiring",
    restore: Annotated[
        bool,
        typer.Option("--restore", help="Set damaged files aside and put the version before back."),
    ] = False,
    units: Annotated[
        Scheduler | None,
        typer.Option("--units", help="Only print what makes cron or systemd run check."),
    ] = None,
) -> None:
    """Examine files, tickets, policy, lock, clock and cron; name what to type about each finding.

    Exit code 1 where something is wrong. Nothing is changed without --restore.
    """
    if units:
        return _print_units(run, units)
    if restore:
        if not _restored(run):
            raise typer.Exit(ExitCode.NO)
        return None
    symptoms = [*_of_policy(run), *_of_bytecode(), *_of_cache(run), *_of_store(run)]
    run.printer.show(DoctorResult(symptoms))
    if symptoms:
        raise typer.Exit(ExitCode.NO)
    return None
