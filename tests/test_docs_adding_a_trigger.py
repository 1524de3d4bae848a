"""The page on triggers is followed to the letter: one file, its test, and a rule that uses it."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from escalate_cli.domain.engine import triggers
from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.engine.trigger_status import accounts
from tests.conftest import MONDAY_NINE, PEOPLE, a_history, after, changed, checked, paused
from tests.unit.policyfile.files import policy_of

TEXT = (Path(__file__).parents[1] / "docs" / "adding-a-trigger.md").read_text(encoding="utf-8")
CODE, TEST = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
[RULE] = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def _added(tmp_path: Path) -> Iterator[None]:
    """Put the file into the folder of the triggers, as far as Python can tell."""
    (tmp_path / "parked.py").write_text(CODE, encoding="utf-8")
    triggers.__path__.append(str(tmp_path))
    yield
    triggers.__path__.remove(str(tmp_path))
    triggers._known.pop("parked", None)
    sys.modules.pop(f"{triggers.__name__}.parked", None)


def test_one_file_is_enough_for_a_policy_to_know_it() -> None:
    assert "parked" in triggers.types()
    [rule] = policy_of(RULE).rules.triggers
    assert (rule.type, rule.name, rule.settings) == (
        "parked",
        "forgotten-vendor",
        '{"after":"P3D"}',
    )


def test_one_file_is_enough_to_check_explain_and_foresee() -> None:
    policy = changed(policy_of(RULE), id="policy-1")
    parked = paused(after("1d"))
    ahead = a_history(parked, policy=policy, owner="bo")
    seen = [
        d
        for o in Engine(ahead, policy.people).forecast(after("1d"), after("4d"))
        for d in o.decisions
    ]
    history = a_history(parked, policy=policy, owner="bo")
    assert [each.since for each in accounts(Agenda(history, PEOPLE), after("2d"))] == [after("4d")]
    [decision] = checked(history, after("4d"))
    assert [decision] == seen
    assert (decision.reason, decision.notified) == ("parked for 3d", ("bo", "lee"))
    assert accounts(Agenda(a_history(policy=policy), PEOPLE), MONDAY_NINE)[0].sentence == (
        "a wait of 3d; the ticket is open"
    )


def test_the_test_on_the_page_passes() -> None:
    namespace: dict[str, object] = {}
    exec(compile(TEST, "test_parked.py", "exec"), namespace)  # noqa: S102 - the page is ours
    tests = {name: each for name, each in namespace.items() if name.startswith("test_")}
    assert len(tests) == TEST.count("\ndef test_") == 2
    for test in tests.values():
        assert callable(test)
        test()
