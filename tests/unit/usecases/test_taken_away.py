"""The guard of missed targets: a reason for each that goes, and nobody judges their own delay."""

from collections.abc import Callable
from typing import Any

import pytest

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.latched_breach import MissedTarget
from escalate_cli.domain.verbs.assess import Judgement
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.errors import MissingReasonError, NotAllowedError
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.policy.apply_policy import apply_policy
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.assess import assess
from escalate_cli.usecases.verbs.delegate import delegate
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.excuse import excuse
from escalate_cli.usecases.verbs.link import link
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.resolve import reopen, resolve
from tests.conftest import HOUR, after, targets, when
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket

ROWS = (targets(of=when(vip="true"), resolve="1h"), targets(resolve="2h"))
POLICY = staffed(None, targets=ROWS)
Act = Callable[[Context, str], Any]


def late(policy: Policy = POLICY, at: str = "5h") -> Context:
    """Let ana have a ticket of kim that is late."""
    context = a_context(policy)
    logged(context, requester="kim", vip=True, priority="P2", stakeholders=("kim",))
    acknowledge(later(context, "1m"), ["1"])
    logged(later(context, "2m"), title="another", priority="P2")
    return later(context, at)


ACTS: dict[str, Act] = {
    "a lower priority": lambda run, why: edit(run, ["1"], Edits(priority="P3"), why),
    "a judgement": lambda run, why: assess(run, ["1"], Judgement(priority="P3", message=why)),
    "another row": lambda run, why: edit(run, ["1"], Edits(vip=False), why),
    "an outcome": lambda run, why: resolve(run, ["1"], why, "invalid"),
    "a tie": lambda run, why: link(run, ["1"], duplicate_of="2", message=why),
}
WHAT = {
    "a lower priority": "T-1 is breached: from P2 to P3 it needs a reason",
    "a judgement": "T-1 is breached: from P2 to P3 it needs a reason",
    "another row": "T-1 is breached: more time to resolve needs a reason",
    "an outcome": "T-1 has missed resolve: to leave that out of the figures needs a reason",
    "a tie": "T-1 has missed resolve: to leave that out of the figures needs a reason",
}


@pytest.mark.parametrize("act", ACTS)
def test_what_was_missed_is_taken_away_by_nothing_in_silence(act: str) -> None:
    context = late()
    before = kinds(context)
    with pytest.raises(MissingReasonError, match=f"^{WHAT[act]}$") as refused:
        ACTS[act](context, " ")
    assert refused.value.help == "say with -m why"
    assert kinds(context) == before
    ACTS[act](context, "one person, not the site")
    assert len(kinds(context)) > len(before)


@pytest.mark.parametrize("act", ACTS)
def test_what_is_in_time_or_excused_needs_no_reason(act: str) -> None:
    early, excused = late(at="30m"), late()
    excuse(later(excused, "5h", by="lee"), ["1"], "resolve", None, "the line was cut")
    for context in (early, excused):
        before = len(kinds(context))
        ACTS[act](context, "")
        assert len(kinds(context)) == before + 1


def test_what_takes_nothing_away_needs_no_reason() -> None:
    context = late()
    edit(context, ["1"], Edits(title="Mail is down", priority="P1"))
    resolve(context, ["1"])
    reopen(context, ["1"])
    assert [each.clock for each in ticket(context).breaches] == ["resolve"]


def test_a_policy_that_gives_more_time_says_so_itself() -> None:
    context = late()
    easier = staffed(None, id="policy-2", targets=(targets(resolve="9h"),))
    context = later(context, "5h", policy=easier)
    assert len(apply_policy(context, ["1"]).moved) == 1


def last_undo(context: Context) -> e.ChangeUndone:
    """Return what was recorded last, which is an undo."""
    event = context.store.read().events(1)[-1]
    assert isinstance(event, e.ChangeUndone)
    return event


def asked(at: str = "5h") -> Context:
    """Let ana leave a question unanswered that kim put to her."""
    context = a_context(staffed(None, targets=(targets(next_response="1h"),)))
    logged(context, requester="kim", outbound=True)
    acknowledge(later(context, "1m"), ["1"])
    note(later(context, "2m", by="kim"), ["1"], "any news?")
    return later(context, at)


def test_an_undo_takes_no_missed_target_off_the_record_in_silence() -> None:
    context = asked()
    with pytest.raises(MissingReasonError, match="change 3 is of kim: to undo it needs a reason"):
        undo(context, 3)
    own = later(context, "5h", by="kim")
    silent = "T-1 has missed next response: to take that off the record needs a reason"
    with pytest.raises(MissingReasonError, match=silent):
        undo(own)
    with pytest.raises(MissingReasonError, match=silent):
        undo(own, dry_run=True)


@pytest.mark.parametrize(
    ("by", "why"),
    [("ana", "ana had T-1 then"), ("zoe", "zoe is not of the management ladder")],
    ids=["who missed it", "a stranger"],
)
def test_who_may_not_excuse_it_cannot_undo_it(by: str, why: str) -> None:
    context = asked()
    what = "T-1 has missed next response, which this would take off the record"
    with pytest.raises(NotAllowedError, match=f"^{what}: {why}$") as refused:
        undo(later(context, "5h", by=by), 3, "she did not mean it")
    assert "can excuse it" in (refused.value.help or "")


def test_an_undo_keeps_what_it_took_off_the_record_and_why() -> None:
    context = asked()
    undo(later(context, "5h", by="lee"), 3, "meant for T-2")
    event = last_undo(context)
    missed = MissedTarget(clock="next_response", cycle=1, missed_at=after("62m"))
    assert (event.missed, event.written) == ((missed,), "meant for T-2")
    assert ticket(context).breaches == ()


def test_who_was_lent_the_authority_may() -> None:
    context = asked()
    lent = later(context, "4h", by="lee")
    delegate(lent, "lee", "bo", until=lent.now + 9 * HOUR)
    undo(later(context, "5h", by="bo"), 3, "meant for T-2")
    assert ticket(context).breaches == ()


def test_what_was_in_time_is_undone_without_a_word() -> None:
    context = asked("30m")
    undo(later(context, "30m", by="kim"))
    assert last_undo(context).missed == ()
