"""Instants as rows have them: what is spoilt is none, and texts compare as instants do."""

import pytest

from escalate_cli.store.rows import instants
from tests.conftest import after


def test_an_instant_is_compared_to_the_second() -> None:
    assert instants.whole_second(after("1h")) == "2026-11-23T09:00:00Z"


@pytest.mark.parametrize("text", ["", "~", "9999", "2026-13-01T00:00:00Z"], ids=repr)
def test_an_instant_that_somebody_spoilt_is_none(text: str) -> None:
    assert instants.instant_in(text) is None
