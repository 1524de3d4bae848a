"""Each decision of a rule has one fate: somebody acted on it, nobody did, or it did nothing."""

from datetime import datetime
from typing import Any

import pytest

from escalate_cli.domain.figures.rule_figures import Decided, Fate, RuleTally, decided, step_of
from escalate_cli.domain.ticket import events as e
from tests.conftest import (
    a_history,
    a_policy,
    after,
    asked,
    asked_afterwards,
    followed,
    paused,
    resolved,
    rule_fired,
    taken,
)

POLICY = a_policy()


def fired(at: datetime, trigger: str = "late", action: str = "notified") -> e.TriggerFired:
    return rule_fired(at, action, trigger, key=f"T-1:1:{trigger}:1:{at:%H%M}")


def fates(*events: e.Event) -> list[tuple[str, datetime | None]]:
    """Return what came of the decisions, the first one first."""
    found = list(decided(a_history(*events)))
    return [(each.fate.value, each.ended_at) for each in reversed(found)]


def test_somebody_acts_before_a_rule_speaks_again() -> None:
    story = (fired(after("1h")), taken(after("2h")), fired(after("3h")), fired(after("4h")))
    assert fates(*story) == [
        ("acted", after("2h")),
        ("nobody_acted", after("4h")),
        ("pending", None),
    ]


def test_decisions_of_one_run_share_what_follows() -> None:
    story = (fired(after("1h")), fired(after("1h"), "other"), taken(after("2h")))
    assert fates(*story) == [("acted", after("2h"))] * 2


@pytest.mark.parametrize(
    "word",
    [asked(after("2h")), asked_afterwards(after("2h"))],
    ids=["recorded before there were parties", "of their side"],
)
def test_a_word_of_the_requester_is_no_act_of_the_team(word: e.Event) -> None:
    assert fates(fired(after("1h")), word) == [("pending", None)]


@pytest.mark.parametrize("action", ["lapsed", "superseded", "satisfied", "unanswered"])
def test_what_did_nothing_has_its_fate_at_once(action: str) -> None:
    story = (fired(after("1h"), action=action), taken(after("2h")))
    assert fates(*story) == [(action, after("1h"))]


def test_the_ticket_is_as_it_stood_when_it_was_decided() -> None:
    story = (
        fired(after("1h")),
        paused(after("2h"), until=after("3h")),
        fired(after("2h"), "other"),
        fired(after("4h"), "late"),
        resolved(after("5h")),
    )
    history = a_history(*story)
    steps = [step_of(history, each) for each in reversed(list(decided(history)))]
    assert [step.ticket.status.value for step in steps] == [
        *("open", "waiting", "acknowledged"),
    ]


def test_what_corrects_the_record_goes_on_with_nothing() -> None:
    applied = followed(after("2h"), POLICY)
    assert fates(fired(after("1h")), applied) == [("pending", None)]


def test_rules_are_told_apart_the_most_frequent_first() -> None:
    def a_decision(fate: Fate, **fields: Any) -> Decided:
        told: dict[str, Any] = {
            "key": "",
            "at": after("1h"),
            "ended_at": None,
            "trigger": "late",
            "kind": "time",
        }
        return Decided(**told | fields, fate=fate)

    tally = RuleTally()
    tally.add([a_decision(Fate.ACTED), a_decision(Fate.PENDING)])
    tally.add([a_decision(Fate.LAPSED), a_decision(Fate.ACTED, trigger="early", kind="quality")])
    late, early = tally.figures()
    assert (late.name, late.n, late.tickets) == ("time/late", 3, 2)
    assert (late.acted, late.pending, late.lapsed, late.nobody_acted) == (1, 1, 1, 0)
    assert (early.name, early.n, early.acted) == ("quality/early", 1, 1)
