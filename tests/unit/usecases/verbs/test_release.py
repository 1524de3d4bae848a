"""A person hands back tickets, some or all that they have."""

import pytest

from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.release import release, release_all
from escalate_cli.usecases.verbs.resolve import resolve
from tests.unit.usecases.conftest import a_context, kinds, later, logged, ticket, told


def test_tickets_are_handed_back_all_or_none() -> None:
    context = a_context()
    for _ in range(2):
        logged(context)
    acknowledge(later(context, "5m"), ["1"])
    acknowledge(later(context, "5m", "bo"), ["2"], take=True)
    with pytest.raises(NotAllowedError, match="T-2 is with bo at L1"):
        release(later(context, "10m"), ["1", "2"])
    assert ticket(context).owner == "ana"
    done = release(later(context, "10m"), ["1", "2"], "off home", take=True)
    assert [each.standing.ticket.status for each in done] == ["open", "open"]
    assert told(context)[-1] == ("released", "bo")


def test_all_that_somebody_has_is_handed_back_and_nothing_else() -> None:
    context = a_context()
    for _ in range(4):
        logged(context)
    acknowledge(later(context, "5m"), ["1", "2", "3"])
    assign(later(context, "6m"), ["3"], "bo")
    resolve(later(context, "7m"), ["2"])
    done = release_all(later(context, "10m"), "end of shift", to_duty=True)
    assert [each.standing.ticket.id for each in done] == ["T-1"]
    assert kinds(context, 4) == ["ticket_logged"]
    assert release_all(later(context, "11m")) == []


def test_a_reason_is_kept_only_if_it_is_text() -> None:
    context = a_context()
    logged(context)
    acknowledge(later(context, "5m"), ["1"])
    with pytest.raises(UsageError):
        release_all(later(context, "10m"), "x" * 70_000)
