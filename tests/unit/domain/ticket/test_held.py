"""What held a decision is stored and shown by public names."""

import msgspec

from escalate_cli.domain.ticket.held import Held
from tests.conftest import MONDAY_NINE, after


def test_the_time_is_named_as_scripts_know_it() -> None:
    held = Held(kind="wait", since=MONDAY_NINE, until=after("1h"))
    assert list(msgspec.to_builtins(held)) == ["kind", "from", "until"]
    assert msgspec.convert(msgspec.to_builtins(held), Held, strict=False) == held
