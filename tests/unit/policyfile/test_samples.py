"""The sample policies are found by name, and do what they say."""

import pytest
from msgspec.structs import astuple, replace

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket.history import History
from escalate_cli.policyfile.loading import check, load, load_tests
from escalate_cli.policyfile.samples import (
    UnknownSampleError,
    is_built_in,
    sample_names,
    sample_policy,
    sample_tests,
)
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.policy.run_policy_tests import run_policy_tests
from tests.conftest import a_log, after, checked, escalated, rules_of, taken
from tests.unit.policyfile.files import TODAY
from tests.unit.usecases.conftest import a_context


def test_the_built_in_policy_is_a_sample() -> None:
    assert "default" in sample_names()


@pytest.mark.parametrize("name", sample_names())
def test_every_sample_can_be_read_as_a_policy_of_this_version(name: str) -> None:
    assert "version: 1" in sample_policy(name).splitlines()


@pytest.mark.parametrize(
    "name", ["defualt", "", "../README", "default.yaml"], ids=["typo", "empty", "path", "file"]
)
def test_another_name_is_refused_with_the_names_there_are(name: str) -> None:
    with pytest.raises(UnknownSampleError) as refused:
        sample_policy(name)
    assert f"'{name}'" in str(refused.value)
    assert "default" in str(refused.value.help)


@pytest.mark.parametrize("name", sample_names())
def test_a_sample_has_neither_errors_nor_warnings(name: str) -> None:
    assert check(sample_policy(name).encode(), TODAY) == []


@pytest.mark.parametrize("name", sample_names())
def test_a_sample_serves_exports_of_incidents_in_four_priorities(name: str) -> None:
    policy = _sample(name)
    assert policy.rules.priorities == ("P1", "P2", "P3", "P4")
    assert {priority for row in policy.rules.matrix.values() for priority in row.values()} == {
        "P1",
        "P2",
        "P3",
        "P4",
    }


@pytest.mark.parametrize("name", sample_names())
def test_a_sample_passes_its_own_tests_which_use_all_of_it(name: str) -> None:
    policy = _sample(name)
    tests = load_tests(sample_tests(name).encode(), f"{name}.test.yaml", policy)
    done = run_policy_tests(a_context(policy), tests, MemoryStore)
    failures = [failure for result in done.results for failure in result.failures]
    assert failures == []
    assert [each.unused for each in astuple(done.coverage)] == [(), (), (), ()]


def test_tests_are_no_samples() -> None:
    assert sample_names() == [
        "customer-success",
        "default",
        "it-support",
        "regulated",
        "saas-on-call",
        "small-shop",
    ]


def test_the_built_in_policy_is_short() -> None:
    assert len(sample_policy("default").splitlines()) <= 60


def test_the_built_in_policy_is_known_by_its_text() -> None:
    assert is_built_in(sample_policy("default")), "a new text adds its id to EVERY_BUILT_IN"
    assert not is_built_in(sample_policy("it-support"))


def test_the_built_in_policy_climbs_without_anybody_named() -> None:
    policy = _sample("default")
    history = _logged(policy, priority="P3", team=None)
    assert checked(history, after("30d"), policy.people)
    assert (history.ticket.level, history.ticket.owner) == ("L2", None)


def _sample(name: str) -> Policy:
    return load(sample_policy(name).encode(), f"{name}.yaml", TODAY)


def _logged(policy: Policy, **fields: str | None) -> History:
    log = replace(a_log(), policy=policy.rules.id, **fields)
    return History([log], rules_of(policy))


def test_a_critical_ticket_takes_the_way_that_the_example_tells() -> None:
    policy = _sample("it-support")
    history = _logged(policy, priority="P1", team="frontline")
    Engine(history, policy.people).react()
    assert history.ticket.management_level == "manager"

    history.add(taken(after("5m"), by="ana"))
    checked(history, after("59m"), policy.people)
    assert history.ticket.level == "L1"
    checked(history, after("1h"), policy.people)
    assert (history.ticket.level, history.ticket.owner) == ("L2", "bo")

    history.add(escalated(after("1h20m"), "L3", team="network"))
    told = [
        who
        for decision in Engine(history, policy.people).react().decisions
        for who in decision.notified
    ]
    assert told == ["dora"]

    assert policy.rules.review is not None
    assert policy.rules.review.required_for.conditions[0].values == ("P1", "P2")
