"""A policy that is named on a command line, tried with the tests beside it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from escalate_cli.cli.typed.typed_tickets import is_ticket
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.errors import UsageError
from escalate_cli.policyfile.in_force import IN_STORE
from escalate_cli.policyfile.loading import load_tests
from escalate_cli.policyfile.policy_file import read_named
from escalate_cli.usecases.policy.policy_tests import PolicyTest, PolicyTestRun
from escalate_cli.usecases.policy.run_policy_tests import run_policy_tests

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

_TESTS: Final = re.compile(rb"^\s*\{?\s*[\"']?tests[\"']?\s*:", re.MULTILINE)
_ENDING: Final = ".test.yaml"
_FILES: Final = (".yaml", ".yml", ".json")


class NamedPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """A policy of a file, or the one in force.

    Attributes:
        path: its file; nothing for the built-in policy.
        source: the text that says all of it.
    """

    path: Path | None
    policy: Policy
    source: str


def names_policy(words: Sequence[str]) -> bool:
    """Tell whether what stands where tickets may be named is a policy instead."""
    return len(words) == 1 and not is_ticket(words[0]) and _is_file(words[0])


def _is_file(word: str) -> bool:
    return word.endswith(_FILES) or Path(word).is_file()


def holds_tests(source: bytes) -> bool:
    """Tell tests of a policy from a policy."""
    return bool(_TESTS.search(source))


def in_force(run: "Wiring") -> NamedPolicy:
    """Return the policy in force; raises PolicyError where its file is broken."""
    run.refuse_broken_policy()
    context = run.context
    return NamedPolicy(path=run.policy_file.path, policy=context.policy, source=context.source)


def policy_in(run: "Wiring", path: Path, source: bytes, home: Path | None = None) -> NamedPolicy:
    """Read the policy of a file; raises PolicyError.

    Args:
        run: the command.
        path: the file, which errors name.
        source: what it holds.
        home: where it is to lie, from where it names other files.
    """
    whole = run.library.whole(source, home or path)
    policy = run.library.policy_of(whole, str(path))
    return NamedPolicy(path=path, policy=policy, source=whole.decode())


def tests_in(named: NamedPolicy, files: Mapping[Path, bytes]) -> Iterator[PolicyTest]:
    """Read the tests of a policy that some files hold."""
    for path, source in files.items():
        yield from load_tests(source, str(path), named.policy)


def tests_beside(run: "Wiring", named: NamedPolicy) -> dict[Path, bytes]:
    """Read the file of tests beside the policy, or else beside that in force."""
    paths = [path for path in (named.path, run.policy_file.path) if path]
    if not paths and run.policy_file.label == IN_STORE:
        raise UsageError(
            "the policy is in the store, which keeps no tests of it",
            "escalate policy test FILE takes those of a file",
        )
    if not paths:
        raise UsageError(
            "the built-in policy has no file with tests beside it",
            "name a file of tests, or begin a policy of your own with escalate init",
        )
    beside = [tests_path(path) for path in paths]
    path = next((path for path in beside if path.exists()), beside[0])
    return {path: read_named(path, "the file of tests")}


def tried(run: "Wiring", named: NamedPolicy, tests: Iterable[PolicyTest]) -> PolicyTestRun:
    """Run tests of a policy, each with a store of its own in memory."""
    context = replace(run.context, policy=named.policy, source=named.source)
    return run_policy_tests(context, list(tests), run.new_memory_store)


def tests_path(policy: Path) -> Path:
    """Return where the tests of a policy are, unless others are named."""
    return policy.with_suffix(_ENDING)


def read_tests_of(policy: Path) -> bytes | None:
    """Read the file of tests beside a policy, if there is one."""
    path = tests_path(policy)
    return read_named(path, "the file of tests") if path.exists() else None
