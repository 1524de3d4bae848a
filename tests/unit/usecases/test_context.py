"""The context of a command: what it keeps at hand, and where it looks."""

from msgspec.structs import replace

from escalate_cli.usecases.context import LastEngine
from tests.conftest import PEOPLE, a_history


def test_the_engine_of_a_ticket_is_kept_until_another_is_asked_for() -> None:
    engines, one, other = LastEngine(), a_history(), a_history()
    first = engines.of(one, PEOPLE)
    assert engines.of(one, PEOPLE) is first
    assert engines.of(one, replace(PEOPLE)) is not first
    assert engines.of(other, PEOPLE).history is other
    assert engines.of(one, PEOPLE) is not first
