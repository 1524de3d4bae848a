"""What rules have to decide, as of one instant after another."""

from collections.abc import Sequence
from datetime import datetime

from escalate_cli.domain.engine.due_findings import Case, Due
from escalate_cli.domain.engine.episodes import RuleEpisodes
from escalate_cli.domain.engine.intervals import Finding
from escalate_cli.domain.engine.outlook import Outlook
from escalate_cli.domain.ticket.key import Key
from tests.conftest import after, clock_rule


def a_rule(name: str, *since: str) -> RuleEpisodes:
    found = [Finding(since=after(each), until=None) for each in since]
    return RuleEpisodes(1, 0, clock_rule(name), found, found)


def undecided(rule: RuleEpisodes, since: datetime | None = None, repeat: int = 0) -> list[Due]:
    """Return each finding of a rule as it is before its decision, or with a reminder to come."""
    return [
        Due(
            key=f"{rule.rule.name}:{number}",
            case=Case(key=Key("T-1", 1, rule.rule.name), rule=rule.rule, order=0, finding=finding),
            since=since or finding.since,
            first=since or finding.since,
            repeat=repeat,
            holds=True,
        )
        for number, finding in enumerate(rule.findings, 1)
    ]


class Asking:
    """Looks on, and notes of which rules it was asked what they have to decide."""

    def __init__(self, *rules: RuleEpisodes) -> None:
        self.outlook = Outlook(rules)
        self.decided: dict[str, list[Due]] = {}
        self._asked: list[str] = []

    def at(self, now: str) -> list[str]:
        self._asked = []
        self.outlook.look(after(now), self._dues_of)
        return self._asked

    def _dues_of(self, rule: RuleEpisodes) -> Sequence[Due]:
        self._asked.append(rule.rule.name)
        return self.decided.get(rule.rule.name, undecided(rule))


def keys(dues: object) -> list[str]:
    return [due.key for due in dues]  # type: ignore[attr-defined]


def test_a_rule_is_looked_at_again_as_something_of_it_comes_and_from_then_on() -> None:
    asking = Asking(a_rule("late", "2h"), a_rule("soon", "1h", "3h"), a_rule("past", "0h"))
    assert asking.at("0h") == ["late", "soon", "past"]
    assert asking.at("59m") == ["past"]
    assert asking.at("1h") == ["past", "soon"]
    assert asking.at("4h") == ["past", "soon", "late"]


def test_what_comes_next_is_known_without_a_look_at_what_comes_later() -> None:
    asking = Asking(a_rule("late", "2h"), a_rule("soon", "1h", "3h"), a_rule("past", "0h"))
    asking.at("30m")
    assert keys(asking.outlook.come) == ["past:1"]
    assert keys(asking.outlook.soonest) == ["past:1", "soon:1", "soon:2"]
    assert sorted(keys(asking.outlook.whole)) == ["late:1", "past:1", "soon:1", "soon:2"]


def test_a_rule_that_has_nothing_to_decide_any_more_is_not_looked_at_again() -> None:
    asking = Asking(a_rule("past", "0h"))
    asking.decided["past"] = []
    assert asking.at("0h") == ["past"]
    assert asking.at("1h") == []
    assert list(asking.outlook.soonest) == list(asking.outlook.whole) == []


def test_a_reminder_to_come_waits_for_its_instant() -> None:
    rule = a_rule("past", "0h")
    asking = Asking(rule)
    asking.decided["past"] = undecided(rule, since=after("1h"), repeat=1)
    assert [asking.at("0h"), asking.at("59m"), asking.at("1h")] == [["past"], [], ["past"]]


def test_what_was_decided_before_it_comes_is_looked_at_all_along() -> None:
    """Under newer rules of counting; as it comes, another attempt at it may be due."""
    rule = a_rule("counted", "1h")
    asking = Asking(rule)
    asking.decided["counted"] = []
    assert [asking.at("0h"), asking.at("30m")] == [["counted"], ["counted"]]
    asking.decided["counted"] = undecided(rule, since=after("2h"), repeat=1)
    assert [asking.at("40m"), asking.at("50m")] == [["counted"], ["counted"]]
