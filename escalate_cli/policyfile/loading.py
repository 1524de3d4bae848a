"""A policy file's bytes in, a policy or every mistake out."""

from datetime import date
from hashlib import sha256

from escalate_cli.domain.policy import Policy
from escalate_cli.errors import PolicyError
from escalate_cli.policyfile.compile import compiled
from escalate_cli.policyfile.problems import (
    MOST,
    PolicyProblem,
    Report,
    TooManyMistakesError,
    render_problems,
)
from escalate_cli.policyfile.reader import read, text_of


def load(source: bytes, name: str, today: date) -> Policy:
    """Read a policy; `name` is what errors call the file.

    Raises:
        PolicyError: with every mistake, each at its line.
    """
    policy, problems = _read(source, today)
    errors = [problem for problem in problems if problem.severity == "error"]
    if policy is None or errors:
        count = f"{len(errors)} error{'s' if len(errors) > 1 else ''}"
        shown = render_problems(errors, name, text_of(source))
        raise PolicyError(
            f"the policy cannot be used: {count}\n{shown}",
            "escalate policy check lists them again, with warnings",
        )
    return policy


def check(source: bytes, today: date) -> list[PolicyProblem]:
    """Return every error and warning, in the order of the file."""
    return _read(source, today)[1]


def _read(source: bytes, today: date) -> tuple[Policy | None, list[PolicyProblem]]:
    report = Report()
    policy = None
    try:
        root = read(source, report)
        if root is not None:
            policy = compiled(root, sha256(source).hexdigest(), today, report)
    except TooManyMistakesError:
        last = report.problems[-1]
        more = PolicyProblem(
            line=last.line, column=last.column, message=f"only {MOST} problems are shown"
        )
        return None, [*report.problems, more]
    return policy, report.problems
