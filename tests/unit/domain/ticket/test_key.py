"""Keys: printed as stores hold them, and read again."""

from datetime import UTC, datetime
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.domain.ticket.key import Key

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
NUMBERS = st.integers(0, 10**12)
ALNUM = st.sampled_from(ascii_letters + digits)
NAMES = st.builds(str.__add__, ALNUM, st.text(ALNUM | st.sampled_from("_-"), max_size=20))
WORDS = st.from_regex(r"\w[\w.@+-]{0,20}", fullmatch=True)
TICKETS = NUMBERS.map("T-{}".format)
EPISODES = NUMBERS.map(str) | st.datetimes().map(lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}")
OF_RULES = st.builds(Key, TICKETS, NUMBERS, NAMES, NUMBERS.map(str), NUMBERS)
OF_NO_RULE = st.builds(Key, TICKETS, NUMBERS, WORDS.map("person.{}".format), EPISODES)
OF_ACTS = st.builds(
    Key.of_act, TICKETS, NUMBERS, st.just("note"), NUMBERS, st.datetimes(timezones=st.just(UTC))
)
OF_NO_CYCLE = st.builds(Key, TICKETS, st.none(), WORDS.map("moot.{}".format), NUMBERS.map(str))


@given(OF_RULES | OF_NO_RULE | OF_ACTS | OF_NO_CYCLE)
def test_a_key_is_read_as_it_was_printed(key: Key) -> None:
    assert Key.parse(str(key)) == key


@pytest.mark.parametrize(
    ("key", "printed"),
    [
        (Key("T-42", 1, "resolve-breach"), "T-42:1:resolve-breach:1:0"),
        (Key("T-42", 1, "resolve-breach").reminder(2), "T-42:1:resolve-breach:1:2"),
        (Key("T-42", 2, "7", "3"), "T-42:2:7:3:0"),
        (Key.of_breach("T-1", 2, "resolve", 3), "T-1:2:breach.resolve:3:0"),
        (Key.of_closing("T-1", 2), "T-1:2:close.close-after:1:0"),
        (
            Key("T-1", 1, "person.L2", "2026-11-23T08:00:00Z"),
            "T-1:1:person.L2:2026-11-23T08:00:00Z:0",
        ),
        (Key("T-1", None, "moot.ticket_closed", "3"), "T-1:moot.ticket_closed:3:0"),
        (Key.of_act("T-1", 1, "note", 4, AT), "T-1:1:note:4-1795420800"),
        (Key.of_act("T-1", None, "event", 4, AT), "T-1:event:4-1795420800"),
    ],
    ids=str,
)
def test_a_key_is_printed_as_stores_and_scripts_hold_it(key: Key, printed: str) -> None:
    assert str(key) == printed
    assert Key.parse(printed) == key


def test_a_message_has_the_key_of_its_fact_and_whom_it_tells() -> None:
    key = Key("T-42", 1, "late")
    assert key.to("lee") == "T-42:1:late:1:0:lee"
    assert key.to("handoff", "mail:bo@example.org") == "T-42:1:late:1:0:handoff:mail:bo@example.org"


def test_another_attempt_is_at_the_same_finding() -> None:
    key = Key("T-1", 1, "gap", "3")
    assert key.attempt(1) == key
    assert str(key.attempt(2)) == "T-1:1:gap:3-2:0"
    assert key.attempt(2).first_attempt == key.first_attempt == key


def test_a_reminder_is_of_the_same_finding() -> None:
    finding = Key("T-42", 1, "late", "1")
    assert [finding.is_reminder, finding.reminder(1).is_reminder] == [False, True]
    assert str(finding.reminder(12)) == f"{finding.stem}:12"
    assert Key("T-42", 1, "late", "11").stem != finding.stem == finding.reminder(12).stem


@pytest.mark.parametrize("text", ["", "T-1", "T-1:1", "T-1:1:late", "T-1:1:late:1:x"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"unpack|invalid literal"):
        Key.parse(text)


def test_a_reopening_by_the_policy_is_named_by_its_cycle() -> None:
    assert str(Key.of_reopening("T-1", 2)) == "T-1:2:reopen.after-resolution:1:0"
