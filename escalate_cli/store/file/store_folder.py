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
    path = folder / POLICY_FILE
    if is_there(path, follow_symlinks=False):
        return False
    with exclusive(folder / LOCK_FILE):
        is_new = not is_there(path, follow_symlinks=False)
        if is_new:
            _put_unless_there(folder / SCHEMA_FILE, schema)
            if tests:
                _put_unless_there(folder / TESTS_FILE, tests.decode)
            replace_file(path, [policy])
    return is_new


def put_policy(
    folder: Path, path: Path, policy: bytes, tests: bytes | None, schema: Callable[[], str]
) -> bool:
    """Put a policy in the place of a store's, and its tests beside it; what was there is kept.

    Returns whether there was one. The schema, which policies name, is put where there is none.
    """
    prepare_folder(folder)
    with exclusive(folder / LOCK_FILE):
        had_one = is_there(path)
        _put_unless_there(folder / SCHEMA_FILE, schema)
        if tests is not None:
            replace_file(path.with_suffix(".test.yaml"), [tests])
        replace_file(path, [policy])
    return had_one


def _put_unless_there(path: Path, text: Callable[[], str]) -> None:
    if not is_there(path, follow_symlinks=False):
        replace_file(path, [text().encode()])
