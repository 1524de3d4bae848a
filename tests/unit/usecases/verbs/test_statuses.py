"""Every status refuses what does not fit it, and says what can be done instead."""

from collections.abc import Callable

import pytest

from escalate_cli.domain.verbs.assess import Judgement
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import EscalateError, ExitCode
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.assess import assess
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.release import release
from escalate_cli.usecases.verbs.resolve import close, reopen, resolve
from escalate_cli.usecases.verbs.return_ticket import return_ticket
from escalate_cli.usecases.verbs.review import NewReview, review
from escalate_cli.usecases.verbs.wait import resume, wait
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket

WAITS_ON = {"waiting": "waiting"}
ACTIVE = {"open", "acknowledged", "waiting"}
FINISHED = {"resolved", "closed"}
BEFORE: dict[str, tuple[Callable[[Context], object], ...]] = {
    "open": (),
    "acknowledged": (lambda context: acknowledge(context, ["1"]),),
    "waiting": (lambda context: wait(context, ["1"], "vendor"),),
    "resolved": (lambda context: resolve(context, ["1"]),),
    "closed": (lambda context: resolve(context, ["1"]), lambda context: close(context, ["1"])),
}
VERBS: dict[str, tuple[Callable[[Context], object], set[str], dict[str, str]]] = {
    "assess": (
        lambda d: assess(d, ["1"], Judgement()),
        ACTIVE,
        dict.fromkeys(ACTIVE, "acknowledged"),
    ),
    "acknowledge": (lambda d: acknowledge(d, ["1"], take=True), ACTIVE, {"open": "acknowledged"}),
    "escalate": (
        lambda d: escalate(d, ["1"], Wish()),
        ACTIVE,
        dict.fromkeys(ACTIVE, "open") | WAITS_ON,
    ),
    "manage": (lambda d: escalate(d, ["1"], Wish(to="lead")), ACTIVE, {}),
    "assign": (lambda d: assign(d, ["1"], "bo"), ACTIVE, {}),
    "wait": (lambda d: wait(d, ["1"], "other"), ACTIVE, dict.fromkeys(ACTIVE, "waiting")),
    "resume": (lambda d: resume(d, ["1"]), {"waiting"}, {"waiting": "acknowledged"}),
    "resolve": (lambda d: resolve(d, ["1"]), ACTIVE, dict.fromkeys(ACTIVE, "resolved")),
    "close": (lambda d: close(d, ["1"]), {"resolved"}, {"resolved": "closed"}),
    "reopen": (lambda d: reopen(d, ["1"]), FINISHED, dict.fromkeys(FINISHED, "open")),
    "review": (lambda d: review(d, ["1"], NewReview(root_cause="rust")), FINISHED, {}),
    "release": (
        lambda d: release(d, ["1"], take=True),
        {"acknowledged", "waiting"},
        {"acknowledged": "open"},
    ),
    "return": (lambda d: return_ticket(d, ["1"], "not ours"), set(), {}),
}


@pytest.mark.parametrize("status", BEFORE)
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_leads_from_where_it_may_and_changes_nothing_elsewhere(
    verb: str, status: str
) -> None:
    act, allowed, leads_to = VERBS[verb]
    context = a_context(staffed(approval=None))
    logged(context)
    for step in BEFORE[status]:
        step(context)
    before = kinds(context)
    at_work = later(context, "5m", "cy")
    if status in allowed:
        act(at_work)
        assert ticket(context).status == leads_to.get(status, status)
        assert len(kinds(context)) > len(before)
    else:
        with pytest.raises(EscalateError, match="T-1 is ") as refused:
            act(at_work)
        assert refused.value.exit_code is ExitCode.NO
        assert (ticket(context).status, kinds(context)) == (status, before)
