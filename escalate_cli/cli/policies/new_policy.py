"""A new policy: checked, tested, replayed and agreed to, it takes the place of the one in use."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from escalate_cli.cli.asking.questions import choose, forget_typed_ahead, may_ask
from escalate_cli.cli.policies.named_policy import (
    NamedPolicy,
    policy_in,
    read_tests_of,
    tests_beside,
    tests_in,
    tests_path,
    tried,
)
from escalate_cli.cli.policies.own_policy import NewPolicy, put_own_policy
from escalate_cli.cli.typed.jobs import workers
from escalate_cli.cli.typed.periods import period_of
from escalate_cli.errors import ExitCode, UsageError
from escalate_cli.paths import POLICY_FILE
from escalate_cli.policyfile.loading import check
from escalate_cli.policyfile.policy_file import folder_of, read_named
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.render.results.policy_test import PolicyTestsResult
from escalate_cli.sanitize import one_line
from escalate_cli.suggestions import shell_word
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.insight.replay import replay
from escalate_cli.usecases.insight.replay_parts import Scope

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

_LOOKED_BACK: Final = "90d"


def put_in_place(run: "Wiring", path: Path, *, yes: bool) -> None:
    """Let a policy take the place of the one in use, unless something speaks against it.

    Raises:
        PolicyError: it is no sound policy where it is to lie.
        UsageError: nobody said yes.
        typer.Exit: one of its tests fails.
    """
    target = path if run.server else run.policy_file.path or run.place.folder / POLICY_FILE
    source = read_named(path)
    if not run.server and target.exists() and path.samefile(target):
        raise UsageError(f"{path} is the policy in use already", "escalate policy apply")
    named = policy_in(run, path, source, home=target)
    _say_warnings(run, path, source, target)
    _test(run, named)
    _say_replay(run, named)
    if not (yes or _agreed(path)):
        advice = f"escalate policy apply {shell_word(path)} --yes"
        raise UsageError("the policy in use stays", advice)
    new = NewPolicy(
        text=source,
        whole=named.source.encode(),
        tests=read_tests_of(path),
        by=run.context.by,
        at=run.now,
    )
    where = put_own_policy(run, target, new)
    run.printer.say(f"{path} is now {where}")


def _say_warnings(run: "Wiring", path: Path, source: bytes, target: Path) -> None:
    warnings = len(check(source, run.today, folder_of(target)))
    if warnings:
        run.printer.say(f"{counted(warnings, 'warning')}: escalate policy check {shell_word(path)}")


def _agreed(path: Path) -> bool:
    answers = ("yes", "no")
    if not may_ask():
        return False
    forget_typed_ahead()
    return choose(f"Put {one_line(str(path))} in place?", answers, "no") == "yes"


def _test(run: "Wiring", named: NamedPolicy) -> None:
    has_tests = any(
        tests_path(each).exists() for each in (named.path, run.policy_file.path) if each
    )
    if not has_tests:
        run.printer.say("no tests of it: neither beside it nor beside the policy in use")
        return
    tested = tried(run, named, tests_in(named, tests_beside(run, named)))
    if tested.failed:
        run.printer.show(PolicyTestsResult(tested))
        which = f"escalate policy test {shell_word(named.path)}"
        run.printer.say(f"the policy in use stays, as not all of its tests pass: {which}")
        raise typer.Exit(ExitCode.NO)
    run.printer.say(f"{len(tested.results)} tests passed")


def _say_replay(run: "Wiring", named: NamedPolicy) -> None:
    """Say how many tickets of late would have gone differently."""
    scope = Scope(
        period=period_of(run, _LOOKED_BACK, "now"),
        query=parse((), run.context, everything=True),
        ids=(),
    )
    told = replay(run.context, named.policy, scope, None, workers(run, None))
    found = f"{told.differ} of {counted(told.tickets, 'ticket')} of the last {_LOOKED_BACK}"
    which = f"escalate policy replay {shell_word(named.path)}"
    run.printer.say(f"{found} would have gone another way: {which}")
