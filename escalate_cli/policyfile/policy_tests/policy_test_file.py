"""A file of tests: the tests that a policy must pass."""

from datetime import UTC, datetime

import msgspec

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.policyfile.policy_tests.policy_test_cases import each_case
from escalate_cli.policyfile.policy_tests.policy_test_page import SOMEBODY, PageOfTests, actor
from escalate_cli.policyfile.policy_tests.policy_test_steps import StepReader
from escalate_cli.strict_yaml.diagnostics import Diagnostics, MistakeError
from escalate_cli.strict_yaml.mapping_reader import Section
from escalate_cli.strict_yaml.name_resolution import name_of
from escalate_cli.strict_yaml.scalars import text
from escalate_cli.strict_yaml.syntax_tree import Node, quoted
from escalate_cli.usecases.policy.policy_test_actions import BEAT
from escalate_cli.usecases.policy.policy_tests import PolicyTest, PolicyTestStep
from escalate_cli.usecases.verbs.log import NewTicket

_SOME_TIMES = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 6, 15, 12, tzinfo=UTC))


class KeysOfTest(msgspec.Struct, frozen=True, kw_only=True):
    """What a test says; the rows of `cases` are put in before it is read."""

    name: str
    at: datetime
    by: str | None = None
    ticket: NewTicket | None = None
    heartbeat: tuple[str, ...] = ()
    cases: tuple[Node, ...] = ()
    steps: tuple[Node, ...]


def policy_tests_of(
    root: Node, file: str, policy: Policy, report: Diagnostics
) -> tuple[PolicyTest, ...]:
    """Read all tests of a file; they are good only if nothing was reported."""
    page = PageOfTests(report, policy, file)
    section = page.section(root, extra=("tests",))
    section.several("tests", lambda node: node)
    found: list[PolicyTest] = []
    taken: dict[str, Node] = {}
    for row in section.rows("tests"):
        for node, place in each_case(row, report):
            test = _policy_test(node, place, page)
            first = taken.setdefault(test.name, place)
            if first is not place and test.name:
                advice = f"first on line {first.line}"
                report.error(place, f"test {quoted(test.name)} is given twice", advice)
            found.append(test)
    return tuple(found)


def _policy_test(node: Node, place: Node, page: PageOfTests) -> PolicyTest:
    before = page.report.errors
    section = page.section(node, KeysOfTest)
    at = section.field(KeysOfTest, "at", _SOME_TIMES[0], lambda node: _dated(node, page))
    draft, heartbeats = _begun(section, page)
    reader = StepReader(
        page, at, is_begun="ticket" in section or bool(heartbeats), heartbeats=heartbeats
    )
    section.several("steps", lambda node: node)
    steps = tuple(reader.steps(section.rows("steps")))
    if reader.lacks_ticket or ("steps" not in section and draft is None and not heartbeats):
        section.miss("ticket")
    if page.report.errors == before and not any(_demands(step) for step in steps):
        page.report.error(node, "the test expects nothing", "give its last step an expect")
    if not heartbeats:
        _refuse_beats(steps, page, section)
    return PolicyTest(
        location=page.location(place),
        name=section.field(KeysOfTest, "name", ""),
        at=at,
        by=section.get("by", actor, (draft and draft.requester) or SOMEBODY),
        draft=draft,
        heartbeats=heartbeats,
        steps=steps,
    )


def _begun(section: Section, page: PageOfTests) -> tuple[NewTicket | None, tuple[str, ...]]:
    """Read what a test begins with: a ticket, or heartbeats whose absence logs one."""
    ticket = section.value("ticket")
    if "heartbeat" not in section:
        return None if ticket is None else page.draft(ticket), ()
    if ticket is not None:
        page.report.error(section.key("ticket"), "'ticket' beside 'heartbeat'", "leave out one")
    keys = [heartbeat.key for heartbeat in page.policy.people.heartbeats]
    return None, section.each("heartbeat", name_of("heartbeat", {}, *keys))


def _refuse_beats(steps: tuple[PolicyTestStep, ...], page: PageOfTests, section: Section) -> None:
    """Report a beat in a test in which no heartbeat is expected."""
    for step in steps:
        if step.act is not None and step.act.name == BEAT:
            page.report.error(
                section.at, f"'{BEAT}' is for the test of a heartbeat", "say heartbeat: KEY"
            )


def _demands(step: PolicyTestStep) -> bool:
    return bool(step.expected) or (step.act is not None and step.act.refused)


def _dated(node: Node, page: PageOfTests) -> datetime:
    """Read an instant that is the same whenever the test runs."""
    first, second = (page.instant(node, now) for now in _SOME_TIMES)
    if first != second:
        raise MistakeError(
            f"{quoted(text(node))} depends on today", "give a day, as in 2026-11-23 09:00"
        )
    return first
