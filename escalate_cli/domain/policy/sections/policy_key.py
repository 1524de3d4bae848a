"""A key of the policy file: the field of a type, and what the reference says of it."""

from typing import Annotated, get_args

import msgspec
from msgspec.structs import FieldInfo


class Doc(msgspec.Struct, frozen=True):
    """Marks a field as a key of the policy file; a type without any is read whole.

    Attributes:
        means: what may stand there.
        example: a value for it, or a whole line where one field has several keys.
        default: what holds where it is left out, if the field's own default does not say it.
        names: the key, where the field has another name; several for a field of several keys.
    """

    means: str
    example: str
    default: str | None = None
    names: tuple[str, ...] = ()


class Word(msgspec.Struct, frozen=True):
    """Which text a key takes: the reading of a policy has a reader for each kind."""

    name: str


Name = Annotated[str, Word("name")]
Zone = Annotated[str, Word("zone")]
Contact = Annotated[str, Word("contact")]
PersonName = Annotated[str, Word("person")]
TeamName = Annotated[str, Word("team")]
PriorityName = Annotated[str, Word("priority")]
CalendarName = Annotated[str, Word("calendar")]
MessageName = Annotated[str, Word("message")]
ManagementLevel = Annotated[str, Word("management level")]


def key_of(field: FieldInfo) -> str:
    """Return the first key under which a field stands in the file."""
    doc = next((each for each in get_args(field.type)[1:] if isinstance(each, Doc)), None)
    return doc.names[0] if doc and doc.names else field.encode_name
