"""Tickets go ways: by a rule, by hand, back again; each counts with how long that took."""

from msgspec.structs import replace

from escalate_cli.domain.figures.traffic import Traffic, TrafficTally, Travels, Way
from escalate_cli.domain.policy.rules import MANAGEMENT
from escalate_cli.domain.ticket import events as e
from tests.conftest import HOUR, a_history, after, escalated, paused, reopened, resolved
from tests.unit.domain.figures.test_rule_figures import fired


def returned(at: str) -> e.TicketReturned:
    return e.TicketReturned(at=after(at), by="bo", origin="L2", to="L1")


def gone(*stories: tuple[e.Event, ...], since: str = "0m") -> dict[Way, Traffic]:
    tally = TrafficTally(after(since))
    for story in stories:
        tally.add(a_history(*story))
    return dict(tally.figures())


def test_a_move_between_levels_takes_from_the_arrival_at_the_lower_one() -> None:
    story = (escalated(after("1h"), "L2"), returned("3h"), escalated(after("4h"), "L2"))
    found = gone(story, story)
    up = found[Way(Travels.MOVES, None, "L1", "L2")]
    assert (up.n, up.tickets, up.took.mean) == (4, 2, HOUR)
    back = found[Way(Travels.RETURNS, None, "L2", "L1")]
    assert (back.n, back.took.mean, back.took.median) == (2, 2 * HOUR, None)
    assert found[Way(Travels.LOGGED)].n == 2


def test_what_may_be_anywhere_takes_from_the_log_or_the_reopening() -> None:
    story = (
        paused(after("10m"), until=after("20m")),
        escalated(after("2h"), "lead", MANAGEMENT),
        resolved(after("3h")),
        reopened(after("5h")),
        escalated(after("6h"), "manager", MANAGEMENT),
        replace(fired(after("8h"), "late"), notified=("lee",)),
        fired(after("9h"), "quiet"),
    )
    found = gone(story)
    assert found[Way(Travels.MOVES, None, "", "lead")].took.mean == 2 * HOUR
    assert found[Way(Travels.MOVES, None, "", "manager")].took.mean == HOUR
    assert found[Way(Travels.TELLS, "late")].took.mean == 3 * HOUR
    assert found[Way(Travels.DECIDES, "late")].n == found[Way(Travels.DECIDES, "quiet")].n == 1
    assert Way(Travels.TELLS, "quiet") not in found


def test_a_yes_is_a_way_too() -> None:
    moved = replace(escalated(after("1h"), "L3"), approved_by="lee")
    assert gone((moved,))[Way(Travels.APPROVES, None, "", "L3")].n == 1


def test_only_what_happened_since_then_counts() -> None:
    story = (escalated(after("1h"), "L2"), escalated(after("5h"), "L3"))
    found = gone(story, since="2h")
    assert set(found) == {Way(Travels.MOVES, None, "L2", "L3")}
    assert gone(story, since="9d") == {}


def test_a_way_of_no_rule_says_why() -> None:
    assert Way(Travels.MOVES).why == "by hand"
    assert Way(Travels.RETURNS).why == "handed back"
    assert Way(Travels.MOVES, "late").why == "late, a rule of before"
