"""Loading: a file's bytes in, a policy or its tests out, or every mistake."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.errors import BadTestsError, PolicyError
from escalate_cli.policyfile.compile import compiled
from escalate_cli.policyfile.reading.holiday_files import HolidayFiles, with_days
from escalate_cli.policyfile.reading.ignored_findings import without_ignored
from escalate_cli.strict_yaml.diagnostics import (
    MOST,
    Diagnostics,
    Problem,
    TooManyMistakesError,
    render_problems,
)
from escalate_cli.strict_yaml.syntax_tree import Node
from escalate_cli.strict_yaml.yaml_parser import BEGINS, read, text_of

if TYPE_CHECKING:
    from escalate_cli.usecases.policy.policy_tests import PolicyTest


T = TypeVar("T")


def load(source: bytes, name: str, today: date) -> Policy:
    """Read a policy; `name` is what errors call the file.

    Raises:
        PolicyError: with every mistake, each at its line.
    """
    return _sound(source, name, today, None)[0]


def with_files(source: bytes, name: str, today: date, folder: Path) -> tuple[bytes, list[str]]:
    """Return a policy's text with the days of its holiday files in it, and the files' names.

    From then on the text says all of it: it is what tickets keep, and no file is read again.

    Raises:
        PolicyError: with every mistake, each at its line.
    """
    _, files = _sound(source, name, today, folder)
    if not files.read:
        return source, []
    whole = with_days(source, files.read)
    try:
        load(whole, name, today)
    except PolicyError as error:
        raise PolicyError(
            "the days of its files cannot be added at the end of the policy",
            "write its keys one under the other, with no braces around all of them",
        ) from error
    return whole, list(files.read)


def check(source: bytes, today: date, folder: Path | None = None) -> list[Problem]:
    """Return every error and warning, in the order of the file; other files are in the folder.

    Warnings that a line of the file asks to ignore are left out.
    """
    from escalate_cli.policyfile.doubtful import judge  # noqa: PLC0415 - for `policy check`

    make = _policy_of(source, today, folder)

    def examined(root: "Node", report: Diagnostics) -> bool:
        policy, _ = make(root, report)
        if not report.errors:
            judge(policy, root, today, report)
        return not report.errors

    is_sound, problems = _read(source, examined, BEGINS)
    return without_ignored(problems, text_of(source)) if is_sound else problems


def _sound(
    source: bytes, name: str, today: date, folder: Path | None
) -> "tuple[Policy, HolidayFiles]":
    made, problems = _read(source, _policy_of(source, today, folder), BEGINS)
    errors = [problem for problem in problems if problem.severity == "error"]
    if made is None or errors:
        raise PolicyError(
            f"the policy cannot be used: {_listed(errors, name, source)}",
            "escalate policy check lists them again, with warnings",
        )
    return made


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


def _policy_of(
    source: bytes, today: date, folder: Path | None
) -> "Callable[[Node, Diagnostics], tuple[Policy, HolidayFiles]]":
    policy_id = sha256(source).hexdigest()
    return lambda root, report: compiled(root, policy_id, today, report, folder)


def _listed(errors: list[Problem], name: str, source: bytes) -> str:
    count = f"{len(errors)} error{'s' if len(errors) > 1 else ''}"
    return f"{count}\n{render_problems(errors, name, text_of(source))}"


def _read(
    source: bytes, make: Callable[[Node, Diagnostics], T], begins: str
) -> tuple[T | None, list[Problem]]:
    """Make something of a file, and report what is wrong; `begins` helps with an empty one."""
    report = Diagnostics()
    made = None
    try:
        root = read(source, report, begins)
        if root is not None:
            made = make(root, report)
    except TooManyMistakesError:
        last = report.problems[-1]
        more = Problem(
            line=last.line,
            column=last.column,
            message=f"only {MOST} problems are shown",
            code=FindingCode.TOO_LARGE,
        )
        return None, [*report.problems, more]
    return made, report.problems
