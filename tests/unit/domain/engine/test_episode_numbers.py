"""An episode is numbered once: what is decided keeps its number, what is not never takes one."""

from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.engine.episode_numbers import DecidedEpisode, DecidedEpisodes, numbered
from escalate_cli.domain.engine.intervals import Finding
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    HOUR,
    MONDAY_NINE,
    PEOPLE,
    a_history,
    a_policy,
    after,
    cases_by,
    checked,
    edited,
    severity_rule,
    when,
)
from tests.property import lives

SEVERE = severity_rule("severe", when=when(priority="P1", level="L1"), escalate="next")


def held(since: str, until: str | None = None, **fields: Any) -> Finding:
    return Finding(since=after(since), until=after(until) if until else None, **fields)


def decided(number: int, since: str, **fields: Any) -> DecidedEpisode:
    return DecidedEpisode(number, after(since), fields.pop("cause", ""), **fields)


def numbers(episodes: list[Finding], *of: DecidedEpisode) -> list[int]:
    return list(numbered(episodes, of))


def returned(at: datetime) -> e.TicketReturned:
    return e.TicketReturned(at=at, by="bo", to="L1", origin="L2", team="team-L1")


def test_episodes_of_which_none_was_decided_are_numbered_in_the_order_of_time() -> None:
    assert numbers([held("1h", "2h"), held("3h", "4h"), held("5h")]) == [1, 2, 3]


def test_an_episode_over_as_it_began_keeps_its_number_from_the_next() -> None:
    """The example that the function itself gives."""
    history = a_history(policy=a_policy(rules=(SEVERE,)), priority="P1")
    assert [d.key for d in checked(history, MONDAY_NINE)] == ["T-1:1:severe:1:0"]
    history.add(edited(after("1h"), priority="P3"))
    history.add(returned(after("1h")))
    history.add(edited(after("2h"), priority="P1"))
    [case] = cases_by(history, after("2h"))
    assert (str(case.key), case.finding.since) == ("T-1:1:severe:2:0", after("2h"))
    assert [d.key for d in checked(history, after("2h"))] == ["T-1:1:severe:2:0"]


def test_what_was_decided_within_its_time_is_its_number() -> None:
    episodes = [held("1h", "2h"), held("3h")]
    assert numbers(episodes, decided(4, "1h"), decided(7, "4h")) == [4, 7]


def test_a_decision_at_the_end_of_an_episode_is_of_the_next() -> None:
    episodes = [held("1h", "2h"), held("2h")]
    assert numbers(episodes, decided(1, "1h"), decided(2, "2h")) == [1, 2]
    assert numbers(episodes, decided(2, "2h")) == [1, 2]


def test_an_episode_of_the_same_cause_goes_on_under_the_number_decided_last() -> None:
    gap = decided(1, "1h", cause="dns")
    assert numbers([held("3h", cause="dns")], gap) == [1]
    assert numbers([held("3h", cause="smtp")], gap) == [2]


def test_what_former_rules_found_earlier_in_a_run_of_the_clock_is_the_same() -> None:
    former = decided(1, "1h", former=True)
    assert numbers([held("2h", began=MONDAY_NINE)], former) == [1]
    assert numbers([held("2h", began=after("90m"))], former) == [2]
    assert numbers(
        [held("2h", "3h", began=MONDAY_NINE), held("4h", began=MONDAY_NINE)], former
    ) == [1, 2]


def test_reminders_are_about_an_episode_that_has_its_number() -> None:
    history = a_history(policy=a_policy(rules=(SEVERE,)), priority="P1")
    checked(history, MONDAY_NINE)
    [fired] = [event for event in history.events if isinstance(event, e.TriggerFired)]
    history.add(replace(fired, key="T-1:1:severe:1:2"))
    assert [one.number for one in DecidedEpisodes(history).by_rule()[1, "severe"]] == [1]


def test_what_is_decided_is_read_on_as_the_history_grows_and_anew_after_an_undo() -> None:
    history = a_history(policy=a_policy(rules=(SEVERE,)), priority="P1")
    of_ticket = DecidedEpisodes(history)
    assert of_ticket.by_rule() == {}
    Engine(history, PEOPLE).react()
    history.events[1:] = [replace(event, change=7) for event in history.events[1:]]
    assert [one.number for one in of_ticket.by_rule()[1, "severe"]] == [1]
    history.add(e.ChangeUndone(at=after("1h"), by="bo", undone=7))
    assert of_ticket.by_rule() == {}


spans = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=8)


@settings(max_examples=500)
@given(spans, st.data())
def test_no_number_is_given_twice_whatever_is_gone(
    lengths: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Episodes may be gone once they are over; those decided are known by their decision."""
    episodes: list[Finding] = []
    done: list[DecidedEpisode] = []
    given_to: dict[datetime, int] = {}
    at = MONDAY_NINE
    for gap, length in lengths:
        since = at + gap * HOUR
        at = since + length * HOUR
        episodes = [each for each in episodes if data.draw(st.booleans())]
        episodes.append(Finding(since=since, until=at + HOUR))
        at += HOUR
        for number, episode in zip(numbered(episodes, done), episodes, strict=True):
            if episode.since in given_to:
                assert number == given_to[episode.since]
            elif episode is episodes[-1]:
                assert number not in given_to.values()
                given_to[episode.since] = number
                done.append(DecidedEpisode(number, episode.since, ""))


def is_unbroken(history: History, one: datetime, other: datetime) -> bool:
    """Tell whether a ticket has been P1 from the earlier of two instants to the later."""
    first, last = sorted((one, other))
    standing = {step.at: step.ticket.priority for step in history.steps if step.at <= last}
    before = max(at for at in standing if at <= first)
    return {priority for at, priority in standing.items() if at >= before} == {"P1"}


@settings(max_examples=300)
@given(lives.acts_in(["edit", "up", "return", "take", "apply"]), lives.looks)
def test_a_decided_episode_keeps_its_number_whatever_is_appended(
    done: list[lives.Act], checks: list[int]
) -> None:
    """Also when its own move leaves no time in which the rule was true at its level."""
    rule = severity_rule("severe", when=when(priority="P1", level="L1"), escalate="next")
    life = lives.Life(lives.a_policy_of(rule), done, checks)
    for now in life.instants():
        for case in cases_by(life.history, now):
            for fired in life.history.fired.values():
                is_same = is_unbroken(life.history, fired.since, case.finding.since)
                assert (fired.key == str(case.key)) is is_same
