"""A walk is cut where the archive is, and is the same however it is cut."""

import pickle
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import TypeVar

import pytest

from bench._stores import context_of
from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.ticket.search import Search
from escalate_cli.store.file.bucket_summary import SUMMARY
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.usecases.care.verify import Verified, verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.query import Query
from escalate_cli.usecases.insight.replay import ReplayAsked, replay, replay_share
from escalate_cli.usecases.insight.replay_parts import Scope
from escalate_cli.usecases.insight.report import report
from escalate_cli.usecases.past_view import view_at
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.walk import Walk, alone, past_numbers, past_tickets
from tests.cli.buckets import BEGINS, EACH, filled_apart

S = TypeVar("S")
T = TypeVar("T")


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """Make a store with tickets in four buckets, and some in use between them."""
    return context_of(filled_apart(tmp_path_factory.mktemp("apart") / "store"))


def test_tickets_in_use_come_first_then_the_archive_from_its_end(context: Context) -> None:
    view = context.store.read()
    walk = past_tickets(view)
    assert len(walk.stretches) == 5
    cut = list(alone(walk, lambda some: [ticket.number for ticket in some]))
    assert len(cut) == 5
    assert [*chain(*cut)] == [ticket.number for ticket in chain(view.search(), view.archived())]


def test_numbers_are_all_there_in_order(context: Context) -> None:
    view = context.store.read()
    walk = past_numbers(view)
    assert len(walk.stretches) == 4
    cut = [number for begin in walk.stretches for number in begin()]
    assert cut == list(view.numbers()) == sorted(cut)
    assert (walk.total, walk.found()) == (view.highest(), 0)


def test_what_stood_earlier_is_gone_past_in_one(context: Context) -> None:
    past = view_at(context.store.read(), context.now, context.history, context.people)
    assert len(past_tickets(past).stretches) == 1


def test_a_store_without_an_archive_is_gone_past_in_one(tmp_path: Path) -> None:
    view = context_of(tmp_path / "store").store.read()
    assert [len(past(view).stretches) for past in (past_tickets, past_numbers)] == [1, 1]


def test_what_is_passed_over_is_counted_as_what_is_looked_at(tmp_path: Path) -> None:
    context = context_of(filled_apart(tmp_path / "store"))
    note(context, ["1"], "back in use, and stale where it was put away")
    period = Period(
        since=context.now - timedelta(days=400), until=context.now - timedelta(days=300)
    )
    asked = Search(between=(period.since, period.until))
    walk = past_tickets(context.store.read(), asked)
    assert (walk.passed_over, len(walk.stretches)) == (len(BEGINS) * EACH - 1, 1)
    told = report(context, period, Query(), compare=True)
    for path in (tmp_path / "store" / "archive").glob("*.json"):
        with TableFile(path).transaction() as image:
            del image.meta[SUMMARY]
    assert past_tickets(context.store.read(), asked).passed_over == 0
    assert told == report(context, period, Query(), compare=True)
    assert told.left_out["outside"] == len(BEGINS) * (EACH + 1)


def apart(walk: Walk[S], count: Callable[[Iterable[S]], T]) -> Iterable[T]:
    """Count each stretch for itself, and hand it over as a process does."""
    assert len(walk.stretches) >= len(BEGINS)
    return [pickle.loads(pickle.dumps(count(begin()))) for begin in walk.stretches]  # noqa: S301 - its own


def test_what_is_refolded_apart_is_the_same(context: Context) -> None:
    assert verify(context, (), apart) == Verified(len(BEGINS) * (EACH + 1), ())


def test_what_is_reported_apart_is_the_same(context: Context) -> None:
    until = context.now - timedelta(days=80)
    period = Period(since=until - timedelta(days=40), until=until, group_by="level")
    whole = report(context, period, Query(), compare=True, tickets=True)
    assert whole == report(context, period, Query(), apart, compare=True, tickets=True)
    assert whole.figures.tickets


def test_what_is_replayed_apart_is_the_same(context: Context) -> None:
    period = Period(since=context.now - timedelta(days=400), until=context.now)
    scope = Scope(period=period)
    whole = replay(context, context.policy, scope)
    assert whole == replay(context, context.policy, scope, None, apart)
    assert whole.tickets == len(BEGINS) * (EACH + 1)
    asked = ReplayAsked(policy=context.policy, scope=scope)
    assert replay_share(context, asked, ()) == replay_share(context, asked, (), apart)
