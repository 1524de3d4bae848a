"""The words of a query: fields, states and free text, all of which must hold."""

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket_snapshot import snapshot_at
from escalate_cli.errors import UsageError
from escalate_cli.usecases.insight.query import FIELDS, STATES, parse
from tests.conftest import a_history, after, escalated, paused, resolved, taken, targets
from tests.unit.usecases.conftest import staffed

POLICY = staffed(targets=(targets(resolve="4h"),))
FIELDS_OF_IT = {
    "title": "Mail Server down",
    "description": "nothing since eight",
    "priority": "P2",
    "owner": "ana",
    "customer": "acme",
    "tags": ("dns", "vpn"),
}


def found(*words: str, at: str = "1h", events: tuple[e.Event, ...] = (), **log: object) -> bool:
    """Tell whether a query finds one ticket, an hour after it was logged."""
    history = a_history(*events, policy=POLICY, **FIELDS_OF_IT | log)
    query = parse(words, POLICY.rules, "ana", everything=True)
    return query.matches(snapshot_at(history.ticket, POLICY.rules, after(at)))


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
        (["customer:acme mail is:unacknowledged"], True),
        (["service:-"], True),
        (["customer:-"], False),
        (['requester:"kim"'], True),
    ],
    ids=lambda value: " ".join(value) or "nothing" if isinstance(value, list) else "",
)
def test_everything_that_is_asked_must_hold(words: list[str], is_found: bool) -> None:
    assert found(*words) is is_found


@pytest.mark.parametrize(
    ("state", "so", "not_so"),
    [
        ("breached", {"at": "5h"}, {"at": "4h"}),
        ("overdue", {"at": "5h"}, {"events": (resolved(after("5h")),), "at": "6h"}),
        ("at-risk", {"at": "3h"}, {"at": "2h59m"}),
        ("at-risk", {"at": "4h"}, {"at": "4h1m"}),
        ("unacknowledged", {}, {"events": (taken(after("5m")),)}),
        ("vip", {"vip": True}, {}),
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
        ("waiting", {"events": (paused(after("5m")),)}, {}),
    ],
    ids=[*list(STATES)[:3], "at-risk until due", *list(STATES)[3:]],
)
def test_a_state_is_asked_by_is(
    state: str, so: dict[str, object], not_so: dict[str, object]
) -> None:
    assert found(f"is:{state}", **so)  # type: ignore[arg-type]
    assert not found(f"is:{state}", **not_so)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "says", "known"),
    [
        ("colour:red", "'colour:'", "status"),
        ("is:red", "'is:red'", "is:breached"),
        ("status:done", "there is no status 'done'", "acknowledged"),
        ("priority:P9", "there is no priority 'P9'", "P1, P2, P3"),
        ("level:L9", "there is no level 'L9'", "L1, L2, L3"),
    ],
)
def test_an_unknown_word_is_refused_with_those_that_are_known(
    word: str, says: str, known: str
) -> None:
    with pytest.raises(UsageError) as refused:
        parse([word], POLICY.rules, "ana")
    assert says.rstrip(":'") in str(refused.value)
    assert known in str(refused.value.help)


def test_a_quotation_must_end() -> None:
    with pytest.raises(UsageError, match="has an open quotation mark"):
        parse(['"mail server'], POLICY.rules, "ana")


@pytest.mark.parametrize(
    ("words", "everything", "finished"),
    [
        (["status:open"], False, False),
        (["status:resolved"], False, True),
        (["status:open,Closed"], False, True),
        (["closed"], False, False),
        ([], True, True),
    ],
    ids=["open", "resolved", "closed too", "as a word", "all"],
)
def test_finished_tickets_are_looked_at_only_where_they_are_asked_for(
    words: list[str], everything: bool, finished: bool
) -> None:
    assert parse(words, POLICY.rules, "ana", everything=everything).finished is finished


@pytest.mark.parametrize("word", FIELDS)
def test_every_field_can_be_asked_for(word: str) -> None:
    value = {"status": "open", "priority": "P1", "level": "L1"}.get(word, "-")
    [(field, values)] = parse([f"{word}:{value}"], POLICY.rules, "ana").fields
    assert (field, set(values)) == (FIELDS[word], {value.casefold()})


@pytest.mark.parametrize(
    ("query", "words", "fields"),
    [
        ('"mail: server" down', ("mail: server", "down"), ()),
        ('"status:open"', ("status:open",), ()),
        ('owner:"Ana Ruiz"', (), (("owner", frozenset({"ana ruiz"})),)),
        ('"two words"', ("two words",), ()),
    ],
    ids=["a colon", "like a field", "in a value", "a blank"],
)
def test_what_is_quoted_is_text(
    query: str, words: tuple[str, ...], fields: tuple[tuple[str, frozenset[str]], ...]
) -> None:
    found = parse([query], POLICY.rules, "ana")
    assert (found.words, found.fields) == (words, fields)


def test_an_unknown_field_says_how_to_look_for_the_text() -> None:
    with pytest.raises(UsageError) as refused:
        parse(["http://db1"], POLICY.rules, "ana")
    assert str(refused.value.help).endswith("""; text with a colon is quoted: '"http://db1"'""")
