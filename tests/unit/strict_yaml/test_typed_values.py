"""Values are read by the types of the fields that they are for."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

import msgspec
import pytest

from escalate_cli.domain.engine import triggers
from escalate_cli.domain.policy.sections.policy_key import Word
from escalate_cli.domain.ticket.clock.threshold import Threshold
from escalate_cli.strict_yaml.diagnostics import MistakeError
from escalate_cli.strict_yaml.scalars import text
from escalate_cli.strict_yaml.syntax_tree import Items, Node, Scalar
from escalate_cli.strict_yaml.typed_values import BASIC, key_fields, reader_of


class Colour(StrEnum):
    """Something to choose."""

    RED = "red"


def _plain(text: str) -> Node:
    return Scalar(line=1, column=1, text=text, plain=True)


def _list(*texts: str) -> Node:
    nodes = (Scalar(line=1, column=n, text=text, plain=True) for n, text in enumerate(texts, 1))
    return Items(line=1, column=1, items=tuple(nodes))


@pytest.mark.parametrize(
    ("annotation", "node", "value"),
    [
        (timedelta, _plain("1h"), timedelta(hours=1)),
        (Threshold, _plain("75%"), Threshold(share=0.75)),
        (int, _plain("3"), 3),
        (float, _plain(".5"), 0.5),
        (bool, _plain("true"), True),
        (str, _plain("on"), "on"),
        (Literal["a", "b"], _plain("b"), "b"),
        (Colour, _plain("red"), "red"),
        (tuple[str, ...], _list("a", "b"), ("a", "b")),
        (tuple[int, ...], _plain("1"), (1,)),
        (int | None, _plain("1"), 1),
        (Annotated[int, msgspec.Meta(le=5)], _plain("5"), 5),
    ],
    ids=str,
)
def test_a_value_is_read_by_its_type(annotation: Any, node: Node, value: object) -> None:
    assert reader_of(annotation)(node) == value


@pytest.mark.parametrize(
    ("annotation", "node"),
    [
        (timedelta, _plain("1")),
        (int, _plain("0")),
        (bool, _plain("yes")),
        (Literal["a", "b"], _plain("c")),
        (Colour, _plain("blue")),
        (Annotated[int, msgspec.Meta(le=5)], _plain("6")),
        (str, _list("a")),
    ],
    ids=str,
)
def test_a_value_of_another_type_is_a_mistake(annotation: Any, node: Node) -> None:
    with pytest.raises(Exception, match=r"."):
        reader_of(annotation)(node)


def test_a_mistake_in_a_list_has_the_place_of_its_item() -> None:
    with pytest.raises(MistakeError) as refused:
        reader_of(tuple[int, ...])(_list("1", "x", "3"))
    assert refused.value.at == Scalar(line=1, column=2, text="x", plain=True)


@pytest.mark.parametrize("annotation", [dict[str, int], tuple[int, str], int | str], ids=str)
def test_other_types_have_no_reader(annotation: Any) -> None:
    with pytest.raises(TypeError):
        reader_of(annotation)


@pytest.mark.parametrize("name", triggers.types())
def test_every_setting_of_every_trigger_can_be_read(name: str) -> None:
    readers = {**BASIC, Word("calendar"): text}
    for each in key_fields(triggers.type_of(name)):
        assert callable(reader_of(each.field.type, readers))
