"""Which policy commands go by, whatever is where the file should be."""

from collections.abc import Callable
from pathlib import Path

import pytest

from escalate_cli.errors import DamagedStoreError, PolicyError, StoreUnreadableError, UsageError
from escalate_cli.policyfile import samples
from escalate_cli.policyfile.cache_folder import CacheFolder
from escalate_cli.policyfile.in_force import PolicyFile
from escalate_cli.policyfile.policy_cache import PolicyCache
from escalate_cli.policyfile.samples import sample_policy
from tests.unit.policyfile.files import TODAY

SUPPORT, BUILT_IN = "IT support", "Built-in policy"


def nothing() -> str | None:
    """Tell that no policy was ever pinned."""
    return None


def a_cache(folder: Path) -> PolicyCache:
    """Return what reads policies for a store."""
    return PolicyCache(CacheFolder(folder / "cache", folder), TODAY)


def a_file(
    folder: Path, newest: Callable[[], str | None] = nothing, named: str | None = None
) -> PolicyFile:
    """Return the policy of a command line on a store."""
    return PolicyFile(
        named,
        folder / "policy.yaml",
        PolicyCache(CacheFolder(folder / "cache", folder), TODAY),
        newest,
    )


def test_the_stores_own_file_applies_and_the_store_is_not_asked(tmp_path: Path) -> None:
    def never() -> str | None:
        raise AssertionError("the store was read")

    (tmp_path / "policy.yaml").write_text(sample_policy("it-support"), encoding="utf-8")
    file = a_file(tmp_path, never)
    assert (file.in_force.policy.rules.name, file.in_force.broken) == (SUPPORT, None)
    assert file.version == file.in_force.policy.rules.id


def test_without_a_file_the_built_in_policy_applies(tmp_path: Path) -> None:
    file = a_file(tmp_path)
    assert (file.path, file.in_force.policy.rules.name, file.in_force.broken) == (
        None,
        BUILT_IN,
        None,
    )
    assert file.in_force.source == sample_policy("default")


def test_a_built_in_policy_of_before_was_never_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_before = sample_policy("default") + "# before\n"
    file = a_file(tmp_path, lambda: of_before)
    assert file.in_force.broken, "as long as nobody knows it"
    ids = samples.EVERY_BUILT_IN | {file.in_force.policy.rules.id}
    monkeypatch.setattr(samples, "EVERY_BUILT_IN", ids)
    known = a_file(tmp_path, lambda: of_before)
    assert (known.path, known.in_force.broken) == (None, None)
    assert known.in_force.source == sample_policy("default"), "today's applies"


def test_where_a_file_was_pinned_it_is_missed(tmp_path: Path) -> None:
    file = a_file(tmp_path, lambda: sample_policy("it-support"))
    assert file.path == tmp_path / "policy.yaml"
    assert (file.version, file.in_force.policy.rules.name) == (None, SUPPORT)
    with pytest.raises(PolicyError, match="is gone"):
        _ = file.content
    assert file.in_force.warning is not None
    assert "meanwhile the version applies that was pinned last" in str(file.in_force.warning.help)


def test_a_store_that_is_damaged_pins_nothing(tmp_path: Path) -> None:
    def damaged() -> str | None:
        raise DamagedStoreError("tickets.json", "1:1", "no JSON")

    assert a_file(tmp_path, damaged).in_force.policy.rules.name == BUILT_IN
    (tmp_path / "policy.yaml").mkdir()
    assert a_file(tmp_path, damaged).in_force.policy.rules.name == BUILT_IN


@pytest.mark.parametrize(
    ("row", "shown"),
    [(b"version: 2\n", "policy in the store"), (None, "default.yaml")],
    ids=["of the team", "none yet"],
)
def test_the_policy_of_a_server_is_named_before_a_line_of_it(
    tmp_path: Path, row: bytes | None, shown: str
) -> None:
    file = PolicyFile(None, tmp_path / "policy.yaml", a_cache(tmp_path), nothing, lambda: row)
    assert file.file_shown == shown
    assert (f"\n{shown}:1:1: " in str(file.in_force.broken)) is (row is not None)


def test_a_policy_that_was_named_stands_alone(tmp_path: Path) -> None:
    named = tmp_path / "named.yaml"
    file = a_file(tmp_path, lambda: sample_policy("it-support"), str(named))
    with pytest.raises(UsageError, match=r"named\.yaml cannot be read"):
        _ = file.in_force
    named.write_text("version: 9\n", encoding="utf-8")
    with pytest.raises(PolicyError, match="cannot be used"):
        _ = file.in_force


def test_a_place_that_cannot_be_looked_at_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreadableError):
        _ = a_file(tmp_path / ("x" * 300)).path
