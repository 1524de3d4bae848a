"""Open tickets follow a newer policy when they are told to; verdicts so far stay."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.people import Channel
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import IllegalTransitionError, NotAllowedError, UsageError
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.policy.apply_policy import Applied, apply_policy
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.resolve import resolve
from escalate_cli.usecases.versions import outdated
from tests.conftest import HOUR, after, clock_rule, severity_rule, targets
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket, told

OLD = staffed(targets=(targets(resolve="4h"),))


def newer(**changes: Any) -> Any:
    """Return a later version of the policy, with eight hours to resolve."""
    return staffed(**{"id": "policy-2", "targets": (targets(resolve="8h"),)} | changes)


def after_edit(context: Context, at: str, **changes: Any) -> Context:
    """Return the context once the file was edited."""
    return later(context, at, policy=newer(**changes))


def test_an_edited_file_moves_no_ticket_by_itself() -> None:
    context = a_context(OLD)
    logged(context)
    edited = after_edit(context, "1h")
    check(edited)
    assert (ticket(context).policy, ticket(context).clocks["resolve"].due_at) == (
        "policy-1",
        after("4h"),
    )
    assert outdated(edited, context.store.read()) == 1


def test_all_open_tickets_follow_unless_some_are_named() -> None:
    context = a_context(OLD)
    for _ in range(4):
        logged(context)
    resolve(context, ["4"])
    edited = after_edit(context, "1h")
    assert [moved.standing.ticket.id for moved in apply_policy(edited, ["2"]).moved] == ["T-2"]
    assert [moved.standing.ticket.id for moved in apply_policy(edited, []).moved] == ["T-1", "T-3"]
    assert [ticket(context, n).policy for n in (1, 2, 3, 4)] == ["policy-2"] * 3 + ["policy-1"]
    assert outdated(edited, context.store.read()) == 0
    assert kinds(context, 2) == ["ticket_logged", "policy_applied"]


def test_time_spent_is_kept_and_the_new_target_holds_from_then_on() -> None:
    context = a_context(OLD)
    logged(context)
    [moved] = apply_policy(after_edit(context, "1h"), []).moved
    clock = moved.standing.ticket.clocks["resolve"]
    assert (clock.spent, clock.due_at, clock.breached_at) == (HOUR, after("8h"), None)


def test_to_follow_a_newer_version_is_no_update_of_the_ticket() -> None:
    context = a_context(OLD)
    logged(context)
    applied = after_edit(context, "1h")
    apply_policy(applied, [])
    moved = ticket(applied)
    stands = (moved.updated_at, moved.touched_at, moved.policy_at, moved.latest_at)
    assert stands == (after("0h"), after("0h"), after("1h"), after("1h"))
    assert verify(replace(applied, compile=lambda _: OLD)).differences == ()


def test_a_verdict_from_before_stays() -> None:
    context = a_context(OLD)
    logged(context)
    [moved] = apply_policy(after_edit(context, "5h"), []).moved
    assert moved.standing.ticket.clocks["resolve"].breached_at == after("4h")


def test_the_version_is_kept_so_that_it_can_be_judged_by_later() -> None:
    context = a_context(OLD)
    logged(context)
    apply_policy(after_edit(context, "1h"), [])
    assert context.store.read().policy_source("policy-2") == "policy-2"


def test_what_the_new_rules_find_at_once_is_decided_with_it() -> None:
    context = a_context(OLD)
    logged(context)
    rules = (severity_rule("everything", escalate="lead"),)
    hook = Channel(id="hook", kind="console", subscribe=("policy_applied",))
    apply_policy(after_edit(context, "1h", rules=rules, channels={"hook": hook}), [])
    assert ticket(context).management_level == "lead"
    assert told(context) == [("management", "lee"), ("policy_applied", "channel:hook")]


def test_following_it_already_is_nothing_to_record() -> None:
    context = a_context(OLD)
    logged(context)
    assert apply_policy(later(context, "1h"), ["1"]) == Applied([], {})
    assert kinds(context) == ["ticket_logged"]


def test_what_is_finished_stays_under_its_policy() -> None:
    context = a_context(OLD)
    logged(context)
    resolve(context, ["1"])
    with pytest.raises(IllegalTransitionError, match="cannot be moved to another policy"):
        apply_policy(after_edit(context, "1h"), ["1"])


@pytest.mark.parametrize(
    ("to", "changes", "says"),
    [
        ("L2", {"functional": staffed().rules.functional[:1]}, "T-1 is at the functional level L2"),
        (
            "manager",
            {"management": staffed().rules.management[:1]},
            "T-1 is at the management level",
        ),
        ("lead", {"priorities": ("P1", "P2"), "default_priority": "P1"}, "T-1 has priority P3"),
    ],
    ids=["its level", "its management level", "its priority"],
)
def test_a_policy_without_what_a_ticket_has_is_refused_and_moves_none(
    to: str, changes: dict[str, Any], says: str
) -> None:
    context = a_context(OLD)
    logged(context)
    escalate(context, ["1"], Wish(to=to))
    logged(context, priority="P1")
    with pytest.raises(NotAllowedError, match=says):
        apply_policy(after_edit(context, "1h", **changes), ["2", "1"])
    assert [ticket(context, n).policy for n in (1, 2)] == ["policy-1", "policy-1"]


def test_a_query_leaves_the_others_where_they_are() -> None:
    context = a_context(OLD)
    for priority in ("P1", "P2", "P1"):
        logged(context, priority=priority)
    resolve(context, ["3"])
    edited = after_edit(context, "1h")
    query = parse(["-priority:P2"], edited)
    assert [moved.standing.ticket.id for moved in apply_policy(edited, [], query).moved] == ["T-1"]
    with pytest.raises(UsageError, match="named or asked for, not both"):
        apply_policy(edited, ["2"], query)


@pytest.mark.parametrize(
    ("renamed", "speaks"),
    [
        ({}, {}),
        ({"name": "urgent"}, {"urgent": ["T-1", "T-2"]}),
        ({"name": "urgent", "was": ("late",)}, {}),
    ],
    ids=["as it was", "renamed", "renamed, with its former name"],
)
def test_it_is_said_which_rules_speak_anew(
    renamed: dict[str, Any], speaks: dict[str, list[str]]
) -> None:
    rule = clock_rule(name="late", at="1h", notify=("lead",))
    context = a_context(staffed(rules=(rule,), targets=(targets(resolve="8h"),)))
    logged(context)
    logged(context)
    check(later(context, "2h"))
    fired = [kinds(context, n).count("trigger_fired") for n in (1, 2)]
    edited = after_edit(context, "3h", rules=(replace(rule, **renamed),))
    assert apply_policy(edited, []).speaking == speaks
    check(later(edited, "4h"))
    now = [kinds(context, n).count("trigger_fired") for n in (1, 2)]
    assert now == [n + bool(speaks) for n in fired]
