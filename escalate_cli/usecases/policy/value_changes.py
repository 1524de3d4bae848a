"""Changes between two forms: keys by keys, what has a name by its name."""

from collections.abc import Iterator

import msgspec

from escalate_cli.usecases.policy.policy_meaning import NOTHING, Form


class Change(msgspec.Struct, frozen=True):
    """One thing that means something else now.

    Attributes:
        part: the part of the policy, such as `targets`.
        name: what of it: a trigger, a person, the tickets of a target.
        what: which key; nothing where all of it came or went.
        old: what it was, in words; nothing where there was none.
        new: what it is.
    """

    part: str
    name: str
    what: str
    old: str | None
    new: str | None


def changes(part: str, name: str, old: Form, new: Form, what: str = "") -> Iterator[Change]:
    """Yield what differs between two forms, as deep as both have parts; something, if any does."""
    if old.means == new.means:
        return
    if old.parts is None or new.parts is None:
        yield Change(part, name, what, old.reads, new.reads)
        return
    for key in dict.fromkeys((*old.parts, *new.parts)):
        before, after = old.parts.get(key, NOTHING), new.parts.get(key, NOTHING)
        if name:
            yield from changes(part, name, before, after, f"{what}.{key}" if what else key)
        else:
            yield from changes(part, key, before, after)
    yield from _reordered(part, name, old, new, what)


def _reordered(part: str, name: str, old: Form, new: Form, what: str) -> Iterator[Change]:
    """Say in what order what both have stands now, if in another one."""
    was = [each for each in old.order if each in new.order]
    becomes = [each for each in new.order if each in was]
    if was != becomes:
        key = f"{what}.order" if what else "order"
        yield Change(part, name, key, f"[{', '.join(was)}]", f"[{', '.join(becomes)}]")
