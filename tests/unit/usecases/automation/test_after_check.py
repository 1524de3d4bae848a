"""What is sent after a run of check, and what check says of what was not."""

from functools import partial
from typing import NoReturn

import pytest

from escalate_cli.errors import StoreBusyError
from escalate_cli.usecases.automation.after_check import after_check
from escalate_cli.usecases.automation.check import check
from tests.conftest import clock_rule, targets
from tests.unit.usecases.conftest import a_context, later, logged
from tests.unit.usecases.post import (
    DOWN,
    Postman,
    a_message,
    queued,
    reachable,
    with_waiting,
)

LATE = clock_rule(at="1h", escalate="next", notify=("owner", "lead", "stakeholders"))


def test_after_three_days_nobody_gets_more_than_one_message() -> None:
    context = a_context(reachable(rules=(LATE,), targets=(targets(resolve="2h", update="1h"),)))
    for number in range(10):
        logged(context, title=f"Issue {number}", requester="kim@example.org")
    weekend = later(context, "72h")
    post = Postman()
    done = check(weekend, send=partial(after_check, post))
    assert done.may_send
    assert sorted(post.told) == ["Ana", "Bo", "Lee", "kim@example.org"]
    assert (done.sent, done.failed, done.errors) == (40, 0, ())
    assert all(decision.since < weekend.now == decision.noticed_at for decision in done.decisions)


def test_what_check_could_not_deliver_is_among_its_errors() -> None:
    context = with_waiting("lee", "ana")
    queued(context, a_message(context, "ana", "two"))
    done = check(context, send=partial(after_check, Postman({"Ana": DOWN})))
    assert (done.sent, done.failed) == (1, 2)
    assert [(error.ticket, error.message) for error in done.errors] == [
        ("T-1", "2 messages to Ana by mail: it is down")
    ]


def test_decisions_stand_if_the_outbox_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    context = with_waiting("lee")

    def refuse() -> NoReturn:
        raise StoreBusyError("process 1", 10)

    monkeypatch.setattr(context.store, "transaction", refuse)
    [error] = check(context, send=partial(after_check, Postman())).errors
    assert (error.ticket, error.message[:19]) == ("messages", "the store is in use")
