"""`init` and `where`: which store, which policy, and why."""

import re
from pathlib import Path

import pytest

from tests.cli.shell import Shell


@pytest.fixture
def folder(escalate: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with no store named anywhere."""
    here = tmp_path / "team" / "deep"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    del escalate.env["ESCALATE_STORE"]
    return here


def test_a_store_is_made_in_the_folder_one_is_in(escalate: Shell, folder: Path) -> None:
    made = escalate.done("init", "--sample", "it-support", "--json")
    store = folder / ".escalate"
    assert made.data == {"store": str(store), "policy": str(store / "policy.yaml"), "new": True}
    assert made.stderr == "next: name your people in the policy, then: escalate policy check\n"
    assert {path.name for path in store.iterdir()} >= {
        "policy.yaml",
        "policy.test.yaml",
        "policy.schema.json",
    }
    escalate.log("A")
    assert store.stat().st_mode & 0o777 == 0o700
    assert (store / "tickets.json").stat().st_mode & 0o777 == 0o600


def test_a_second_time_nothing_is_overwritten(escalate: Shell, folder: Path) -> None:
    escalate.done("init")
    policy = folder / ".escalate" / "policy.yaml"
    policy.write_text(policy.read_text(encoding="utf-8") + "# ours\n", encoding="utf-8")
    escalate.log("A")
    again = escalate.done("init", "--sample", "it-support", "--json")
    assert again.data["new"] is False
    assert again.stderr == "the store was there already; nothing was changed\n"
    assert policy.read_text(encoding="utf-8").endswith("# ours\n")
    assert escalate.show()["title"] == "A"


def test_the_tests_of_the_sample_come_with_it(escalate: Shell) -> None:
    escalate.done("init", "--sample", "it-support")
    tests = escalate.store / "policy.test.yaml"
    assert tests.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch(r"\d+ tests, all passed\n", escalate("policy", "test").stderr)


def test_tests_that_are_there_already_stay(escalate: Shell) -> None:
    escalate.store.mkdir()
    (escalate.store / "policy.test.yaml").write_text("tests: []\n", encoding="utf-8")
    assert escalate.done("init", "--json").data["new"] is True
    assert (escalate.store / "policy.test.yaml").read_text(encoding="utf-8") == "tests: []\n"


def test_a_policy_that_is_there_already_gets_no_tests_of_another(escalate: Shell) -> None:
    escalate.follow("version: 1\n")
    assert escalate.done("init", "--json").data["new"] is False
    assert not (escalate.store / "policy.test.yaml").exists()


def test_the_nearest_store_upwards_is_used(
    escalate: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    escalate.done("init", "-q")
    monkeypatch.chdir(folder)
    told = escalate.done("where", "--json").data
    assert told["store"] == str(folder.parent / ".escalate")
    assert told["why"] == "it is the nearest .escalate upwards from here"
    assert told["exists"]


def test_without_any_store_the_one_in_the_home_is_used(
    escalate: Shell, folder: Path, home: Path
) -> None:
    told = escalate.done("where", "--json").data
    assert told["store"] == str(home / ".local" / "share" / "escalate")
    assert (told["exists"], told["policy"]) == (False, "built-in")


def test_an_option_goes_before_the_environment(escalate: Shell, tmp_path: Path) -> None:
    assert escalate.done("where", "--json").data["why"] == "ESCALATE_STORE names it"
    other = str(tmp_path / "other")
    told = escalate.done("where", "--store", other, "--json").data
    assert (told["store"], told["why"]) == (other, "--store names it")


def test_a_policy_named_elsewhere_is_the_one_in_force(escalate: Shell, tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    text = escalate.done("policy", "show").stdout
    file.write_text(text.replace("Built-in policy", "Ours"), encoding="utf-8")
    told = escalate.done("where", "--policy", str(file), "--json").data
    assert told["policy"] == str(file)
    escalate.env["ESCALATE_POLICY"] = str(file)
    assert escalate.done("where", "--json").data == told


def test_a_store_begins_with_the_policy_that_is_named_and_its_tests(
    escalate: Shell, tmp_path: Path
) -> None:
    file, tests = tmp_path / "ours.yaml", tmp_path / "ours.test.yaml"
    file.write_text(escalate.done("policy", "show").stdout.replace("Built-in policy", "Ours"))
    tests.write_text("tests: []\n")
    begun = escalate.done("init", "--policy", str(file), "--json").data
    own = escalate.policy
    assert begun == {"store": str(escalate.store), "policy": str(own), "new": True}
    assert own.read_text() == file.read_text()
    assert (escalate.store / "policy.test.yaml").read_text() == "tests: []\n"


def test_init_writes_nothing_by_a_policy_that_is_broken_or_one_of_two(
    escalate: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("version: 1\n")
    for more in ([], ["--sample", "regulated"], ["--person", "tom"]):
        said = escalate("init", "--policy", str(file), *more)
        assert (said.stdout, said.code) == ("", 2)
        assert more == [] or said.stderr == (
            "escalate: error: --policy names a policy, and so do other options\n"
            "help: give one of them\n"
        )
    assert not escalate.store.exists()


def test_the_policy_is_private_as_the_store_is(escalate: Shell) -> None:
    escalate("init")
    assert escalate.policy.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "begin", [("--sample", "regulated"), ("--person", "tom"), ()], ids=["sample", "team", "plain"]
)
def test_an_editor_finds_the_schema_where_the_policy_says(
    escalate: Shell, folder: Path, begin: tuple[str, ...]
) -> None:
    escalate.done("init", *begin)
    policy = folder / ".escalate" / "policy.yaml"
    first = policy.read_text(encoding="utf-8").splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert found is not None
    schema = (policy.parent / found[1]).read_text(encoding="utf-8")
    assert schema == escalate.done("policy", "schema").stdout
