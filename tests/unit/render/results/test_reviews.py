"""What was resolved and not reviewed yet is listed with when that is due."""

import pytest

from escalate_cli.render.results.reviews import ReviewsResult
from escalate_cli.usecases.verbs.review_actions import OwedReview
from tests.conftest import HOUR, after, resolved
from tests.unit.render.screen import a_terminal
from tests.unit.render.tickets import HOSTILE, a_standing

NOW = after("4h")


def a_review(due_in: int) -> OwedReview:
    finished = a_standing(resolved(after("1h")), owner="bo", title=HOSTILE, now=NOW)
    return OwedReview(standing=finished, due_at=NOW + due_in * HOUR, is_overdue=due_in < 0)


def test_reviews_tell_which_are_late(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch, now=NOW, width=70)
    shown.show(ReviewsResult([a_review(-1), a_review(30)]))
    assert shown.lines == [
        "   ID    P   DUE       OWNER  RESOLVED  WHAT    TITLE",
        "!  T-12  P3  -1h       bo     10:00     review  Invoices [urgent] [/o…",
        "   T-12  P3  in 1d 6h  bo     10:00     review  Invoices [urgent] [/o…",
    ]


def test_where_no_review_is_owed_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch)
    shown.show(ReviewsResult([]))
    assert (shown.out, shown.talk) == ("", "no review and no action is owed\n")
