"""Policy tests: tickets' lives that were written down, and what must come of them."""

from datetime import datetime

import msgspec

from escalate_cli.usecases.policy.policy_coverage import Coverage
from escalate_cli.usecases.policy.policy_test_actions import ActionOptions, PolicyTestAction
from escalate_cli.usecases.verbs.log import NewTicket

Value = str | datetime | tuple[str, ...] | None
"""What a step expects, or what there is instead."""

FIRST = "first"
"""How steps call the ticket that a test begins with."""


class FileLocation(msgspec.Struct, frozen=True):
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int


class Expected(msgspec.Struct, frozen=True):
    """One thing that must be so; `what` is a key of `expect`, or `due` with a clock."""

    location: FileLocation
    what: str
    value: Value


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody does in a step; `refused` where the answer must be no.

    Attributes:
        ticket: the name of the ticket that it is about, or that it logs.
    """

    location: FileLocation
    name: str
    verb: PolicyTestAction
    told: ActionOptions
    by: str
    refused: bool
    ticket: str = FIRST


class PolicyTestStep(msgspec.Struct, frozen=True, kw_only=True):
    """One instant of a test: what is done then, and what must be so after it.

    Attributes:
        ticket: the name of the ticket of which something is expected.
    """

    location: FileLocation
    at: datetime
    act: Act | None
    expected: tuple[Expected, ...]
    ticket: str = FIRST


class PolicyTest(msgspec.Struct, frozen=True, kw_only=True):
    """One test of a policy: a ticket that `by` logs at an instant, and its steps in order.

    Attributes:
        draft: the ticket; nothing where the steps log what they are about.
        heartbeats: keys of those that begin at that instant, and whose absence logs a ticket.
    """

    location: FileLocation
    name: str
    at: datetime
    by: str
    draft: NewTicket | None
    heartbeats: tuple[str, ...] = ()
    steps: tuple[PolicyTestStep, ...]


class PolicyTestFailure(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is not as a test expects.

    Attributes:
        what: a key of `expect`, `due` with a clock, or the verb that went wrong.
        reason: why the verb was refused, or could not be tried; empty where a value differs.
    """

    location: FileLocation
    at: datetime
    what: str
    expected: Value = None
    found: Value = None
    reason: str = ""


class PolicyTestResult(msgspec.Struct, frozen=True):
    """One test as it went; without a failure it passed."""

    test: PolicyTest
    failures: tuple[PolicyTestFailure, ...]


class PolicyTestRun(msgspec.Struct, frozen=True):
    """What became of all tests, and what of the policy they used.

    Attributes:
        zone: that of the policy which they are about, in which people read its times.
    """

    results: tuple[PolicyTestResult, ...]
    coverage: Coverage
    zone: str = "UTC"

    @property
    def unfired(self) -> tuple[str, ...]:
        """Name the rules of the policy that no test fired."""
        return self.coverage.rules.unused

    @property
    def failed(self) -> int:
        """Count the tests that did not pass."""
        return sum(bool(result.failures) for result in self.results)
