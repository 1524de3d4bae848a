"""Every kind of event is known by its name, wherever it is loaded from."""

from importlib import import_module
from typing import get_args

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.events.base import ByTheWay
from escalate_cli.plugins import module_names


def _is_of(module: str, named: object) -> bool:
    return isinstance(named, type) and issubclass(named, e.Event) and named.__module__ == module


def test_every_type_of_event_is_a_kind() -> None:
    written = []
    for name in module_names(e.__name__):
        own = [each for each in vars(import_module(name)).values() if _is_of(name, each)]
        written += [each for each in own if each not in {e.Event, ByTheWay}]
    assert set(written) == set(e.every_type())


def test_a_type_is_found_by_its_kind() -> None:
    assert [e.type_of(kind) for kind in e.KINDS] == list(get_args(e.AnyEvent))


@pytest.mark.parametrize("kind", ["", "ticket_lost", "changes", "any_event"])
def test_what_is_no_kind_has_no_type(kind: str) -> None:
    assert e.type_of(kind) is None


def test_what_is_named_nowhere_is_missed() -> None:
    with pytest.raises(AttributeError, match="TicketLost"):
        _ = e.TicketLost  # type: ignore[attr-defined]
