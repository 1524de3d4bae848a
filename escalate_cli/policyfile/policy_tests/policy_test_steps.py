"""Steps of a policy test: what is done when to which ticket, and what must be so after it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from escalate_cli.policyfile.policy_tests.policy_test_expect import expected
from escalate_cli.policyfile.policy_tests.policy_test_page import (
    SOMEBODY,
    PageOfTests,
    actor,
    length,
    triage,
)
from escalate_cli.policyfile.sections.people import MOVES
from escalate_cli.strict_yaml.diagnostics import Convert, MistakeError
from escalate_cli.strict_yaml.mapping_reader import Section, word_in
from escalate_cli.strict_yaml.name_resolution import name_of
from escalate_cli.strict_yaml.scalars import count, flag, text
from escalate_cli.strict_yaml.syntax_tree import Node, quoted
from escalate_cli.strict_yaml.typed_values import key_fields, reader_of
from escalate_cli.usecases.policy.policy_test_actions import LOG, VERBS, ActionOptions
from escalate_cli.usecases.policy.policy_test_observation import ON_DUTY
from escalate_cli.usecases.policy.policy_tests import FIRST, Act, Expected, PolicyTestStep

MOST_TIMES = 1000

_OPTIONS = {key: each.field.type for each in key_fields(ActionOptions) for key in each.keys}


class KeysOfStep(msgspec.Struct, frozen=True, kw_only=True):
    """What a step says, besides what its verb is told."""

    after: timedelta | None = None
    at: datetime | None = None
    ticket: str = FIRST
    do: str
    by: str
    times: int = 1
    every: timedelta | None = None
    refused: bool = False
    expect: tuple[Expected, ...] = ()


class StepReader:
    """Reads the steps of one test, in the order of time.

    Args:
        page: what all tests are read with.
        logged_at: from when on times are counted.
        is_begun: whether the test itself has a ticket, or the silence of a heartbeat logs one.
        heartbeats: those that the test expects to hear of.

    Attributes:
        lacks_ticket: whether a step needs a ticket, and there is none.
    """

    def __init__(
        self,
        page: PageOfTests,
        logged_at: datetime,
        *,
        is_begun: bool,
        heartbeats: tuple[str, ...],
    ) -> None:
        self._page = page
        self._logged_at = logged_at
        self._heartbeats = heartbeats
        self._tickets = [FIRST, *heartbeats] if is_begun else []
        self.lacks_ticket = False

    def steps(self, rows: tuple[Node, ...]) -> Iterator[PolicyTestStep]:
        """Read steps; each is at the time of the one before it, unless it says another."""
        at = self._logged_at
        for node in rows:
            for step in self._repeated(node, at):
                if step.at < at:
                    self._page.report.error(
                        node, "this is earlier than the step before", "put steps in order"
                    )
                at = step.at
                yield step

    def _repeated(self, node: Node, before: datetime) -> list[PolicyTestStep]:
        """Return a step as often as it is done; only the last one has what is expected."""
        verb = word_in(node, "do")
        may = ("message", *VERBS[verb].may, *VERBS[verb].needs) if verb in VERBS else ()
        section = self._page.section(node, KeysOfStep, extra=tuple(dict.fromkeys(may)))
        step = self._step(section, before)
        times = section.field(KeysOfStep, "times", 1, _times)
        every = section.get("every", length, timedelta(0))
        if step.act is None or ("every" in section and "times" not in section):
            for key in ("times", "every"):
                if key in section:
                    needs = "do" if step.act is None else "times"
                    self._page.report.error(section.key(key), f"{quoted(key)} without '{needs}'")
        repeated = [replace(step, at=step.at + n * every) for n in range(times)]
        return [*(replace(each, expected=()) for each in repeated[:-1]), repeated[-1]]

    def _step(self, section: Section, before: datetime) -> PolicyTestStep:
        page, node = self._page, section.at
        at = section.get("at", lambda node: page.instant(node, before), before)
        if "after" in section:
            at = self._logged_at + section.get("after", length, before - self._logged_at)
            if "at" in section:
                page.report.error(section.key("at"), "'at' beside 'after'", "leave out one of them")
        if section.sound and "do" not in section and "expect" not in section:
            page.report.error(node, "nothing happens in this step", "give it do, expect or both")
        act = self._act(section, at)
        expect = section.value("expect")
        found = () if expect is None else expected(expect, page.file, at, page.policy, page.report)
        return PolicyTestStep(
            location=page.location(node),
            at=at,
            act=act,
            expected=found,
            ticket=self._ticket(
                section, is_needed=any(not each.what.startswith(ON_DUTY) for each in found)
            ),
        )

    def _ticket(self, section: Section, *, is_needed: bool) -> str:
        """Read which ticket a step is about, if it is about one."""
        if "ticket" in section:
            return section.get("ticket", name_of("ticket", {}, *self._tickets), FIRST)
        if is_needed and not self._tickets:
            self.lacks_ticket = True
        elif is_needed and FIRST not in self._tickets:
            section.miss("ticket")
        return FIRST

    def _act(self, section: Section, at: datetime) -> Act | None:
        page = self._page
        if "do" not in section:
            for key in ("by", "refused"):
                if key in section:
                    page.report.error(section.key(key), f"{quoted(key)} without 'do'")
            return None
        name = section.field(KeysOfStep, "do", "", name_of("verb", {}, *VERBS))
        by = section.field(KeysOfStep, "by", SOMEBODY, actor)
        refused = section.get("refused", flag, default=False)
        if name not in VERBS:
            return None
        told = self._options(section, name, at)
        return Act(
            location=page.location(section.value("do") or section.at),
            name=name,
            verb=VERBS[name],
            told=told,
            by=by,
            refused=refused,
            ticket=self._named(section, name),
        )

    def _named(self, section: Section, verb: str) -> str:
        """Return which ticket a verb is about; a log gives it a name, if there is need of one."""
        if verb == LOG:
            return self._new_name(section)
        if VERBS[verb].is_of_team:
            return FIRST
        return self._ticket(section, is_needed=True)

    def _new_name(self, section: Section) -> str:
        name = section.get("ticket", text, "" if FIRST in self._tickets else FIRST)
        if name in self._tickets:
            self._page.report.error(
                section.key("ticket"), f"ticket {quoted(name)} is given twice", "give another name"
            )
        self._tickets.append(name)
        return name

    def _options(self, section: Section, name: str, at: datetime) -> ActionOptions:
        """Read what a verb is told."""
        verb, before = VERBS[name], self._page.report.errors
        given: dict[str, Any] = {}
        for option in ("message", *verb.may, *verb.needs):
            if option in section:
                given[option] = section.get(option, self._reader(name, option, at), None)
            elif option in verb.needs:
                section.miss(option)
        if self._page.report.errors > before:
            return ActionOptions()
        return msgspec.convert(given, ActionOptions)

    def _reader(self, verb: str, option: str, at: datetime) -> Convert[Any]:
        """Return the reader of what a verb is told."""
        page, policy = self._page, self._page.policy
        if option in {"duplicate_of", "related", "draft"}:
            return page.draft
        if option in {"until", "from", "turn"}:
            return lambda node: page.instant(node, at)
        if option == "to" and verb == "escalate":
            return name_of("level", {}, *(level.id for level in policy.rules.levels()), *MOVES)
        if option in {"to", "person", "with"} and policy.people.people:
            return name_of("person", {}, *policy.people.people)
        names = {
            "team": name_of("team", {}, *policy.people.teams),
            "key": name_of("heartbeat", {}, *self._heartbeats),
        }
        return names.get(option) or triage(policy.rules).get(option) or reader_of(_OPTIONS[option])


def _times(node: Node) -> int:
    number = count(node)
    if number > MOST_TIMES:
        raise MistakeError(f"more than {MOST_TIMES} times", "a storm is one with fewer, too")
    return number
