"""The wiring lets nobody use what is somebody else's, whoever runs the tests."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from escalate_cli.errors import DistrustedError, UsageError
from escalate_cli.invocation import Invocation
from escalate_cli.policyfile.samples import sample_policy
from escalate_cli.trust import Trust
from escalate_cli.wiring import Wiring

NOBODY = Trust(accounts=frozenset({-1}))
"""To it, all there is belongs to somebody else."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand below a store with a policy, in which there is no ticket yet."""
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    run = Wiring(Invocation(store=str(tmp_path / ".escalate")), {"HOME": str(tmp_path)})
    assert run.begin(sample_policy("it-support"), "")
    return tmp_path / ".escalate"


def wiring(folder: Path, settings: Invocation | None = None, **environ: str) -> Wiring:
    """Wire a command line of somebody to whom nothing there belongs."""
    home = {"HOME": str(folder.parent)}
    return Wiring(settings or Invocation(), home | environ, trust=NOBODY)


USES: dict[str, Callable[[Wiring], object]] = {
    "the place": lambda run: run.place,
    "the store": lambda run: run.store,
    "the policy": lambda run: run.policy,
    "the desk": lambda run: run.context,
    "what channels may use": lambda run: run.means,
    "a new store": lambda run: run.begin("version: 1", ""),
    "the policy alone": lambda run: run.refuse_broken_policy(),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_what_was_come_across_is_not_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch, use: Callable[[Wiring], object]
) -> None:
    monkeypatch.chdir(folder.parent)
    with pytest.raises(DistrustedError, match=f"^{folder} belongs to "):
        use(wiring(folder))


@pytest.mark.parametrize("use", USES.values(), ids=USES)
@pytest.mark.parametrize("by", ["option", "environment"])
def test_what_was_named_is_used(folder: Path, use: Callable[[Wiring], object], by: str) -> None:
    store = str(folder)
    if by == "option":
        run = wiring(folder, Invocation(store=store))
    else:
        run = wiring(folder, ESCALATE_STORE=store)
    use(run)
    assert run.place.folder == folder


def test_whoever_only_looks_is_told(folder: Path) -> None:
    run = wiring(folder)
    assert run.found.folder == folder
    assert b"IT support" in run.policy_file.content
    assert isinstance(run.doubt(), DistrustedError)
    assert run.zone == "UTC"
    assert wiring(folder, ESCALATE_STORE=str(folder)).doubt() is None


@pytest.mark.parametrize("by", ["option", "environment"])
def test_to_name_a_policy_is_to_trust_it_and_not_the_store(folder: Path, by: str) -> None:
    policy = str(folder / "policy.yaml")
    if by == "option":
        run = wiring(folder, Invocation(policy=policy))
    else:
        run = wiring(folder, ESCALATE_POLICY=policy)
    assert run.policy.rules.name == "IT support"
    with pytest.raises(DistrustedError):
        _ = run.store
    assert isinstance(run.doubt(), DistrustedError)


def test_a_store_in_the_home_of_another_is_not_used_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".local/share/escalate").mkdir(parents=True)
    with pytest.raises(DistrustedError):
        _ = wiring(tmp_path / "none").store


@pytest.mark.parametrize(
    ("named", "is_run"), [("", False), ("ESCALATE_STORE", True), ("ESCALATE_POLICY", True)]
)
def test_a_program_of_another_is_run_only_beside_what_was_named(
    tmp_path: Path, named: str, is_run: bool
) -> None:
    store = tmp_path / "escalate"
    store.mkdir(mode=0o700)
    for name in ("policy.yaml", "page"):
        (store / name).touch()
    facts = os.lstat(store / "page")
    environ = {"XDG_DATA_HOME": str(tmp_path)}
    if named:
        environ[named] = str(store / ("policy.yaml" if named == "ESCALATE_POLICY" else ""))

    def look(path: Path) -> os.stat_result:
        owner = 4242 if path.name == "page" else facts.st_uid
        return os.stat_result([*facts[:4], owner, *facts[5:]])

    trust = Trust(accounts=frozenset({facts.st_uid}), look=look)
    run = Wiring(Invocation(), environ, trust=trust)
    assert run.means.other_owner(store, "page") == (None if is_run else "uid:4242")


@pytest.mark.parametrize("source", ["option", "environment", "account"])
def test_nobody_acts_as_the_policy_wherever_the_name_is_from(
    folder: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    actor = "policy" if source == "option" else None
    environ = {"ESCALATE_ACTOR": "policy"} if source == "environment" else {}
    if source == "account":
        monkeypatch.setattr("escalate_cli.wiring.real_login", lambda: "policy")
    run = wiring(folder, Invocation(store=str(folder), actor=actor), **environ)
    with pytest.raises(UsageError, match="'policy' acts by itself"):
        _ = run.context


def test_an_account_named_like_the_policy_may_say_for_whom_it_acts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("escalate_cli.wiring.real_login", lambda: "policy")
    context = wiring(folder, Invocation(store=str(folder), actor="ana")).context
    assert context.stamp == {"at": context.now, "by": "ana", "login": "policy"}
