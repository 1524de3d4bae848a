"""`escalate policy replay`: what another policy would have done."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from msgspec.structs import replace

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Only, whole
from escalate_cli.cli.typed.jobs import Jobs, workers
from escalate_cli.cli.typed.periods import Since, Until, period_of
from escalate_cli.errors import ExitCode, UsageError
from escalate_cli.exchange.replay_part_file import is_there_as_part, part_line, parts_in
from escalate_cli.policyfile.policy_file import read_named
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.render.results.replay import ReplayResult
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.insight.replay import ReplayAsked, replay, replay_share
from escalate_cli.usecases.insight.replay_parts import ReplayPart, ReplayShare, Scope, merged
from escalate_cli.usecases.walk import Workers

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = (
    "escalate policy replay new-policy.yaml",
    "escalate policy replay new-policy.yaml --since 30d --only priority:P1 --json",
    "escalate policy replay --ticket 12 --exit-code",
    "escalate policy replay --merge *.part --json",
)

SINCE: Final = "90d"
UNTIL: Final = "now"
_SHARE: Final = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")

Against = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Compare with this policy, not the past."),
]
Part = Annotated[
    str | None,
    typer.Option(metavar="I/N", help="Take one of N parts of the tickets; see --merge."),
]
Partial = Annotated[
    str | None, typer.Option(metavar="FILE", help="Write what a --part comes to into a file.")
]
Merge = Annotated[
    bool, typer.Option("--merge", help="The files are all parts of one replay: add them up.")
]
Most = Annotated[
    int,
    typer.Option(
        "-n",
        "--limit",
        metavar="N",
        callback=whole,
        help="Differences on a terminal; 0 is all.",
    ),
]
ExitCodeToo = Annotated[
    bool, typer.Option("--exit-code", help="Exit with 1 where anything would differ.")
]


@shared(lists=True)
def command(
    run: "Wiring",
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE...]",
            help="A policy [default: the one in use]; with --merge what parts wrote",
        ),
    ] = None,
    against: Against = None,
    since: Since = SINCE,
    until: Until = UNTIL,
    only: Only = [],  # noqa: B006 - Typer makes a new list each time
    ticket: Annotated[
        list[str], typer.Option(metavar="ID", help="This ticket, whatever its age; repeatable.")
    ] = [],  # noqa: B006 - the same
    limit: Most = 30,
    exit_code: ExitCodeToo = False,
    part: Part = None,
    partial: Partial = None,
    merge: Merge = False,
    jobs: Jobs = None,
) -> None:
    """Tell the tickets of a period anew under a policy: what would have gone differently.

    People do what they did, when they did it; the policy decides anew. Nothing is written.
    """
    given = files or []
    if merge:
        other_span = {"since": since != SINCE, "until": until != UNTIL}
        others = {"against": against, "only": only, "ticket": ticket}
        _refuse_beside_merge(**other_span, **others, part=part, partial=partial)
        told = merged(parts_in(given))
    else:
        run.must_be_a_store()
        who = workers(run, jobs)
        asked, words = _asked(run, given, against, (since, until), only, ticket)
        if part or partial:
            counted_part = _counted_part(run, asked, words, (part, partial), who)
            raise typer.Exit(ExitCode.NO if exit_code and counted_part.differences else 0)
        told = replay(run.context, asked.policy, asked.scope, asked.against, who)
    run.printer.show(ReplayResult(told, limit))
    if exit_code and told.differences:
        raise typer.Exit(ExitCode.NO)


def _refuse_beside_merge(**given: object) -> None:
    """Refuse what the parts say already."""
    for name, value in given.items():
        if value:
            raise UsageError(f"--{name} beside --merge", "give it to each part; the parts say it")


def _asked(
    run: "Wiring",
    files: Sequence[str],
    against: str | None,
    span: tuple[str, str],
    only: list[str],
    ticket: Sequence[str],
) -> tuple[ReplayAsked, list[str]]:
    """Return what is replayed, and the words of the query."""
    if len(files) > 1:
        raise UsageError("several policies", "one is replayed; --merge adds up parts")
    if not files:
        run.refuse_broken_policy()
    policy, other = (
        run.library.policy_at(Path(name), read_named(Path(name))) if name else None
        for name in (next(iter(files), None), against)
    )
    words = run.choices.query(only)
    scope = Scope(
        period=period_of(run, *span),
        query=parse(words, run.context, everything=True),
        ids=tuple(ticket),
    )
    return ReplayAsked(policy=policy or run.policy, scope=scope, against=other), words


def _counted_part(
    run: "Wiring",
    asked: ReplayAsked,
    words: list[str],
    typed: tuple[str | None, str | None],
    who: Workers,
) -> ReplayPart:
    """Count one part, and write it into its file."""
    part, partial = typed
    if not part or not partial:
        raise UsageError("--part and --partial belong together", "--part 1/4 --partial 1.part")
    mine = replace(asked, share=_share(part))
    anew = is_there_as_part(Path(partial))
    part_counted = replay_share(run.context, mine, words, who)
    run.care.write_output(partial, [part_line(part_counted)], force=anew)
    tickets = counted(part_counted.counts.get("tickets", 0), "ticket")
    run.printer.say(f"part {part}: {tickets}, in {one_line(partial)}")
    return part_counted


def _share(typed: str) -> ReplayShare:
    """Read `2/4`; raises UsageError."""
    found = _SHARE.fullmatch(typed)
    share = ReplayShare(*map(int, found.groups())) if found else ReplayShare(0, 0)
    if not 1 <= share.part <= share.of:
        raise UsageError(f"{typed!r} is no part", "the second of four is 2/4")
    return share
