"""An act becomes history, and so does what the policy makes of it at once."""

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.verbs.carry_out import Effect
from escalate_cli.domain.verbs.outcome import Done
from tests.conftest import MINUTE, MONDAY_NINE, severity_rule, taken, when
from tests.unit.domain.verbs.conftest import carried_out, facing
from tests.unit.usecases.conftest import staffed

RAISED = e.TicketEdited(at=MONDAY_NINE, by="ana", changes=e.Changes(priority="P1"))


def telling() -> Policy:
    return staffed(rules=(severity_rule("critical", when=when(priority="P1"), notify=("lead",)),))


def test_an_act_and_what_it_caused_are_told_apart() -> None:
    at = facing(policy=telling(), at="0m", priority="P3")
    effect = carried_out(at, Done((RAISED,)))
    assert effect.events == (RAISED.of(Party.TEAM),)
    assert [(each.trigger, each.notified) for each in effect.decisions] == [("critical", ("lee",))]
    assert [(each.kind, each.to) for each in effect.messages] == [("alert", "lee")]
    assert [e.kind_of(each) for each in at.history.events[1:]] == ["ticket_edited", "trigger_fired"]


def test_an_act_that_changes_nothing_causes_nothing() -> None:
    at = facing(policy=telling(), priority="P1")
    assert carried_out(at, Done()) == Effect()
    assert len(at.history.events) == 1


def test_an_act_is_as_old_as_the_history_makes_it() -> None:
    at = facing(taken(MONDAY_NINE + MINUTE))
    [event] = carried_out(at, Done((RAISED,))).events
    assert (event.at, event.clock_at) == (MONDAY_NINE + MINUTE, MONDAY_NINE)


def test_who_had_it_before_is_named_if_another_has_it_now() -> None:
    given = e.TicketAssigned(at=MONDAY_NINE, by="ana", owner="bo")
    taken_over = e.TicketAcknowledged(at=MONDAY_NINE, by="cy", take=True)
    assert carried_out(facing(given), Done((taken_over,))).former == "bo"
    assert carried_out(facing(given), Done((taken(MONDAY_NINE),))).former is None


def test_a_move_is_seen_in_the_events() -> None:
    moved = e.TicketEscalated(at=MONDAY_NINE, by="ana", ladder="functional", to="L2", mode="manual")
    assert carried_out(facing(), Done((moved,))).has_moved
    assert not carried_out(facing(), Done((RAISED,))).has_moved
