"""Changes of a policy are sound, in one place, and some at least are noticed by its tests."""

import pytest

from escalate_cli.policyfile.samples import sample_names, sample_policy, sample_tests
from tests.long.parts.policies import EQUIVALENT, drawn_from, is_noticed
from tests.long.policy_mutants import PolicyMutant, policy_mutants

PLACES = ("targets.0", "triggers.0", "triggers.1", "triggers.2", "triggers.5", "calendars", "name")


@pytest.fixture(scope="module")
def mutants() -> list[PolicyMutant]:
    """Changes of the built-in policy in a few places."""
    return policy_mutants(sample_policy("default"), PLACES)


def test_times_levels_and_counts_are_changed_one_at_a_time(mutants: list[PolicyMutant]) -> None:
    what = {mutant.what for mutant in mutants}
    assert {
        "targets.0.resolve: 4h -> 5h",
        "targets.0.resolve: 4h -> 2h",
        "triggers.2.at: 75% -> 90%",
        "triggers.0.escalate: manager -> director",
        "triggers.5.count: 3 -> 4",
        "calendars.office.mon-fri: 08:00-18:00 -> 09:00-18:00",
    } <= what
    assert not any(each.startswith(("name", "ladders.functional.0.level")) for each in what)
    assert len({mutant.policy.rules.id for mutant in mutants}) == len(mutants)


def test_a_sample_is_drawn_by_its_seed_and_leaves_out_what_makes_no_difference(
    mutants: list[PolicyMutant],
) -> None:
    drawn = drawn_from(mutants, "default", "13", 20)
    assert drawn == drawn_from(mutants[::-1], "default", "13", 20)
    assert drawn != drawn_from(mutants, "default", "14", 20)
    every = {mutant.path for mutant in drawn_from(mutants, "default", "13", 1000)}
    assert not every & EQUIVALENT["default"].keys()


@pytest.mark.parametrize("name", sample_names())
def test_what_is_said_to_make_no_difference_makes_none(name: str) -> None:
    places = tuple(EQUIVALENT[name])
    changed = {mutant.path: mutant for mutant in policy_mutants(sample_policy(name), places)}
    assert EQUIVALENT[name].keys() <= changed.keys()
    for path in EQUIVALENT[name]:
        assert not is_noticed(changed[path], sample_tests(name)), path


def test_a_change_that_matters_is_noticed(mutants: list[PolicyMutant]) -> None:
    [mutant] = (each for each in mutants if each.what == "targets.0.resolve: 4h -> 5h")
    assert is_noticed(mutant, sample_tests("default"))
