"""The section on testing a policy knows every key, and its example is true."""

import io
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from escalate_cli.policyfile.loading import load, load_tests
from escalate_cli.policyfile.policy_tests.policy_test_expect import (
    TABLES,
    list_readers,
    single_readers,
)
from escalate_cli.policyfile.policy_tests.policy_test_file import KeysOfTest
from escalate_cli.policyfile.policy_tests.policy_test_steps import KeysOfStep
from escalate_cli.policyfile.samples import sample_policy
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.results.policy_test import lines
from escalate_cli.store.memory import MemoryStore
from escalate_cli.strict_yaml.typed_values import keys_of
from escalate_cli.usecases.policy.policy_test_actions import VERBS
from escalate_cli.usecases.policy.policy_tests import PolicyTestRun
from escalate_cli.usecases.policy.run_policy_tests import run_policy_tests
from escalate_cli.usecases.verbs.log import NewTicket
from tests.conftest import MONDAY_NINE
from tests.unit.usecases.conftest import a_context

PAGE = (Path(__file__).parents[1] / "docs" / "policy.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("\n## Testing a policy\n")[2]
EXAMPLES = re.findall(r"```yaml\n(.*?)```", SECTION, re.DOTALL)
CHANGING = PAGE.partition("```sh\n")[2].partition("```")[0]
ONE_HOUR = "    clock: resolve\n    at: 1h"


def _keys(heading: str, column: int = 0) -> list[str]:
    """Return the words in code of a column of the tables under a heading."""
    body = SECTION.partition(f"\n### {heading}\n")[2].partition("\n### ")[0]
    rows = [row.strip("|").split(" | ") for row in body.splitlines() if row.startswith("| `")]
    return [word for row in rows for word in re.findall("`([^`]+)`", row[column])]


def test_every_key_of_a_test_is_documented() -> None:
    assert sorted(_keys("A test")) == sorted(keys_of(KeysOfTest))


def test_every_key_of_a_step_and_every_verb_is_documented() -> None:
    assert sorted(_keys("A step")) == sorted([*keys_of(KeysOfStep), *VERBS])


def test_everything_that_can_be_expected_is_documented() -> None:
    policy = load(sample_policy("it-support").encode(), "policy.yaml", date(2026, 11, 23))
    keys = [*TABLES, *single_readers(policy), *list_readers(policy.rules)]
    assert sorted(_keys("What is expected")) == sorted(keys)


def test_every_field_of_a_ticket_is_documented() -> None:
    assert set(NewTicket.__struct_fields__) <= set(_keys("A test", column=1))


@pytest.mark.parametrize("name", VERBS)
def test_what_a_verb_is_told_is_documented(name: str) -> None:
    [row] = [line for line in SECTION.splitlines() if re.match(rf"\| .*`{name}`.* \|", line)][-1:]
    told = row.partition(" | ")[2]
    verb = VERBS[name]
    assert [option for option in verb.may if f"`{option}`" not in told] == []
    assert re.findall(r"\*\*`(\w+)`\*\*", told) == list(verb.needs)


def _run(policy_text: str, example: str = EXAMPLES[0]) -> PolicyTestRun:
    policy = load(policy_text.encode(), "policy.yaml", date(2026, 11, 23))
    tests = load_tests(example.encode(), "policy.test.yaml", policy)
    return run_policy_tests(a_context(policy), tests, MemoryStore)


@pytest.mark.parametrize("example", EXAMPLES, ids=["one ticket", "several", "cases"])
def test_each_example_passes(example: str) -> None:
    results = _run(sample_policy("it-support"), example).results
    assert [failure for result in results for failure in result.failures] == []


def test_the_failure_that_is_shown_is_the_one_that_comes() -> None:
    before = sample_policy("it-support")
    slower = before.replace(ONE_HOUR, ONE_HOUR.replace("1h", "2h"))
    assert slower != before
    wall = Wall(MONDAY_NINE, "Europe/Berlin")
    shown = [f"    {line}" for line in lines(_run(slower), wall, Ansi(io.StringIO()))]
    assert "\n\n" + "\n".join(shown) + "\n\n" in SECTION


def test_the_way_to_a_safe_change_can_be_typed_as_it_stands(tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-ec", f"escalate init --sample it-support\n{CHANGING}"],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, "error" in done.stderr) == (0, False), done.stderr
