"""The policy of a store's own: whether it has one already, and what is said of a new one."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.paths import POLICY_FILE
from escalate_cli.policyfile.in_force import IN_STORE
from escalate_cli.policyfile.policy_file import read_own
from escalate_cli.store.file.atomic_file import reading

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring


class NewPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """A policy that is to be a store's own.

    Attributes:
        text: its text.
        whole: the same with what it leaves to files, which a server does not have.
        tests: those beside it, which stay where they are unless the store is in a folder.
        by: who puts it there.
        at: when.
    """

    text: bytes
    whole: bytes
    tests: bytes | None
    by: str
    at: datetime


def has_own_policy(run: "Wiring") -> bool:
    """Tell whether the store that would be begun has a policy."""
    if run.server:
        return run.server.kept_policy() is not None
    path = run.beginning.folder / POLICY_FILE
    with reading(path):
        return path.exists()


def own_policy(run: "Wiring") -> bytes | None:
    """Return the text of the store's own policy, holidays of files included; raises PolicyError.

    Nothing where there is none. A policy that is named for this command is another one.
    """
    if run.server:
        kept = run.server.kept_policy()
        return kept.source if kept else None
    path = run.place.folder / POLICY_FILE
    return run.library.whole(read_own(path), path) if has_own_policy(run) else None


def put_own_policy(run: "Wiring", target: Path, policy: NewPolicy) -> str:
    """Put a policy in the place of the store's own; say where it is, and the one before.

    Args:
        run: the command, or one that would go by the store.
        target: the file, of a store in a folder.
        policy: what is put there.
    """
    if run.server:
        had_one = run.server.kept_policy() is not None
        run.server.put_policy(policy.whole, policy.by, policy.at)
        return "the policy of all machines" + ("; the one before is kept" if had_one else "")
    from escalate_cli.policyfile.json_schema import schema_text  # noqa: PLC0415 - start-up time
    from escalate_cli.store.file.store_folder import put_policy  # noqa: PLC0415 - the same

    folder = run.place.folder
    had_one = put_policy(folder, target, policy.text, policy.tests, schema_text)
    return f"{target}" + (f"; the one before is {target.name}.bak" if had_one else "")


def begun_document(run: "Wiring", *, is_new: bool) -> dict[str, object]:
    """Say where the store is, and where its policy."""
    if run.server:
        policy = IN_STORE
    elif run.settings.policy:
        policy = str(run.place.folder / POLICY_FILE)
    else:
        policy = run.anew().policy_file.label
    return {"store": run.place.shown, "policy": policy, "new": is_new}


def say_of_home(run: "Wiring") -> None:
    """Say that there are tickets in the store at home, which is found from here no more."""
    home = run.found
    if home.is_at_home and home.has_tickets:
        there = home.absolute
        run.printer.say(f"tickets logged before are in {there}: escalate list --store {there}")
