"""What comes next is said to who can do it, and takes nobody's ticket away."""

from collections.abc import Callable

import pytest

from escalate_cli.domain.policy.people import Team
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.review import Review
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.policy.apply_policy import apply_policy
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.approve import approve, decline
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.next_step import (
    APPROVE,
    CLOSE,
    REVIEW,
    SOLVE,
    TAKE,
    TELL,
    awaited,
    next_step,
)
from escalate_cli.usecases.verbs.note import complain, note
from escalate_cli.usecases.verbs.resolve import close, reopen, resolve
from escalate_cli.usecases.verbs.return_ticket import return_ticket
from escalate_cli.usecases.verbs.review import NewReview, review
from escalate_cli.usecases.verbs.stakeholders import add
from escalate_cli.usecases.verbs.wait import resume, wait
from tests.conftest import HOUR, targets, when
from tests.unit.usecases.conftest import a_context, later, logged, staffed

URGENT = when(priority="P1")
POLICY = staffed(
    targets=(targets(of=URGENT, update="30m", resolve="4h"), targets(resolve="8h")),
    review=Review(required_for=URGENT, within=16 * HOUR),
)
"""L1 is ana, L2 bo, L3 cy and di with the yes of lee; nobody of the team is kim."""


def told(
    context: Context, by: str, command: str, people: Policy = POLICY
) -> tuple[str | None, str]:
    """Return what somebody can do next after a command of theirs, and who has the ball."""
    now = later(context, "0m", by)
    [standing] = now.look(now.store.read(), [now.store.read().ticket(1)])
    return next_step(by, standing, people, command), awaited(by, standing, people)


def a_ticket_of_ana(*, priority: str = "P3") -> Context:
    context = a_context(POLICY)
    logged(context, requester="kim", priority=priority)
    acknowledge(context, ["1"])
    return context


Does = Callable[[Context], object]
AFTER: dict[str, tuple[Does, str, str | None, str]] = {
    "escalate": (lambda d: escalate(d, ["1"], Wish()), "ana", None, "waits for bo"),
    "assign": (lambda d: assign(d, ["1"], "bo"), "ana", None, "bo has it"),
    "complain": (lambda d: complain(later(d, "0m", "kim"), ["1"]), "kim", None, "ana has it"),
    "stakeholder add": (
        lambda d: add(later(d, "0m", "lee"), "1", ["max"]),
        "lee",
        None,
        "ana has it",
    ),
    "edit": (
        lambda d: edit(later(d, "0m", "lee"), ["1"], Edits(vip=True)),
        "lee",
        None,
        "ana has it",
    ),
    "acknowledge": (lambda d: acknowledge(later(d, "0m", "bo"), ["1"]), "bo", None, "ana has it"),
    "wait": (lambda d: wait(d, ["1"], "vendor"), "ana", None, ""),
    "resolve": (lambda d: resolve(d, ["1"]), "ana", CLOSE, ""),
    "note": (lambda d: note(d, ["1"], "on it"), "ana", SOLVE, ""),
}


@pytest.mark.parametrize("command", AFTER)
def test_it_is_theirs_who_typed_the_command_or_nothing(command: str) -> None:
    does, by, step, whose = AFTER[command]
    context = a_ticket_of_ana()
    does(context)
    assert told(context, by, command) == (step, whose)


def test_a_new_ticket_is_for_the_first_level_to_take() -> None:
    context = a_context(POLICY)
    logged(context, requester="kim")
    assert told(context, "ana", "log") == (TAKE, "")
    assert told(context, "kim", "log") == (None, "waits for ana")
    assert told(context, "bo", "log") == (None, "waits for ana")


def test_nobody_is_led_to_take_what_waits_for_another_one_of_their_level() -> None:
    context = a_context(POLICY)
    logged(context)
    escalate(later(context, "0m", "bo"), ["1"], Wish(to="L3"))
    assert told(context, "di", "note") == (TAKE, "")
    assert told(context, "bo", "escalate") == (None, "waits for cy, di")
    assign(context, ["1"], "cy")
    assert told(context, "di", "note") == (None, "waits for cy")
    assert told(context, "cy", "note") == (TAKE, "")


def test_a_request_leads_who_asked_nowhere_and_who_is_asked_to_their_yes() -> None:
    context = a_ticket_of_ana()
    escalate(context, ["1"], Wish(to="L3"))
    assert told(context, "ana", "escalate") == (None, "")
    assert told(context, "ana", "note") == (SOLVE, "")
    assert told(context, "lee", "note") == (APPROVE, "ana has it")
    approve(later(context, "0m", "lee"), ["1"])
    assert told(context, "lee", "approve") == (None, "waits for cy, di")


def test_a_no_leaves_it_with_who_had_it() -> None:
    context = a_ticket_of_ana()
    escalate(context, ["1"], Wish(to="L3"))
    decline(later(context, "0m", "lee"), ["1"], "try harder")
    assert told(context, "lee", "decline") == (None, "ana has it")


def test_an_emergency_is_told_whose_it_is_now() -> None:
    context = a_ticket_of_ana()
    escalate(context, ["1"], Wish(to="L3", break_glass=True, reason="fire"))
    assert told(context, "ana", "escalate") == (None, "waits for cy, di")


def test_what_goes_back_is_the_lower_level_s() -> None:
    context = a_ticket_of_ana()
    escalate(context, ["1"], Wish())
    return_ticket(later(context, "0m", "bo"), ["1"], "not ours")
    assert told(context, "bo", "return") == (None, "waits for ana")
    assert told(context, "ana", "show") == (TAKE, "")


def test_management_is_involved_and_the_work_stays() -> None:
    context = a_ticket_of_ana()
    escalate(context, ["1"], Wish(to="lead"))
    assert told(context, "ana", "escalate") == (SOLVE, "")


def test_a_word_that_is_due_before_the_solution_comes_first() -> None:
    context = a_ticket_of_ana(priority="P1")
    assert told(context, "ana", "acknowledge") == (TELL, "")
    assert told(context, "ana", "note") == (SOLVE, "")
    assert told(context, "bo", "acknowledge") == (None, "ana has it")


def test_without_any_target_it_is_to_be_solved() -> None:
    context = a_context(staffed())
    logged(context)
    acknowledge(context, ["1"])
    assert told(context, "ana", "acknowledge") == (SOLVE, "")


def test_what_goes_on_is_to_be_solved() -> None:
    context = a_ticket_of_ana()
    wait(context, ["1"], "vendor")
    resume(context, ["1"])
    assert told(context, "ana", "resume") == (SOLVE, "")


def test_another_version_of_the_policy_asks_nothing_of_who_applies_it() -> None:
    context = a_ticket_of_ana()
    apply_policy(context, ["1"])
    assert told(context, "ana", "policy apply")[0] is None


@pytest.mark.parametrize(("by", "step"), [("bo", CLOSE), ("kim", CLOSE), ("zoe", None)])
def test_a_solution_is_for_the_team_and_the_requester_to_confirm(by: str, step: str | None) -> None:
    context = a_ticket_of_ana()
    resolve(context, ["1"])
    assert told(context, by, "note") == (step, "")


@pytest.mark.parametrize(("by", "step"), [("ana", REVIEW), ("kim", None)])
def test_what_owes_a_review_leads_the_team_to_it(by: str, step: str | None) -> None:
    context = a_ticket_of_ana(priority="P1")
    resolve(context, ["1"])
    close(context, ["1"])
    assert told(context, by, "close") == (step, "")
    review(context, ["1"], NewReview(root_cause="rust"))
    assert told(context, by, "review") == (None, "")


def test_what_owes_none_is_over_when_it_is_closed() -> None:
    context = a_ticket_of_ana()
    resolve(context, ["1"])
    close(context, ["1"])
    assert told(context, "ana", "close") == (None, "")


def test_what_is_reopened_is_for_its_owner_to_take() -> None:
    context = a_ticket_of_ana()
    resolve(context, ["1"])
    reopen(later(context, "0m", "kim"), ["1"])
    assert told(context, "kim", "reopen") == (None, "waits for ana")
    assert told(context, "ana", "reopen") == (TAKE, "")


@pytest.mark.parametrize("teams", [{}, {"frontline": Team(id="frontline", members=())}])
def test_where_nobody_is_named_everybody_is_led_to_take_it(teams: dict[str, Team]) -> None:
    policy = staffed(people={}, teams=teams)
    context = a_context(policy)
    logged(context)
    assert told(context, "kim", "log", policy) == (TAKE, "")
    escalate(context, ["1"], Wish())
    assert told(context, "kim", "escalate", policy) == (TAKE, "")


@pytest.mark.parametrize(("by", "step"), [("bo", TELL), ("kim", None), ("zoe", None)])
def test_what_was_asked_after_the_resolution_is_for_the_team_to_answer(
    by: str, step: str | None
) -> None:
    context = a_ticket_of_ana()
    resolve(context, ["1"])
    note(later(context, "0m", "kim"), ["1"], "still broken")
    assert told(context, by, "note") == (step, "")
