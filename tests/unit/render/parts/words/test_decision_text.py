"""Each decision is one line that cron's mail can carry."""

from typing import Any

import pytest

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.ticket.action import Action
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.words.decision_text import Phrases
from escalate_cli.usecases.automation.check import Pressing
from tests.conftest import after
from tests.unit.render.screen import a_terminal
from tests.unit.render.tickets import HOSTILE, SHOWN, a_standing

WINNER = "T-12:1:resolve-breach:1:0"


def decided(action: str, **fields: Any) -> Decision:
    usual: dict[str, Any] = {
        "key": "T-12:1:one-hour:1:0",
        "ticket": "T-12",
        "trigger": "one-hour",
        "type": "clock",
        "since": after("1h"),
        "noticed_at": after("61m"),
        "action": action,
    }
    return Decision(**usual | fields)


CASES = [
    (
        decided("escalated", origin="L1", to="L2", notified=("bo",)),
        "L1 -> L2, notice to bo",
        "would go L1 -> L2, would notify bo",
    ),
    (decided("escalated", to="manager"), "to manager", "would go to manager"),
    (decided("notified", notified=("lee", "max")), "notice to lee, max", "would notify lee, max"),
    (decided("notified"), "notified", "would notify"),
    (
        decided("notified", routed="team three has no members, and nobody stands in"),
        "notice to nobody, team three has no members, and nobody stands in",
        "would notify nobody, team three has no members, and nobody stands in",
    ),
    (decided("prioritised"), "priority set", "would set the priority"),
    (
        decided("superseded", superseded=WINNER),
        "superseded by resolve-breach",
        "would be superseded by resolve-breach",
    ),
    (
        decided("superseded", superseded="T-12:1:other:1:0"),
        "superseded by a higher move",
        "would be superseded by a higher move",
    ),
    (
        decided("satisfied", to="L2", notified=("lee",)),
        "at L2 or above already, notice to lee",
        "is at L2 or above already, would notify lee",
    ),
    (
        decided("unanswered"),
        "unanswered, no higher level has all its skills",
        "would find no higher level that has all its skills",
    ),
    (decided("satisfied"), "at the top already", "is at the top already"),
    (decided("lapsed"), "lapsed, no longer true", "would lapse, no longer true"),
    (
        decided("recorded", type="breach"),
        "breached, due 2026-11-23T09:00:00Z",
        "would record its breach, due 2026-11-23T09:00:00Z",
    ),
    (decided("resumed", type="resume"), "wait over, resumed", "would resume, the wait is over"),
    (
        decided("approved", type="approval"),
        "approved, nobody answered",
        "would be approved, nobody answered",
    ),
    (decided("closed", type="close"), "closed", "would close"),
    (decided("invented"), "invented", "invented"),
]


@pytest.mark.parametrize(("decision", "said", "would"), CASES, ids=lambda case: str(case)[:30])
def test_a_line_says_what_was_done_or_would_be(decision: Decision, said: str, would: str) -> None:
    winner = decided("escalated", key=WINNER, trigger="resolve-breach")
    ticket = a_standing(priority="P1").ticket
    for dry_run, words in ((False, said), (True, would)):
        phrases = Phrases([decision, winner], [ticket], dry_run=dry_run)
        assert phrases.line(decision) == f"T-12 P1 one-hour: {words} ({ticket.title})"


def test_the_priority_comes_from_whatever_ticket_is_known() -> None:
    decision = decided("closed")
    overdue = a_standing(priority="P2", now=after("9h"))
    assert Phrases([decision], pressing=Pressing((overdue,), ())).priority(decision) == "P2"
    assert Phrases([decision]).line(decision) == "T-12 one-hour: closed"


def test_names_are_harmless_and_no_templates() -> None:
    decision = decided("satisfied", trigger=HOSTILE, to="{other}", notified=("{top}\nx",))
    line = Phrases([decision]).line(decision)
    assert line == f"T-12 {SHOWN}: at {{other}} or above already, notice to {{top}} x"


def test_a_clock_is_named_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    breach = decided("recorded", type="breach", trigger="first_response")
    phrases = Phrases([breach], ink=Ansi(a_terminal(monkeypatch).stdout))
    assert phrases.name(breach) == "first response"
    assert phrases.name(decided("closed", trigger="my_rule")) == "my_rule"
    assert phrases.outcome(decided("escalated", origin="L1", to="L2")) == "L1 → L2"


def test_whom_a_notice_will_not_reach_is_said() -> None:
    decision = decided("escalated", origin="L1", to="L2", notified=("bo", "lee"))
    for dry_run, said in (
        (False, "L1 -> L2, notice to bo, lee (no contact)"),
        (True, "would go L1 -> L2, would notify bo, lee (no contact)"),
    ):
        phrases = Phrases([decision], unreachable={"lee"}, dry_run=dry_run)
        assert phrases.line(decision) == f"T-12 one-hour: {said}"


@pytest.mark.parametrize("action", Action)
def test_every_action_has_words_for_what_would_come_of_it(action: Action) -> None:
    decision = decided(action, origin="L1", to="L2")
    said = Phrases([decision], dry_run=True).line(decision).removeprefix("T-12 one-hour: ")
    assert said.startswith(("would ", "is at "))
