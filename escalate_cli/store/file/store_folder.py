"""A store's folder: begun with a policy, its tests and its schema, and where a policy is put."""

from collections.abc import Callable
from pathlib import Path

from escalate_cli.paths import LOCK_FILE, POLICY_FILE, SCHEMA_FILE, TESTS_FILE
from escalate_cli.store.file.atomic_file import is_there, prepare_folder, replace_file
from escalate_cli.store.file.locking import exclusive


def begin(folder: Path, policy: bytes, tests: bytes, schema: Callable[[], str]) -> bool:
    """Make a store's folder with a policy, its tests and its schema; what is there already stays.

    Returns whether there was no policy before.
    """
    prepare_folder(folder)
    path, more = folder / POLICY_FILE, {SCHEMA_FILE: schema}
    more |= {TESTS_FILE: tests.decode} if tests else {}
    if is_there(path, follow_symlinks=False):
        return False
    with exclusive(folder / LOCK_FILE):
        is_new = not is_there(path, follow_symlinks=False)
        if is_new:
            for name, text in more.items():
                if not is_there(folder / name, follow_symlinks=False):
                    replace_file(folder / name, [text().encode()])
            replace_file(path, [policy])
    return is_new


def put_policy(folder: Path, path: Path, policy: bytes, tests: bytes | None) -> None:
    """Put a policy in the place of a store's, and its tests beside it; what was there is kept."""
    prepare_folder(folder)
    with exclusive(folder / LOCK_FILE):
        if tests is not None:
            replace_file(path.with_suffix(".test.yaml"), [tests])
        replace_file(path, [policy])
