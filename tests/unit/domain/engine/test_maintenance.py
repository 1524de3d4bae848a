"""While a window is on the policy is silent; a history says itself when it was."""

from collections.abc import Iterable

from msgspec.structs import replace

from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.engine.maintenance import (
    Silence,
    name_windows,
    on_record,
    silence_of,
)
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.held import Held
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    HOUR,
    PEOPLE,
    a_history,
    a_log,
    a_policy,
    after,
    clock_rule,
    edited,
    escalated,
    noted,
    paused,
    resolved,
    severity_rule,
    targets,
    when,
)

LATE = clock_rule("late", at="1h", notify=("lead",), repeat=Repeat(every=HOUR))
NEWS = severity_rule("news", notify=("lead",))
DB = when(service="db")


def window(since: str, until: str, of: When = DB) -> Window:
    return Window(when=of, from_at=after(since), until_at=after(until))


def held(since: str, until: str) -> Held:
    return Held(kind="maintenance", since=after(since), until=after(until))


def people(*windows: Window) -> People:
    return replace(PEOPLE, maintenance=windows)


def a_life(*events: e.Event, rules: object = (LATE,), **log: object) -> History:
    policy = a_policy(rules=rules, targets=(targets(resolve="1h"),))
    return a_history(*events, policy=policy, **{"service": "db"} | log)


def silence(history: History, *windows: Window) -> Silence:
    return silence_of(history.steps, windows)


def fired(history: History, at: str, *windows: Window) -> list[tuple[str, str, Held | None]]:
    """Run the engine at an instant; return what it decided."""
    known = len(history.events)
    Engine(history, people(*windows)).advance(after(at))
    decided = (event for event in history.events[known:] if isinstance(event, e.TriggerFired))
    return [(event.key, event.action, event.held_by) for event in decided]


def kinds(events: Iterable[e.Event]) -> list[str]:
    return [e.kind_of(event) for event in events]


def test_windows_that_meet_are_one_silence() -> None:
    windows = (window("5h", "6h"), window("1h", "3h"), window("2h", "4h"), window("4h", "5h"))
    assert silence(a_life(), *windows).times == (held("1h", "6h"),)
    assert silence(a_life(), window("1h", "2h"), window("3h", "4h")).times == (
        held("1h", "2h"),
        held("3h", "4h"),
    )


def test_a_window_is_for_what_matches_it_and_only_as_long() -> None:
    assert silence(a_life(service="web"), window("1h", "3h")).times == ()
    assert silence(a_life(service="web"), window("1h", "3h", When())).times == (held("1h", "3h"),)
    moved = a_life(edited(after("2h"), service="web"))
    assert silence(moved, window("1h", "3h")).times == (held("1h", "2h"),)
    came = a_life(edited(after("2h"), service="db"), service="web")
    assert silence(came, window("1h", "3h")).times == (held("2h", "3h"),)
    assert silence(came, window("1h", "2h")).times == ()


def test_a_window_may_have_begun_before_the_ticket_and_none_ended_by_then() -> None:
    late = History([a_log(at=after("2h"), service="db")], a_life().rules_of)
    assert silence(late, window("1h", "3h")).times == (held("1h", "3h"),)
    assert silence(late, window("0m", "2h")).times == ()


def test_what_is_due_is_put_off_to_the_end_of_the_silence() -> None:
    found = silence(a_life(), window("1h", "3h"))
    assert found.put_off(after("2h"), after("0m")) == after("3h")
    assert found.put_off(after("30m"), after("2h")) == after("3h")
    assert found.put_off(after("30m"), after("40m")) == after("30m")
    assert found.put_off(after("3h"), after("2h")) == after("3h")
    assert Silence().put_off(after("2h"), after("1h")) == after("2h")


def test_in_a_window_nothing_is_decided_told_or_recorded() -> None:
    history, on = a_life(), window("30m", "3h")
    assert fired(history, "2h", on) == []
    assert kinds(history.events) == ["ticket_logged"]
    assert Engine(history, people(on)).next_at(after("2h")) == after("3h")
    assert fired(history, "3h", on) == [("T-1:1:late:1:0", "notified", held("30m", "3h"))]
    assert kinds(history.events) == ["ticket_logged", "target_breached", "trigger_fired"]
    assert fired(history, "3h1m", on) == []


def test_what_was_told_before_is_not_told_again_and_reminders_in_between_are_left_out() -> None:
    history, on = a_life(), window("1h30m", "3h30m")
    assert fired(history, "1h1m", on) == [("T-1:1:late:1:0", "notified", None)]
    assert Engine(history, people(on)).next_at(after("1h2m")) == after("4h")
    assert fired(history, "3h", on) == fired(history, "3h45m", on) == []
    assert [key for key, *_ in fired(history, "4h", on)] == ["T-1:1:late:1:3"]


def test_several_windows_ahead_are_skipped_one_after_the_other() -> None:
    history = a_life()
    windows = (window("1h30m", "2h30m"), window("2h45m", "3h30m"))
    fired(history, "1h1m", *windows)
    assert Engine(history, people(*windows)).next_at(after("1h2m")) == after("4h")


def test_what_came_true_in_a_window_and_is_over_by_its_end_lapses() -> None:
    history, on = a_life(resolved(after("2h"))), window("30m", "3h")
    assert [action for _, action, _ in fired(history, "3h", on)] == ["lapsed"]


def test_what_an_act_makes_true_in_a_window_waits_for_its_end() -> None:
    history, on = a_life(rules=(NEWS,)), window("0m", "3h")
    assert Engine(history, people(on)).react().decisions == ()
    assert fired(history, "3h", on) == [("T-1:1:news:1:0", "notified", held("0m", "3h"))]


def test_what_a_window_to_come_will_hold_says_so() -> None:
    [due] = Agenda(a_life(), people(window("30m", "3h"))).undecided(after("10m"))
    assert (due.held, due.is_held, due.first) == (held("30m", "3h"), False, after("3h"))


def test_the_longer_of_a_wait_and_a_window_holds() -> None:
    on = window("30m", "3h")
    history = a_life(paused(after("1h30m")))
    [due] = Agenda(history, people(on)).held(after("2h"))
    assert due.held == Held(kind="wait", since=after("1h30m"))
    assert list(due.decidable_at) == []
    short = a_life(paused(after("1h30m"), until=after("2h")))
    [due] = Agenda(short, people(on)).held(after("2h30m"))
    assert (due.held, list(due.decidable_at)) == (held("30m", "3h"), [after("3h")])


def test_a_wait_that_ends_in_a_window_is_over_there() -> None:
    history, on = a_life(paused(after("10m"), until=after("1h"))), window("30m", "3h")
    assert Engine(history, people(on)).next_at(after("40m")) == after("1h")
    Engine(history, people(on)).advance(after("2h"))
    assert kinds(history.events)[-1] == "ticket_resumed"


def test_a_request_is_not_granted_in_a_window_but_after_it() -> None:
    asked = e.EscalationRequested(
        at=after("5m"), by="bo", ladder="functional", to="L2", approver="the-lead",
        auto_at=after("1h"),
    )  # fmt: skip
    on = window("30m", "3h")
    history = a_life(asked, rules=())
    assert Engine(history, people(on)).grant_overdue(after("2h")).decisions == ()
    granted = Engine(history, people(on)).grant_overdue(after("4h"))
    first = granted.decisions[0]
    assert (first.action, first.noticed_at) == ("approved", after("3h"))


def test_another_attempt_waits_too() -> None:
    rule = severity_rule("skilled", escalate="skilled")
    history = a_life(rules=(rule,), skills=("network",))
    Engine(history, PEOPLE).react()
    staffed = replace(PEOPLE, teams={**PEOPLE.teams, "team-L2": replace(
        PEOPLE.teams["team-L2"], skills=("network",))})  # fmt: skip
    busy = replace(staffed, maintenance=(window("0m", "3h"),))
    assert Engine(history, staffed).finds_somebody(after("2h"))
    assert not Engine(history, busy).finds_somebody(after("2h"))
    assert Engine(history, busy).next_at(after("2h")) == after("3h")


def test_new_events_name_the_window_that_is_on_or_was_over_since_the_one_before() -> None:
    history = a_life(
        noted(after("2h")), noted(after("4h")), noted(after("5h")), escalated(after("7h"), "L2")
    )
    name_windows(history.events, silence(history, window("1h", "3h"), window("5h30m", "6h")))
    assert [event.window for event in history.events] == [
        None,
        held("1h", "3h"),
        held("1h", "3h"),
        None,
        held("5h30m", "6h"),
    ]


def test_where_the_policy_spoke_between_two_windows_they_are_two() -> None:
    windows = (window("1h", "3h"), window("3h", "4h"))
    both = silence_of(a_life().steps, windows, {after("3h")})
    assert both.times == (held("1h", "3h"), held("3h", "4h"))


def test_where_the_policy_spoke_the_window_that_was_over_is_named_and_not_the_one_it_led_into() -> (
    None
):
    history = a_life()
    fired(history, "2h")
    name_windows(history.events, silence(history, window("30m", "90m"), window("2h", "3h")))
    assert [event.window for event in history.events if event.at == after("2h")] == [
        held("30m", "90m"),
        None,
    ]


def test_what_is_on_record_names_nothing_anew() -> None:
    kept = [replace(event, digest="x") for event in a_life().events]
    name_windows(kept, silence(a_life(), window("0m", "3h")))
    assert kept[0].window is None


def test_a_history_proves_a_window_up_to_the_last_event_that_names_it() -> None:
    events = [
        noted(after("2h"), window=held("1h", "3h")),
        noted(after("4h"), window=held("1h", "3h")),
        noted(after("5h")),
        noted(after("6h"), window=Held(kind="maintenance", since=after("1h"))),
    ]
    first, second = on_record(events)
    assert after("2h") < first.until_at < after("2h1m")
    assert (second.from_at, second.until_at) == (after("1h"), after("3h"))


def test_a_rule_that_led_into_a_window_is_not_held_by_it() -> None:
    history = a_life()
    assert fired(history, "1h") != []
    assert (history.events[-1].is_spoken, history.events[-1].at) == (True, after("1h"))
    events = [
        noted(after("1h"), window=held("1h", "3h")),
        replace(history.events[-1], window=held("1h", "3h")),
        noted(after("2h"), window=held("1h", "3h")),
    ]
    [window] = on_record(events)
    assert after("1h") < window.from_at < after("1h1m") < after("2h") < window.until_at


def test_a_window_on_record_holds_what_the_file_no_longer_names() -> None:
    history = a_life()
    fired(history, "1h")
    history.add(noted(after("2h10m"), window=held("1h30m", "2h5m")))
    assert fired(history, "2h20m") == []
    assert [key for key, *_ in fired(history, "3h")] == ["T-1:1:late:1:2"]
