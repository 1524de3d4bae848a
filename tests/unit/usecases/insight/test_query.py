"""What a term holds of: a ticket's row, its clocks, its whole history."""

from typing import Any

import pytest

from escalate_cli.domain.policy.people import Person
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.insight.query import STATES, Candidate
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.unit_of_work import save
from escalate_cli.usecases.verbs.note import note
from tests.conftest import (
    a_history,
    after,
    closed,
    edited,
    escalated,
    noted,
    paused,
    reopened,
    resolved,
    taken,
    targets,
)
from tests.unit.usecases.conftest import PEOPLE, a_context, later, logged, staffed
from tests.writing import writing

KIM = Person(
    id="kim", name="Kim Sommer", logins=("ksommer",), contact=("mail:kim@acme.org", "mail:it@x.org")
)
LOU = Person(id="lou", name="Lou Park", contact=("mail:it@x.org",))
POLICY = staffed(
    people=PEOPLE | {"kim": KIM, "lou": LOU},
    targets=(targets(resolve="4h", acknowledge="30m"),),
)
FIELDS_OF_IT: dict[str, Any] = {
    "title": "Mail Server down",
    "description": "nothing since eight",
    "priority": "P2",
    "owner": "ana",
    "customer": "acme",
    "requester": "kim",
    "stakeholders": ("max",),
    "tags": ("dns", "vpn"),
}


def found(*words: str, at: str = "1h", events: tuple[e.Event, ...] = (), **log: object) -> bool:
    """Tell whether a query finds one ticket, an hour after it was logged."""
    history = a_history(*events, policy=POLICY, **FIELDS_OF_IT | log)
    context = later(a_context(POLICY), at)
    with writing(context.store) as tx:
        tx.next_number()
        save(context, tx, history)
    view = context.store.read()
    return parse(words, context, everything=True).matches(Candidate(context, view, view.ticket(1)))


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ([], True),
        (["mail"], True),
        (["MAIL", "since"], True),
        (["mail", "printer"], False),
        (["t-1"], True),
        (['"mail server"'], True),
        (['"server mail"'], False),
        (["status:open"], True),
        (["status:Open,waiting"], True),
        (["status:waiting"], False),
        (["priority:p1,p2"], True),
        (["priority:P1"], False),
        (["level:l1 priority:P2"], True),
        (["owner:@me"], True),
        (["owner:bo"], False),
        (["tag:vpn"], True),
        (["tag:dns tag:wifi"], True),
        (["tag:wifi"], False),
        (["tag:-"], False),
        (["skill:-"], True),
        (["customer:acme mail is:unacknowledged"], True),
        (["service:-"], True),
        (["customer:-"], False),
        (['requester:"kim"'], True),
        (["management:-"], True),
        (["team:network"], False),
    ],
    ids=lambda value: " ".join(value) or "nothing" if isinstance(value, list) else "",
)
def test_everything_that_is_asked_must_hold(words: list[str], is_found: bool) -> None:
    assert found(*words) is is_found


@pytest.mark.parametrize(
    ("word", "is_found"),
    [
        ("-tag:spam", True),
        ("not:tag:spam", True),
        ("NOT:tag:vpn", False),
        ("-tag:vpn,spam", False),
        ("-service:mail", True),
        ("-service:-", False),
        ("-is:waiting", True),
        ("-is:mine", False),
        ("-mail", False),
        ("-printer", True),
        ('-"server mail"', True),
        ("-due:<2h", False),
        ("-due:>0s", True),
        ("mail -tag:spam -printer", True),
        ("-tag:spam -tag:vpn", False),
    ],
)
def test_what_is_negated_must_not_hold_of_whatever_reason(word: str, is_found: bool) -> None:
    assert found(word) is is_found


@pytest.mark.parametrize(
    ("state", "so", "not_so"),
    [
        ("overdue", {"at": "5h"}, {"at": "4h", "events": (taken(after("5m")),)}),
        ("overdue", {"at": "5h"}, {"events": (resolved(after("5h")),), "at": "6h"}),
        (
            "breached",
            {"events": (taken(after("1m")), resolved(after("5h"))), "at": "6h"},
            {"events": (taken(after("1m")), resolved(after("4h"))), "at": "6h"},
        ),
        (
            "breached",
            {"events": (taken(after("5h")), escalated(after("6h"), "L2"), taken(after("7h")))},
            {"events": (taken(after("1m")), escalated(after("5m"), "L2"), taken(after("6m")))},
        ),
        (
            "breached",
            {
                "events": (
                    *(taken(after("1m")), resolved(after("5h")), closed(after("5h"))),
                    *(reopened(after("6h")), taken(after("6h1m"))),
                ),
                "at": "7h",
            },
            {
                "events": (
                    *(taken(after("1m")), resolved(after("1h")), closed(after("1h"))),
                    *(reopened(after("6h")), taken(after("6h1m"))),
                ),
                "at": "7h",
            },
        ),
        ("at-risk", {"at": "25m"}, {"at": "22m"}),
        ("unacknowledged", {}, {"events": (taken(after("5m")),)}),
        ("unacknowledged", {}, {"events": (resolved(after("5m")),)}),
        (
            "waiting",
            {"events": (paused(after("5m")),)},
            {"events": (paused(after("5m"), after("9m")),)},
        ),
        ("free", {}, {"events": (taken(after("5m")),)}),
        ("free", {"owner": None}, {"events": (taken(after("5m")),)}),
        ("free", {"owner": None}, {"owner": None, "events": (resolved(after("5m")),)}),
        (
            "duplicate",
            {
                "events": (
                    e.TicketLinked(
                        at=after("5m"), by="bo", relation=e.Relation.DUPLICATE_OF, ticket="T-9"
                    ),
                )
            },
            {
                "events": (
                    e.TicketLinked(
                        at=after("5m"), by="bo", relation=e.Relation.ORIGINAL_OF, ticket="T-9"
                    ),
                )
            },
        ),
        ("escalated", {"events": (escalated(after("5m"), "L2"),)}, {}),
        (
            "pending",
            {
                "events": (
                    e.EscalationRequested(
                        at=after("5m"), by="ana", ladder="functional", to="L3", approver="lead"
                    ),
                )
            },
            {},
        ),
        ("vip", {"vip": True}, {}),
        ("mine", {}, {"owner": "bo"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_state_is_asked_by_is(
    state: str, so: dict[str, object], not_so: dict[str, object]
) -> None:
    assert found(f"is:{state}", **so)  # type: ignore[arg-type]
    assert not found(f"is:{state}", **not_so)  # type: ignore[arg-type]


def test_no_state_is_without_a_case_above() -> None:
    [mark] = [m for m in vars(test_a_state_is_asked_by_is)["pytestmark"] if m.name == "parametrize"]
    assert {state for state, _, _ in mark.args[1]} == {*STATES, "mine"}


@pytest.mark.parametrize(
    ("word", "is_found"),
    [
        ("due:<20m", False),
        ("due:<45m", True),
        ("due:<=30m", True),
        ("due:<30m", False),
        ("due:>=30m", True),
        ("due:>30m", False),
        ("due:today", True),
        ("due:tomorrow", False),
        ("due:-", False),
        ("resolved:-", True),
        ("logged:<1h", True),
        ("logged:>1m", False),
        ("logged:>=0s", True),
        ("updated:today", True),
        ("updated:yesterday", False),
        ("logged:2026-11-23", True),
        ("logged:>2026-11-23", False),
        ("logged:>=2026-11-23", True),
        ("logged:<2026-11-23", False),
        ("logged:<=2026-11-23", True),
        ("logged:<2026-11-24", True),
        ("logged:2026-W48", True),
        ("logged:2026-11", True),
        ("logged:>2026-10 logged:<2026-12", True),
        ('logged:"last month"', False),
        ("logged:mon", True),
        ("logged:<=2026-11-23T09:00:00Z", True),
        ('logged:>"2026-11-23 09:00"', False),
        ("logged:>=-1h", True),
        ("acknowledged:today", False),
        ("closed:today", False),
    ],
)
def test_instants_are_compared_with_days_periods_and_lengths_of_time(
    word: str, is_found: bool
) -> None:
    assert found(word, at="0m") is is_found


def test_a_ticket_without_the_instant_is_neither_before_nor_after() -> None:
    waiting = (taken(after("1m")), paused(after("5m")))
    for word in ("due:<9d", "due:>0s", "-due:-"):
        assert not found(word, events=waiting)
    assert found("due:-", events=waiting)


LIFE = (
    edited(after("1m"), title="Post office closed"),
    noted(after("2m"), "Überlast auf db7"),
    e.TicketResolved(at=after("3m"), by="ana", resolution="replaced the disk"),
    e.ReviewRecorded(at=after("4m"), by="ana", root_cause="no alarm", actions=("buy a spare",)),
)


@pytest.mark.parametrize(
    "word",
    [
        *("post", "mail", "eight", "db7", "ÜBERLAST", "u\u0308berlast", "disk", "alarm", "spare"),
        *("kim", "sommer", "max", "acme", "ana"),
    ],
)
def test_free_text_is_looked_for_in_all_that_people_wrote_and_in_their_names(word: str) -> None:
    assert found(word, events=LIFE)


def test_a_text_that_was_withdrawn_is_not_there() -> None:
    context = a_context(POLICY)
    logged(context)
    note(later(context, "1m"), ["1"], "a zebra")
    view = context.store.read()
    assert parse(["zebra"], context).matches(Candidate(context, view, view.ticket(1)))
    undo(later(context, "2m"))
    view = context.store.read()
    assert not parse(["zebra"], context).matches(Candidate(context, view, view.ticket(1)))
    assert parse(["mail"], context).matches(Candidate(context, view, view.ticket(1)))


@pytest.mark.parametrize("name", ["kim", "KIM", '"Kim Sommer"', "ksommer", "kim@acme.org"])
@pytest.mark.parametrize("recorded", ["kim", "Kim@acme.org", "ksommer"])
def test_one_person_is_found_by_any_of_their_names(name: str, recorded: str) -> None:
    assert found(f"requester:{name}", requester=recorded)


def test_an_address_that_several_share_is_the_name_of_none() -> None:
    assert not found("requester:kim", requester="it@x.org")
    assert found("requester:it@x.org", requester="it@x.org")


@pytest.mark.parametrize("rules", [1, RULES], ids=["by rules of before", "by those of today"])
@pytest.mark.parametrize(("ended", "is_late"), [("5h", True), ("3h", False)])
def test_what_an_earlier_cycle_breached_is_found_by_whatever_rules_it_was_counted(
    rules: int, ended: str, is_late: bool
) -> None:
    events = (taken(after("1m")), resolved(after(ended)), reopened(after("6h")))
    begun_anew = (*events, taken(after("6h1m")))
    assert found("is:breached", at="7h", events=begun_anew, rules=rules) is is_late
