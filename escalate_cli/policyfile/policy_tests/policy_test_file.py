"""A file of tests: the tests that a policy must pass."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import msgspec

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket.events import POLICY
from escalate_cli.domain.time.duration import parse_duration
from escalate_cli.domain.time.instant_parsing import parse_instant
from escalate_cli.policyfile.policy_tests.policy_test_expect import expected
from escalate_cli.policyfile.sections.people import MOVES
from escalate_cli.strict_yaml.diagnostics import Convert, Diagnostics, MistakeError
from escalate_cli.strict_yaml.mapping_reader import Section, word_in
from escalate_cli.strict_yaml.name_resolution import name_of
from escalate_cli.strict_yaml.scalars import flag, text
from escalate_cli.strict_yaml.syntax_tree import Node, quoted
from escalate_cli.strict_yaml.typed_values import BASIC, Readers, key_fields, reader_of
from escalate_cli.usecases.policy.policy_test_actions import BEAT, VERBS, ActionOptions
from escalate_cli.usecases.policy.policy_tests import (
    Act,
    Expected,
    FileLocation,
    PolicyTest,
    PolicyTestStep,
)
from escalate_cli.usecases.verbs.log import NewTicket

SOMEBODY = "somebody"
"""Who logs a ticket that names neither a person who does nor a requester."""

_OPTIONS = {key: each.field.type for each in key_fields(ActionOptions) for key in each.keys}
_SOME_TIMES = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 6, 15, 12, tzinfo=UTC))


class KeysOfTest(msgspec.Struct, frozen=True, kw_only=True):
    """What a test says."""

    name: str
    at: datetime
    by: str | None = None
    ticket: NewTicket | None = None
    heartbeat: str | None = None
    steps: tuple[Node, ...]


class KeysOfStep(msgspec.Struct, frozen=True, kw_only=True):
    """What a step says, besides what its verb is told."""

    after: timedelta | None = None
    at: datetime | None = None
    do: str
    by: str
    refused: bool = False
    expect: tuple[Expected, ...] = ()


class _Page(msgspec.Struct, frozen=True):
    """What every part of the reading shares."""

    report: Diagnostics
    policy: Policy
    file: str

    def section(
        self, node: Node, *types: Any, readers: Readers | None = None, extra: tuple[str, ...] = ()
    ) -> Section:
        """Open a table whose keys are the fields of types."""
        read = {**BASIC, **(readers or {})}
        return Section(node, *types, report=self.report, readers=read, extra=extra)

    def location(self, node: Node) -> FileLocation:
        """Return where a piece of the file is."""
        return FileLocation(self.file, node.line, node.column)


def policy_tests_of(
    root: Node, file: str, policy: Policy, report: Diagnostics
) -> tuple[PolicyTest, ...]:
    """Read all tests of a file; they are good only if nothing was reported."""
    page = _Page(report, policy, file)
    section = page.section(root, extra=("tests",))
    section.several("tests", lambda node: node)
    found: list[PolicyTest] = []
    taken: dict[str, int] = {}
    for node in section.rows("tests"):
        test = _policy_test(node, page)
        first = taken.setdefault(test.name, node.line)
        if first != node.line and test.name:
            report.error(node, f"test {quoted(test.name)} is given twice", f"first on line {first}")
        found.append(test)
    return tuple(found)


def _policy_test(node: Node, page: _Page) -> PolicyTest:
    before = page.report.errors
    section = page.section(node, KeysOfTest)
    dated = partial(_dated, zone=page.policy.people.timezone)
    at = section.field(KeysOfTest, "at", _SOME_TIMES[0], dated)
    section.several("steps", lambda node: node)
    steps = tuple(_steps(section.rows("steps"), at, page))
    if page.report.errors == before and not any(_demands(step) for step in steps):
        page.report.error(node, "the test expects nothing", "give its last step an expect")
    draft, heartbeat = _begun(section, page)
    if heartbeat is None:
        _refuse_beats(steps, page, section)
    return PolicyTest(
        location=page.location(node),
        name=section.field(KeysOfTest, "name", ""),
        at=at,
        by=section.get("by", _actor, (draft and draft.requester) or SOMEBODY),
        draft=draft,
        heartbeat=heartbeat,
        steps=steps,
    )


def _begun(section: Section, page: _Page) -> tuple[NewTicket | None, str | None]:
    """Read what a test is about: a ticket, or a heartbeat whose absence logs one."""
    ticket = section.value("ticket")
    if "heartbeat" not in section:
        if ticket is None:
            section.miss("ticket")
        return NewTicket(title="") if ticket is None else _draft(ticket, page), None
    if ticket is not None:
        page.report.error(section.key("ticket"), "'ticket' beside 'heartbeat'", "leave out one")
    keys = [heartbeat.key for heartbeat in page.policy.people.heartbeats]
    return None, section.field(KeysOfTest, "heartbeat", "", name_of("heartbeat", {}, *keys))


def _refuse_beats(steps: Sequence[PolicyTestStep], page: _Page, section: Section) -> None:
    """Report a beat in the test of a ticket, in which no heartbeat is expected."""
    for step in steps:
        if step.act is not None and step.act.name == BEAT:
            page.report.error(
                section.at, f"'{BEAT}' is for the test of a heartbeat", "say heartbeat: KEY"
            )


def _demands(step: PolicyTestStep) -> bool:
    return bool(step.expected) or (step.act is not None and step.act.refused)


def _draft(node: Node, page: _Page) -> NewTicket:
    """Read what is logged; the keys are the fields of `log --from`."""
    before = page.report.errors
    section = page.section(node, NewTicket, readers=_triage(page.policy.rules))
    draft = section.given(NewTicket)
    return NewTicket(title="") if page.report.errors > before else NewTicket(**draft)


def _triage(rules: Rules) -> dict[str, Convert[str]]:
    """Return the readers of what the policy gives names to."""
    urgencies = [urgency for row in rules.matrix.values() for urgency in row]
    return {
        "priority": name_of("priority", {}, *rules.priorities),
        "impact": name_of("impact", {}, *rules.matrix),
        "urgency": name_of("urgency", {}, *dict.fromkeys(urgencies)),
    }


def _steps(rows: tuple[Node, ...], at: datetime, page: _Page) -> Iterator[PolicyTestStep]:
    """Read steps; each is at the time of the one before it, unless it says another."""
    logged_at = at
    for node in rows:
        step = _step(node, logged_at, at, page)
        if step.at < at:
            page.report.error(node, "this is earlier than the step before", "put steps in order")
        at = step.at
        yield step


def _step(node: Node, logged_at: datetime, before: datetime, page: _Page) -> PolicyTestStep:
    verb = word_in(node, "do")
    may = ("message", *VERBS[verb].may, *VERBS[verb].needs) if verb in VERBS else ()
    section = page.section(node, KeysOfStep, extra=tuple(dict.fromkeys(may)))
    at = section.get("at", lambda node: _instant(node, before, page.policy.people.timezone), before)
    if "after" in section:
        at = logged_at + section.get("after", _length, before - logged_at)
        if "at" in section:
            page.report.error(section.key("at"), "'at' beside 'after'", "leave out one of them")
    if section.sound and "do" not in section and "expect" not in section:
        page.report.error(node, "nothing happens in this step", "give it do, expect or both")
    expect = section.value("expect")
    return PolicyTestStep(
        location=page.location(node),
        at=at,
        act=_act(section, at, page),
        expected=()
        if expect is None
        else expected(expect, page.file, at, page.policy, page.report),
    )


def _act(section: Section, at: datetime, page: _Page) -> Act | None:
    if "do" not in section:
        for key in ("by", "refused"):
            if key in section:
                page.report.error(section.key(key), f"{quoted(key)} without 'do'")
        return None
    name = section.field(KeysOfStep, "do", "", name_of("verb", {}, *VERBS))
    by = section.field(KeysOfStep, "by", SOMEBODY, _actor)
    refused = section.get("refused", flag, default=False)
    if name not in VERBS:
        return None
    verb = VERBS[name]
    before = page.report.errors
    given: dict[str, Any] = {}
    for option in ("message", *verb.may, *verb.needs):
        if option in section:
            given[option] = section.get(option, _option(name, option, at, page), None)
        elif option in verb.needs:
            section.miss(option)
    told = ActionOptions() if page.report.errors > before else msgspec.convert(given, ActionOptions)
    node = section.value("do") or section.at
    return Act(
        location=page.location(node), name=name, verb=verb, told=told, by=by, refused=refused
    )


def _option(verb: str, option: str, at: datetime, page: _Page) -> Convert[Any]:
    """Return the reader of what a verb is told."""
    policy = page.policy
    if option in {"duplicate_of", "related"}:
        return lambda node: _draft(node, page)
    if option == "until":
        return lambda node: _instant(node, at, policy.people.timezone)
    if option == "to" and verb == "escalate":
        return name_of("level", {}, *(level.id for level in policy.rules.levels()), *MOVES)
    if option == "to" and policy.people.people:
        return name_of("person", {}, *policy.people.people)
    return _triage(policy.rules).get(option) or reader_of(_OPTIONS[option])


def _actor(node: Node) -> str:
    name = text(node)
    if name == POLICY:
        raise MistakeError(f"{quoted(POLICY)} acts by itself", "give the name of a person")
    return name


def _instant(node: Node, now: datetime, zone: str) -> datetime:
    return parse_instant(text(node), now, zone)


def _dated(node: Node, zone: str) -> datetime:
    """Read an instant that is the same whenever the test runs."""
    first, second = (_instant(node, now, zone) for now in _SOME_TIMES)
    if first != second:
        raise MistakeError(
            f"{quoted(text(node))} depends on today", "give a day, as in 2026-11-23 09:00"
        )
    return first


def _length(node: Node) -> timedelta:
    """Read how long after the log; `0m` is that very instant."""
    return parse_duration(text(node)).resolve(None)
