"""The policy of a store's own: whether it has one already, and what is said of a new one."""

from pathlib import Path
from typing import TYPE_CHECKING

from escalate_cli.paths import POLICY_FILE
from escalate_cli.policyfile.in_force import IN_STORE
from escalate_cli.store.file.atomic_file import reading

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring


def has_own_policy(run: "Wiring") -> bool:
    """Tell whether the store that would be begun has a policy."""
    if run.server:
        return run.server.kept_policy() is not None
    path = run.beginning.folder / POLICY_FILE
    with reading(path):
        return path.exists()


def put_own_policy(
    run: "Wiring", target: Path, policy: bytes, whole: bytes, tests: bytes | None
) -> str:
    """Put a policy in the place of the store's own; say where it is, and the one before.

    Args:
        run: the command.
        target: the file, of a store in a folder.
        policy: its text.
        whole: the same with what it leaves to files, which a server does not have.
        tests: those beside it, which stay where they are unless the store is in a folder.
    """
    if run.server:
        run.server.put_policy(whole, run.context.by, run.now)
        return "the policy of all machines; the one before is kept"
    from escalate_cli.store.file.store_folder import put_policy  # noqa: PLC0415 - start-up time

    put_policy(run.place.folder, target, policy, tests)
    return f"{target}; the one before is {target.name}.bak"


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
