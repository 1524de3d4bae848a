"""`policy diff` tells what changed in meaning, to people, to scripts and through git."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.shell import PROGRAM, Result, Shell

RECIPES = Path(__file__).parents[2] / "docs" / "recipes.md"


@pytest.fixture
def other(support: Shell) -> Path:
    """Return a copy of the policy in which one target, one trigger and much writing differ."""
    text = support.policy.read_text(encoding="utf-8")
    edited = text.replace("resolve: 4h", "resolve: 120m").replace(
        "priority: P2}", "priority: [P2]}"
    )
    file = support.store.with_name("new.yaml")
    file.write_text(edited.replace("at: 75%", "at: 50%") + "# the end\n", encoding="utf-8")
    return file


def test_changes_are_told_part_by_part(support: Shell, other: Path) -> None:
    shown = support("policy", "diff", str(other), "--table")
    assert (shown.stderr, shown.code) == ("", 1)
    assert shown.stdout == (
        "targets\n  priority P1: resolve: 4h always → 2h always\n"
        "triggers\n  resolve-warning: at: 75% → 50%\n"
    )
    assert support("policy", "diff", str(other)).stdout == (
        "targets\tpriority P1\tresolve\t4h always\t2h always\n"
        "triggers\tresolve-warning\tat\t75%\t50%\n"
    )
    own = str(support.policy)
    [first, _] = support("policy", "diff", own, str(other), "--json").data
    assert first == {
        "part": "targets",
        "name": "priority P1",
        "what": "resolve",
        "old": "4h always",
        "new": "2h always",
    }


def test_what_came_and_went_has_a_sign(support: Shell) -> None:
    base = support.policy.read_text(encoding="utf-8")
    file = support.store.with_name("new.yaml")
    file.write_text(f"{base}machines: [probe]\n", encoding="utf-8")
    assert support("policy", "diff", str(file), "--table").stdout == "machines\n  + [probe]\n"
    own = str(support.policy)
    back = support("policy", "diff", str(file), own, "--table").stdout
    assert back == "machines\n  - [probe]\n"


def test_the_same_meaning_is_said_and_ends_in_0(support: Shell) -> None:
    own = str(support.policy)
    assert support("policy", "diff", own) == Result("", "", 0)
    assert support("policy", "diff", own, "--table") == Result("", "both mean the same\n", 0)
    assert support("policy", "diff", own, "--json").data == []


def test_what_was_read_before_means_the_same_as_what_is_read_now(
    support: Shell, tmp_path: Path
) -> None:
    """A clock that a cached policy has is one that is read anew."""
    text = support.policy.read_text(encoding="utf-8") + "pauses: [resolve]\n"
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(text, encoding="utf-8")
    assert support("policy", "diff", str(old), str(old)).code == 0
    new.write_text(f"{text}# a note\n", encoding="utf-8")
    assert support("policy", "diff", str(old), str(new)) == Result("", "", 0)


def test_a_calendar_that_never_closes_is_the_built_in_one(support: Shell, tmp_path: Path) -> None:
    own = support.policy
    text = own.read_text(encoding="utf-8").replace("calendar: always", "calendar: round")
    other = tmp_path / "other.yaml"
    round_the_clock = 'calendars:\n  round: {mon-sun: "00:00-24:00"}'
    other.write_text(text.replace("calendars:", round_the_clock, 1), encoding="utf-8")
    assert support("policy", "diff", str(own), str(other)) == Result("", "", 0)


@pytest.mark.parametrize(
    ("files", "said"), [(("/dev/null", "own"), "new"), (("own", "/dev/null"), "gone")]
)
def test_a_file_that_is_not_there_for_git_is_said_to_be(
    support: Shell, files: tuple[str, str], said: str
) -> None:
    own = str(support.policy)
    named = [own if file == "own" else file for file in files]
    assert support("policy", "diff", *named) == Result("", f"the policy is {said}\n", 1)


def test_what_is_no_policy_ends_in_2(support: Shell, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("version: 2\n", encoding="utf-8")
    assert support("policy", "diff", str(broken)).code == 2
    assert support("policy", "diff", str(tmp_path / "none.yaml")).code == 2


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_git_shows_it_as_the_recipe_says(support: Shell, other: Path, tmp_path: Path) -> None:
    recipe = RECIPES.read_text(encoding="utf-8")
    [line] = [line for line in recipe.splitlines() if line.startswith("git config diff.policy")]
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / ".gitattributes").write_text("policy.yaml diff=policy\n", encoding="utf-8")
    policy = folder / "policy.yaml"
    policy.write_bytes(support.policy.read_bytes())
    path = f"{Path(PROGRAM).parent}:/usr/bin:/bin"
    environ = {"PATH": path, "HOME": str(tmp_path), "ESCALATE_STORE": str(support.store)}

    def run(*words: str) -> str:
        done = subprocess.run(
            words, cwd=folder, env=environ, check=True, capture_output=True, text=True
        )
        return done.stdout

    run("git", "init", "-q")
    run("sh", "-c", line)
    run("git", "add", "-A")
    run("git", "-c", "user.name=ana", "-c", "user.email=ana@example.org", "commit", "-qm", "begin")
    run("git", "log", "-p", "--ext-diff")
    policy.write_bytes(b"version: 1\n")
    run("git", "diff")
    policy.write_bytes(other.read_bytes())
    assert run("git", "diff") == (
        "targets\tpriority P1\tresolve\t4h always\t2h always\n"
        "triggers\tresolve-warning\tat\t75%\t50%\n"
    )
