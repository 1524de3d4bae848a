"""Parts of a replay: what one process counted of it, and the whole that they add up to."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.figures.replay_comparison import PolicyOutline, ReplayFigures, compared
from escalate_cli.domain.figures.replay_tally import ReplayTally, TallyKey
from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.replay.differences import ReplayDifference
from escalate_cli.domain.ticket.ticket import number_in
from escalate_cli.errors import UsageError
from escalate_cli.usecases.insight.query import Query
from escalate_cli.usecases.records import Fingerprint

LEFT_OUT = ("outside", "unmatched", "withdrawn", "damaged")
"""Why a ticket is not told anew: logged at another time; not asked for; logged by mistake; a
history that cannot be read.
"""

COUNTS = ("tickets", "differ", "imported", "facts", "moot", "elsewhere", "unasked")


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """Which tickets are told anew: those named, or else those of a period that match a query."""

    period: Period
    query: Query = Query()
    ids: tuple[str, ...] = ()


class ReplayShare(msgspec.Struct, frozen=True):
    """Which part of the tickets one process takes: the `part`-th of `of`, counted from 1."""

    part: int = 1
    of: int = 1

    def has(self, number: int) -> bool:
        """Tell whether a ticket belongs to it."""
        return number % self.of == self.part % self.of


ALL: Final = ReplayShare()


class ReplayTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the parts of one replay have in common; each attribute is the same in all of them.

    Attributes:
        program: the version that counted.
        asked: the words of the query.
        store: what stands for all that the store holds; nothing where nobody else counts too.
    """

    program: str
    now: datetime
    period: Period
    ids: tuple[str, ...]
    asked: tuple[str, ...]
    policy: PolicyOutline
    against: PolicyOutline | None
    checked_at: datetime | None
    store: Fingerprint | None


class ReplayPart(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="format",
    tag="escalate-replay-part-1",
):
    """What was counted of one share of the tickets; sums of these do not depend on the order."""

    share: ReplayShare
    terms: ReplayTerms
    counts: Mapping[str, int]
    left_out: Mapping[str, int]
    before: tuple[tuple[TallyKey, int], ...]
    after: tuple[tuple[TallyKey, int], ...]
    differences: tuple[ReplayDifference, ...]


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the tickets, and what would have under the policy.

    Attributes:
        against: what is compared with instead of what became of them: another policy.
        checked_at: the last check there was, if that is known.
        tickets: how many were told anew; `differ` of them went another way.
        left_out: how many were not told anew, by reason.
        facts: what people did; `moot` of it had nothing to do, `elsewhere` met the ticket at
            another level; `unasked` moves would have needed somebody's yes.
    """

    now: datetime
    scope: Scope
    policy: PolicyOutline
    against: PolicyOutline | None
    checked_at: datetime | None
    tickets: int
    differ: int
    imported: int
    left_out: Mapping[str, int]
    facts: int
    moot: int
    elsewhere: int
    unasked: int
    figures: ReplayFigures
    differences: tuple[ReplayDifference, ...]


def summed(parts: Iterable[ReplayPart]) -> ReplayPart:
    """Add up parts that belong together, of which the first ones come first."""
    counts, left_out = Counter[str](), Counter[str]()
    before, after = ReplayTally(), ReplayTally()
    differences: list[ReplayDifference] = []
    for part in parts:
        counts.update(part.counts)
        left_out.update(part.left_out)
        before.counts.update(dict(part.before))
        after.counts.update(dict(part.after))
        differences.extend(part.differences)
    return replace(
        part,
        counts=counts,
        left_out=left_out,
        before=tuple(before.counts.items()),
        after=tuple(after.counts.items()),
        differences=tuple(differences),
    )


def whole(parts: Iterable[ReplayPart]) -> Replay:
    """Tell what parts that belong together come to."""
    part = summed(parts)
    terms, counts = part.terms, Counter(part.counts)
    return Replay(
        now=terms.now,
        scope=Scope(period=terms.period, ids=terms.ids),
        policy=terms.policy,
        against=terms.against,
        checked_at=terms.checked_at,
        left_out=dict.fromkeys(LEFT_OUT, 0) | dict(part.left_out),
        figures=compared(ReplayTally(part.before), ReplayTally(part.after), terms.policy),
        differences=tuple(sorted(part.differences, key=_number)),
        **{name: counts[name] for name in COUNTS},
    )


def merged(parts: Mapping[str, ReplayPart]) -> Replay:
    """Add up all parts of one replay, by the names of their files; raises UsageError."""
    (first, one), *others = parts.items()
    for name, other in others:
        if other.share.of != one.share.of:
            of, but = one.share.of, other.share.of
            raise UsageError(f"{first} is one of {of} parts, {name} one of {but}", _AGAIN)
        _must_be_of_one_replay(first, one.terms, name, other.terms)
    found: dict[int, str] = {}
    for name, part in parts.items():
        twin = found.setdefault(part.share.part, name)
        if twin != name:
            raise UsageError(f"{twin} and {name} are the same part", "name each part once")
    missing = [n for n in range(1, one.share.of + 1) if n not in found]
    if missing:
        named = ", ".join(f"{n}/{one.share.of}" for n in missing[:_FEW])
        raise UsageError(f"{len(missing)} of {one.share.of} parts missing: {named}", _MAKE_IT)
    return whole(parts.values())


_AGAIN: Final = "make all parts anew, with the same words after policy replay"
_MAKE_IT: Final = "each is made by --part I/N --partial FILE"
_FEW: Final = 5
_AT_REST: Final = "make all parts of a store that rests, as a copy does"
_SAID: Final = {
    "program": ("by another version of escalate", "make all parts with one version"),
    "now": ("at another present", "give each part the same --now"),
    "period": ("for another period", "give each part the same --since and --until"),
    "ids": ("for other tickets", "give each part the same --ticket"),
    "asked": ("for another query", "give each part the same --only"),
    "policy": ("under another policy", "give each part the same FILE"),
    "against": ("beside another policy", "give each part the same --against"),
    "checked_at": ("after another check", _AT_REST),
    "store": ("of another store, or another state of it,", _AT_REST),
}


def _must_be_of_one_replay(first: str, one: ReplayTerms, name: str, other: ReplayTerms) -> None:
    for field, (how, advice) in _SAID.items():
        if getattr(one, field) != getattr(other, field):
            raise UsageError(f"{name} was made {how} than {first}", advice)


def _number(difference: ReplayDifference) -> int:
    return number_in(difference.decision.ticket)
