"""What the history tells of an incident: how long it was what, and until somebody took it."""

import pytest

from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.errors import UsageError
from escalate_cli.usecases.insight.incident_record import incident_record
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.link import link
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.resolve import reopen, resolve
from escalate_cli.usecases.verbs.review import NewReview, review
from tests.conftest import HOUR, MINUTE, targets, when
from tests.unit.usecases.conftest import a_context, later, logged, staffed

POLICY = staffed(targets=(targets(of=when(priority="P3"), resolve="4h", acknowledge="15m"),))


def test_a_ticket_has_each_priority_for_a_time() -> None:
    context = a_context(POLICY)
    new = logged(context)
    edit(later(context, "1h"), [new.id], Edits(priority="P1"), "worse")
    edit(later(context, "2h"), [new.id], Edits(priority="P3"), "better")
    resolve(later(context, "5h"), [new.id])
    reopen(later(context, "7h"), [new.id], "again")
    found = incident_record(later(context, "8h"), [new.id])
    assert [(each.priority, each.spent) for each in found.priorities] == [
        ("P3", HOUR),
        ("P1", HOUR),
        ("P3", 4 * HOUR),
    ]


def test_a_ticket_lies_until_somebody_takes_it() -> None:
    context = a_context(POLICY)
    new = logged(context)
    assert incident_record(later(context, "30m"), [new.id]).untaken == 30 * MINUTE
    acknowledge(later(context, "40m"), [new.id])
    assert incident_record(later(context, "3h"), [new.id]).untaken == 40 * MINUTE
    other = logged(context)
    resolve(later(context, "50m"), [other.id])
    assert incident_record(later(context, "3h"), [other.id]).untaken == 50 * MINUTE


def test_answers_duplicates_and_what_was_learned_are_told() -> None:
    context = a_context(POLICY)
    new, again = logged(context), logged(context)
    nothing = incident_record(context, [new.id])
    assert (nothing.answers, nothing.duplicates, nothing.recorded) == ((), (), None)
    note(later(context, "10m"), [new.id], "we look", public=True)
    note(later(context, "11m"), [new.id], "a cable?")
    link(later(context, "20m"), [again.id], duplicate_of=new.id, message="the same")
    resolve(later(context, "30m"), [new.id])
    review(later(context, "1h"), [new.id], NewReview(root_cause="a cable"))
    found = incident_record(later(context, "2h"), [new.id])
    assert [answer.written for answer in found.answers] == ["we look"]
    assert found.duplicates == (again.id,)
    assert found.recorded is not None
    assert found.recorded.learned.root_cause == "a cable"
    reopen(later(context, "2h"), [again.id], "another one")
    assert incident_record(later(context, "3h"), [new.id]).duplicates == ()


def test_a_review_is_of_one_ticket() -> None:
    context = a_context(POLICY)
    with pytest.raises(UsageError, match="a review is of one ticket"):
        incident_record(context, ["1", "2"])
