"""What held a decision is stored and shown by public names."""

import msgspec

from escalate_cli.domain.ticket.held import Held
from tests.conftest import MONDAY_NINE, after


def test_the_time_is_named_as_scripts_know_it() -> None:
    held = Held(kind="wait", since=MONDAY_NINE, until=after("1h"))
    assert list(msgspec.to_builtins(held)) == ["kind", "from", "until"]
    assert msgspec.convert(msgspec.to_builtins(held), Held, strict=False) == held


def test_it_holds_from_its_first_instant_to_before_its_last() -> None:
    held = Held(kind="wait", since=after("1h"), until=after("2h"))
    assert [held.is_on(after(at)) for at in ("59m", "1h", "119m", "2h")] == [
        *(False, True, True, False),
    ]
    assert [held.ends_after(after(at)) for at in ("0m", "119m", "2h")] == [True, True, False]
    for_ever = Held(kind="wait", since=after("1h"))
    assert for_ever.is_on(after("99d"))
    assert for_ever.ends_after(after("99d"))
