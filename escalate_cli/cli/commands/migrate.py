"""`escalate migrate`: from a folder to a server, or back."""

from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.policies.named_policy import read_tests_of, tests_path
from escalate_cli.cli.policies.own_policy import NewPolicy, own_policy, put_own_policy
from escalate_cli.errors import ExitCode, UsageError
from escalate_cli.paths import POLICY_FILE, StoreLocation
from escalate_cli.policyfile.in_force import BUILT_IN
from escalate_cli.usecases.care.migrate import Kept, Migrated, migrate

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = (
    "escalate migrate --to postgresql://db.example.org/ops",
    "escalate migrate --store postgresql://db.example.org/ops --to ./here/.escalate",
)


def _bring_policy(run: "Wiring", there: "Wiring") -> None:
    """Let the other store go by the policy of this one, with the tests of it where it keeps such.

    The built-in policy, which is that of the program, is put nowhere but in the place of another.
    """
    if _has_policy(run, there):
        return
    own = run.policy_file
    tests = read_tests_of(own.path) if own.path else None
    new = NewPolicy(text=own.whole, whole=own.whole, tests=tests, by=run.context.by, at=run.now)
    where = put_own_policy(there, there.place.folder / POLICY_FILE, new)
    run.printer.say(f"the policy of this store is now {where}")
    if own.path and tests and there.server:
        run.printer.say(f"a server keeps no tests of it, so those stay in {tests_path(own.path)}")


def _has_policy(run: "Wiring", there: "Wiring") -> bool:
    """Tell whether the other store goes by the policy of this one."""
    other = own_policy(there)
    return other == run.policy_file.whole or (other is None and run.policy_file.label == BUILT_IN)


def _whole_name(found: StoreLocation) -> str:
    return found.shown if found.server else str(found.folder.resolve())


def _counted(kept: Kept) -> dict[str, object]:
    """Write down what a store keeps."""
    last = kept.fingerprint
    return {
        "tickets": kept.tickets,
        "messages": kept.messages,
        "head": f"{last.last}:{last.digest}",
    }


def _differing(done: Migrated, *, has_policy: bool) -> str:
    """Say in what the two stores differ."""
    here, there = done.here, done.there
    counts = (
        ("tickets", here.tickets, there.tickets),
        ("messages", here.messages, there.messages),
        ("entries for the team", here.standing, there.standing),
        ("events up to number", here.fingerprint.last, there.fingerprint.last),
    )
    found = [
        f"{what} {ours} here and {theirs} there" for what, ours, theirs in counts if ours != theirs
    ]
    if not found and here != there:
        found.append("events of the same numbers, which are others there")
    if not has_policy:
        found.append("another policy there")
    return f"they differ since one of them went on: {', '.join(found)}"


@shared
def command(
    run: "Wiring",
    to: Annotated[
        str, typer.Option("--to", metavar="STORE", help="An empty store: a folder or a server.")
    ],
) -> None:
    """Copy all tickets, messages and the policy to another store, and compare what is there.

    The policy comes first, then all the rest in one change, or nothing of it. This store stays as
    it is; typed again, it says whether both still keep the same, and ends in 1 where they differ.
    """
    from escalate_cli.wiring import Wiring  # noqa: PLC0415 - start-up time

    run.must_be_a_store()
    run.refuse_broken_policy()
    there = Wiring(replace(run.settings, store=to), trust=run.trust)
    if len({_whole_name(each.found) for each in (run, there)}) == 1:
        raise UsageError("that is where the tickets are", "give --to another store")
    done = migrate(run.store, there.store, lambda: _bring_policy(run, there))
    has_policy = _has_policy(run, there)
    is_same = has_policy and done.here == done.there
    run.printer.document(
        {
            "store": there.place.shown,
            "new": done.is_new,
            "same": is_same,
            **_counted(done.here),
            "policy": has_policy,
            **({} if is_same else {f"{key}_there": n for key, n in _counted(done.there).items()}),
        }
    )
    if not is_same:
        run.printer.say(f"compared: {_differing(done, has_policy=has_policy)}. Nothing was changed")
        raise typer.Exit(ExitCode.NO)
    run.printer.say("compared: both keep the same. Let nobody write to the old one any more")
