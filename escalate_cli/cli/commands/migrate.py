"""`escalate migrate`: from a folder to a server, or back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from escalate_cli.cli.global_options import shared
from escalate_cli.errors import UsageError
from escalate_cli.paths import POLICY_FILE, StoreLocation
from escalate_cli.policyfile.in_force import BUILT_IN
from escalate_cli.usecases.care.migrate import migrate

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = (
    "escalate migrate --to postgresql://db.example.org/ops",
    "escalate migrate --store postgresql://db.example.org/ops --to ./here",
)


def _bring_policy(run: "Wiring", there: "Wiring") -> bool:
    """Let the other store go by the policy of this one, unless it has one; tell whether it does."""
    if run.policy_file.label == BUILT_IN:
        return False
    whole = run.policy_file.whole
    if there.server:
        return there.server.begin(whole, run.context.by, run.now)
    from escalate_cli.store.file.store_folder import put_policy  # noqa: PLC0415 - start-up time

    path: Path = there.place.folder / POLICY_FILE
    if path.exists():
        return False
    put_policy(there.place.folder, path, whole, None)
    return True


def _whole_name(found: StoreLocation) -> str:
    return found.shown if found.server else str(found.folder.resolve())


@shared
def command(
    run: "Wiring",
    to: Annotated[
        str, typer.Option("--to", metavar="STORE", help="An empty store: a folder or a server.")
    ],
) -> None:
    """Copy all tickets, messages and the policy to another store, and compare what is there.

    It is one change: all of it, or nothing. This store stays as it is; typed again, it says whether
    both still keep the same.
    """
    from escalate_cli.wiring import Wiring  # noqa: PLC0415 - start-up time

    run.must_be_a_store()
    run.refuse_broken_policy()
    there = Wiring(replace(run.settings, store=to), trust=run.trust)
    if len({_whole_name(each.found) for each in (run, there)}) == 1:
        raise UsageError("that is where the tickets are", "give --to another store")
    with run.store.as_it_is() as view:
        done = migrate(view, there.store)
    has_policy = _bring_policy(run, there)
    kept = done.kept
    run.printer.document(
        {
            "store": there.place.shown,
            "new": done.is_new,
            "tickets": kept.tickets,
            "messages": kept.messages,
            "head": f"{kept.fingerprint.last}:{kept.fingerprint.digest}",
            "policy": has_policy,
        }
    )
    run.printer.say("compared: both keep the same. Let nobody write to the old one any more")
