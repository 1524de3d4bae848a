"""Why something was said for the team goes; what was said, and who removed the words, stays."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.standing import StandingRedacted
from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.store.json_store import JsonStore
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.care.merge_stores import merge_stores
from escalate_cli.usecases.care.redact_standing import redact_standing
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.duty import override
from tests.conftest import HOUR, MONDAY_NINE
from tests.unit.usecases.conftest import a_context, staffed

SECRET = "hunter2"


def covered(store: MemoryStore | JsonStore | None = None, *why: str) -> Context:
    """Return a context in which duties were taken over for reasons."""
    context = replace(a_context(staffed(None)), store=store or MemoryStore())
    for number, each in enumerate(why or (SECRET,)):
        begin = MONDAY_NINE + (number + 1) * HOUR
        override(context, "network", "lee", begin, begin + HOUR, each)
    return context


def test_the_words_are_gone_the_duty_stays_and_verify_holds(tmp_path: Path) -> None:
    context = covered(JsonStore(tmp_path / "store"))
    before = context.store.read().standing()[0]
    done = redact_standing(context, 1, "a password")
    assert (done.change, done.also, done.kept) == (1, (), ())
    files = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if SECRET.encode() in path.read_bytes()] == []
    entry, receipt = context.store.read().standing()
    assert entry == replace(before, message="<redacted>", redacted=True)
    assert isinstance(receipt, StandingRedacted)
    assert (receipt.message, receipt.entry, receipt.text) == ("a password", 1, "redacted entry 1")
    assert verify(context).differences == ()


def test_what_was_redacted_is_left_as_it_is_and_more_than_the_words_is_found() -> None:
    context = covered()
    redact_standing(context, 1, "a password")
    known = context.store.read().standing()
    redact_standing(context, 1, "again")
    assert context.store.read().standing() == known
    forged = replace(known[0], person="bo")
    context.store.change(lambda tx: tx.blacken(forged))
    assert context.store.read().broken_standing() == [1]
    with pytest.raises(NotAllowedError, match="not as it was written"):
        redact_standing(context, 1, "again")


def test_the_same_words_elsewhere_are_named() -> None:
    assert redact_standing(covered(None, SECRET, "ill", SECRET), 1, "a password").also == (3,)


@pytest.mark.parametrize("change", [1, 2, 9], ids=["no words", "another change", "none"])
def test_a_change_that_said_nothing_in_words_is_refused(change: int) -> None:
    context = covered(None, "")
    with pytest.raises(NotAllowedError, match=f"change {change} said nothing in words"):
        redact_standing(context, change, "why")
    assert len(context.store.read().standing()) == 1


def test_a_redaction_wants_a_reason_and_is_not_undone() -> None:
    context = covered()
    with pytest.raises(UsageError, match="needs a reason"):
        redact_standing(context, 1, " ")
    redact_standing(context, 1, "a password")
    with pytest.raises(NotAllowedError):
        undo(context, 2)
    undo(context, None)
    assert verify(context).differences == ()


def test_the_words_go_where_the_other_store_has_them_and_nothing_comes_twice() -> None:
    here, there = covered(), covered(None, SECRET, "ill")
    redact_standing(there, 1, "a password")
    redact_standing(there, 2, "a diagnosis")
    merge_stores(here, there.store.read(), "there")
    entries = here.store.read().standing()
    assert [entry.message for entry in entries[:2]] == ["<redacted>"] * 2
    assert {entry.entry for entry in entries if isinstance(entry, StandingRedacted)} == {
        entry.seq for entry in entries[:2]
    }
    assert verify(here).differences == ()
    count = len(entries)
    merge_stores(here, there.store.read(), "there")
    assert len(here.store.read().standing()) == count
    merge_stores(there, covered().store.read(), "whole")
    assert SECRET not in str(there.store.read().standing())
