"""The options that every command shares, as they were typed."""

from typing import Final, Literal, get_args

import msgspec

Colour = Literal["auto", "always", "never"]
"""When there are colours; `auto` is on a terminal, as the environment says."""

COLOURS: Final[tuple[Colour, ...]] = get_args(Colour)


class Invocation(msgspec.Struct, frozen=True, kw_only=True):
    """The shared options of one command line, not yet interpreted.

    Attributes:
        store: a folder or a database URL; nothing means the usual search.
        fields: names separated by commas; nothing means all of them.
        actor: who acts, from `--as`; nothing means the real user.
        now: the instant to take for the present, in the person's words.
        policy: the policy file; nothing means the one of the store.
        sort: fields by which a list is in order, falling where `-` stands before one.
        columns: what a list shows of each thing, in its own names or those of the headings.
        group_by: the field by which a list is in groups.
        limit: how much of a list is shown; 0 is all of it.
        color: when there are colours; nothing leaves it to the environment and the settings.
        send: whether the command sends what waits when it is done.
    """

    store: str | None = None
    json: bool = False
    jsonl: bool = False
    fields: str | None = None
    header: bool = False
    sort: str | None = None
    columns: str | None = None
    group_by: str | None = None
    limit: int | None = None
    table: bool = False
    actor: str | None = None
    now: str | None = None
    quiet: bool = False
    policy: str | None = None
    color: Colour | None = None
    send: bool = False
