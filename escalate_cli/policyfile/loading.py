"""A file's bytes in, a policy or its tests out, or every mistake."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.errors import BadTestsError, PolicyError
from escalate_cli.policyfile.compile import compiled
from escalate_cli.policyfile.reading.diagnostics import (
    MOST,
    Diagnostics,
    PolicyProblem,
    TooManyMistakesError,
    render_problems,
)
from escalate_cli.policyfile.reading.syntax_tree import Node
from escalate_cli.policyfile.reading.yaml_parser import BEGINS, read, text_of

if TYPE_CHECKING:
    from escalate_cli.usecases.policy.policy_tests import PolicyTest


T = TypeVar("T")


def load(source: bytes, name: str, today: date) -> Policy:
    """Read a policy; `name` is what errors call the file.

    Raises:
        PolicyError: with every mistake, each at its line.
    """
    policy, problems = _read(source, _policy_of(source, today), BEGINS)
    errors = [problem for problem in problems if problem.severity == "error"]
    if policy is None or errors:
        raise PolicyError(
            f"the policy cannot be used: {_listed(errors, name, source)}",
            "escalate policy check lists them again, with warnings",
        )
    return policy


def check(source: bytes, today: date) -> list[PolicyProblem]:
    """Return every error and warning, in the order of the file."""
    return _read(source, _policy_of(source, today), BEGINS)[1]


def load_tests(source: bytes, name: str, policy: Policy) -> "tuple[PolicyTest, ...]":
    """Read the tests of a policy; raises BadTestsError with every mistake, each at its line."""
    from escalate_cli.policyfile.policy_tests.policy_test_file import policy_tests_of  # noqa: PLC0415 - start-up time

    found, problems = _read(
        source,
        lambda root, report: policy_tests_of(root, name, policy, report),
        "a file of tests begins with tests:",
    )
    if found is None or problems:
        raise BadTestsError(f"the tests cannot be run: {_listed(problems, name, source)}")
    return found


def _policy_of(source: bytes, today: date) -> Callable[[Node, Diagnostics], Policy]:
    policy_id = sha256(source).hexdigest()
    return lambda root, report: compiled(root, policy_id, today, report)


def _listed(errors: list[PolicyProblem], name: str, source: bytes) -> str:
    count = f"{len(errors)} error{'s' if len(errors) > 1 else ''}"
    return f"{count}\n{render_problems(errors, name, text_of(source))}"


def _read(
    source: bytes, make: Callable[[Node, Diagnostics], T], begins: str
) -> tuple[T | None, list[PolicyProblem]]:
    """Make something of a file, and report what is wrong; `begins` helps with an empty one."""
    report = Diagnostics()
    made = None
    try:
        root = read(source, report, begins)
        if root is not None:
            made = make(root, report)
    except TooManyMistakesError:
        last = report.problems[-1]
        more = PolicyProblem(
            line=last.line, column=last.column, message=f"only {MOST} problems are shown"
        )
        return None, [*report.problems, more]
    return made, report.problems
