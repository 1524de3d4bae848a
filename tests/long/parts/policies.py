"""Sound changes of each sample policy, which its own tests must notice.

`POLICY_MUTATION=seed:count` draws another sample.
"""

import os
from collections.abc import Mapping
from typing import Final
from zlib import crc32

from escalate_cli.errors import BadTestsError
from escalate_cli.policyfile.loading import load_tests
from escalate_cli.policyfile.samples import sample_names, sample_policy, sample_tests
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.policy.run_policy_tests import run_policy_tests
from tests.long import Result, Say
from tests.long.policy_mutants import PolicyMutant, policy_mutants
from tests.unit.usecases.conftest import a_context

SEED, COUNT = 13, 200
LEAST = 90
"""Percent of the changes that the tests of a sample must notice."""

_NAMED = "the plan names who is on duty, and always somebody"
_ONE = "one complaint fills a window of any length"
_NOBODY = "the built-in policy names nobody, on whatever level"
EQUIVALENT: Final[Mapping[str, Mapping[str, str]]] = {
    "customer-success": {"triggers.6.within": _ONE},
    "default": {"triggers.1.notify.1": _NOBODY, "triggers.3.notify.1": _NOBODY},
    "it-support": {
        "teams.network.fallback": _NAMED,
        "teams.network.members.0": _NAMED,
        "teams.network.members.1": _NAMED,
        "teams.specialists.fallback": "a team without hours always has somebody",
    },
    "regulated": {
        "teams.engineering.fallback": "a team without hours always has somebody",
        "teams.operations.fallback": "a team without hours always has somebody",
        "triggers.8.within": _ONE,
    },
    "saas-on-call": {
        "teams.commanders.members.0": _NAMED,
        "teams.commanders.members.1": _NAMED,
        "teams.engineers.fallback": _NAMED,
        "teams.engineers.members.1": _NAMED,
        "teams.responders.fallback": _NAMED,
        "teams.responders.members.1": _NAMED,
        "teams.responders.members.2": _NAMED,
        "teams.responders.members.3": _NAMED,
    },
    "small-shop": {
        "retain": "what waits in the outbox of a test is not archived",
        "triggers.4.within": _ONE,
    },
}
"""Places of each sample at which a change makes no difference that can be seen, and why."""


ALONE = False


def missing() -> str:
    """It needs nothing."""
    return ""


def run(say: Say) -> Result:
    """Try a sample of changes of each policy; name those that no test noticed."""
    seed, _, count = os.environ.get("POLICY_MUTATION", f"{SEED}:{COUNT}").partition(":")
    rows = [_noticed(say, name, seed, int(count)) for name in sample_names()]
    ran = ", ".join(f"{name} {share} % of {tried}" for name, share, tried in rows)
    return Result(f"{ran}; {LEAST} are wanted", all(share >= LEAST for _, share, _ in rows))


def _noticed(say: Say, name: str, seed: str, count: int) -> tuple[str, int, int]:
    """Return what share of how many changes the tests of a sample notice."""
    drawn = drawn_from(policy_mutants(sample_policy(name)), name, seed, count)
    survived = [each for each in drawn if not is_noticed(each, sample_tests(name))]
    for each in survived:
        say(f"survived: {name}: {each.what}")
    return name, 100 * (len(drawn) - len(survived)) // len(drawn), len(drawn)


def drawn_from(mutants: list[PolicyMutant], name: str, seed: str, count: int) -> list[PolicyMutant]:
    """Draw by what is changed, so that a change elsewhere leaves the sample as it is."""
    others = [each for each in mutants if each.path not in EQUIVALENT.get(name, {})]
    return sorted(others, key=lambda each: crc32(f"{seed} {each.what}".encode()))[:count]


def is_noticed(mutant: PolicyMutant, tests: str) -> bool:
    """Tell whether any test fails, or cannot even be read; the first that does is the last run."""
    try:
        read = load_tests(tests.encode(), "policy.test.yaml", mutant.policy)
    except BadTestsError:
        return True
    context = a_context(mutant.policy)
    return any(run_policy_tests(context, [test], MemoryStore).failed for test in read)
