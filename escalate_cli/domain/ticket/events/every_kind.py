"""Every kind of event, for those that must be ready for any of them."""

from typing import TYPE_CHECKING, Union

from escalate_cli.domain.ticket.events import every_type
from escalate_cli.domain.ticket.events.base import Event

_TYPES = every_type()

KINDS = tuple(str(each.__struct_config__.tag) for each in _TYPES)
"""The names of all kinds of events."""

if TYPE_CHECKING:
    AnyEvent = Event
else:
    AnyEvent = Union[_TYPES]  # noqa: UP007 - made as it runs
