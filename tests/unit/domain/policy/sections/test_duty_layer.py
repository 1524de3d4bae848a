"""A layer names people, and its dates say when it can decide."""

from msgspec.structs import replace

from escalate_cli.domain.policy.sections.duty_layer import Layer
from tests.conftest import after

LAYER = Layer(zone="UTC", people=("cy", "di"))


def test_a_layer_without_turns_names_all_its_people_at_once() -> None:
    assert LAYER.crews == (("cy", "di"),)
    assert replace(LAYER, turns=(("cy",), ("di", "bo"))).crews == (("cy",), ("di", "bo"))


def test_dates_are_half_open_and_either_may_be_left_out() -> None:
    dated = replace(LAYER, from_at=after("1h"), until_at=after("2h"))
    moments = ("59m", "1h", "1h59m", "2h")
    assert [dated.is_dated_for(after(at)) for at in moments] == [False, True, True, False]
    assert LAYER.is_dated_for(after("0m"))
