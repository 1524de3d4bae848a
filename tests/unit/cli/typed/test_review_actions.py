"""Actions are typed as a text, with who does it and by when at the end."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from escalate_cli.cli.typed.review_actions import review_action
from escalate_cli.domain.time.instant_parsing import parse_instant
from escalate_cli.usecases.verbs.review_actions import NewAction

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 23, 59, tzinfo=UTC)


class _Clock:
    def instant(self, typed: str) -> datetime:
        return parse_instant(typed, NOW, "UTC")


def _read(typed: str) -> NewAction:
    clock: Wiring = _Clock()  # type: ignore[assignment]  # as much of one as is asked
    return review_action(clock, typed)


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("oil it", NewAction("oil it")),
        ("oil it owner:ana", NewAction("oil it", "ana")),
        ("oil it due:fri owner:@me ", NewAction("oil it", "@me", FRIDAY)),
        (
            "oil it due:2026-11-27T12:00",
            NewAction("oil it", None, FRIDAY.replace(hour=12, minute=0)),
        ),
        ("ask owner:ana about due:fri, too", NewAction("ask owner:ana about due:fri, too")),
        ("name the downer:bo", NewAction("name the downer:bo")),
        ("owner:bo", NewAction("", "bo")),
    ],
)
def test_what_ends_an_action_says_who_and_by_when(typed: str, action: NewAction) -> None:
    assert _read(typed) == action
