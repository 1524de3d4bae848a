"""The words of a file that stand for something here: a status, a priority, whom it waits for."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.errors import UsageError
from escalate_cli.exchange.mappings import mapping as m
from escalate_cli.exchange.mappings.mapping_file import normal
from escalate_cli.exchange.mappings.sources import Read, Source, Texts
from escalate_cli.usecases.verbs.input_validation import name_of

SEVERITIES = ("high", "medium", "low")
_RANK = re.compile(r"0*([1-9])(?![0-9])")

T = TypeVar("T")
Word = tuple[str, str, str]
"""Of what, the word of the file, and what it is here."""


class WordReader:
    """Reads the words of one file, and counts them.

    Attributes:
        met: how often each word was met.
        status: the reader of the status, if the file has one.
        ranked: those of the priority, impact and urgency that the mapping names.
    """

    def __init__(
        self, mapping: m.Mapping, texts: Texts, priorities: Sequence[str], default: str
    ) -> None:
        self.mapping = mapping
        self.met: Counter[Word] = Counter()
        self._texts = texts
        self._priorities = priorities
        self._default = default
        self.status = self._statuses(mapping.status)
        waits = texts.raw(mapping.waiting.source) if mapping.waiting else None
        self._waits = cached(waits, self._as_wait)
        self.ranked = {
            name: texts.raw(ranks.source)
            for name in ("priority", "impact", "urgency")
            if (ranks := getattr(mapping, name)) is not None
        }
        self._ranks = {name: self._rank_reader(name) for name in self.ranked}

    def value(self, what: str, values: Any) -> str | None:
        """Return the priority, impact or urgency of a row."""
        found = self._ranks[what](values) if what in self._ranks else None
        if found is None:
            return self._default if what == "priority" else None
        value, word = found
        if word is not None:
            self.met[word] += 1
        return value

    def ranks_in(self, values: Any) -> list[Word]:
        """Return the words of a row that stand for a priority, an impact or an urgency."""
        found = (read(values) for read in self._ranks.values())
        return [word for pair in found if pair is not None and (word := pair[1]) is not None]

    def count(self, words: Iterable[Word]) -> None:
        """Count words that were met once more."""
        for word in words:
            self.met[word] += 1

    def state(self, values: Any) -> tuple[m.Meaning, str]:
        """Return what the status of a row means, and its word."""
        if self.status is None:
            raise UsageError("the status is empty")
        state, word = self.status(values)
        if state.status is Status.WAITING and (whom := self._waits(values)):
            state = m.Meaning(Status.WAITING, whom)
        self.met["status", word, state.label] += 1
        return state, word

    def priority_at(self, rank: int) -> str:
        """Return the priority of a rank: the last one for a lower rank, the default for 0."""
        return self._priorities[min(rank, len(self._priorities)) - 1] if rank else self._default

    def rank_of(self, what: str, word: str | None) -> int:
        """Return the rank that a word stands for, 0 for the default."""
        ranks: m.Ranks = getattr(self.mapping, what)
        if word is None:
            if ranks.empty is None and what == "priority":
                raise UsageError(f"{what} is empty")
            return ranks.empty or 0
        rank = ranks.map.get(normal(word))
        if rank is None and ranks.number and (match := _RANK.match(word)):
            rank = ranks.map.get(match[1], int(match[1]))
        if rank is None:
            rank = ranks.other
        if rank is None:
            self.met[what, word, "rejected"] += 1
            reason = "which does not begin with a rank" if ranks.number else "which is unknown"
            raise UsageError(f"{what} is '{word}', {reason}")
        return rank

    def state_named(self, word: str) -> m.Meaning:
        """Return what a word means that may stand in any column of the status."""
        statuses: m.Meaning | m.Statuses | None = self.mapping.status
        while isinstance(statuses, m.Statuses):
            found = statuses.map.get(normal(word))
            if found is not None:
                return found
            statuses = statuses.other
        if statuses is None:
            self.met["status", word, "rejected"] += 1
            raise UsageError(f"unknown state '{word}'")
        return statuses

    def _as_wait(self, text: str) -> str | None:
        waiting = self.mapping.waiting
        return waiting.map.get(normal(self._texts.clean(text))) if waiting else None

    def _rank_reader(self, what: str) -> Callable[[Any], tuple[str | None, Word | None] | None]:
        """Return the reader of a priority, an impact or an urgency, and of its word."""

        def convert(text: str) -> tuple[str | None, Word | None]:
            word = name_of(" ".join(self._texts.clean(text).split()), what)
            rank = self.rank_of(what, word)
            if what == "priority":
                value: str | None = self.priority_at(rank)
            else:
                value = SEVERITIES[min(rank, len(SEVERITIES)) - 1] if rank else None
            return value, (what, word, str(value)) if word else None

        return cached(self.ranked[what], convert)

    def _statuses(self, statuses: m.Statuses) -> Callable[[Any], tuple[m.Meaning, str]] | None:
        """Return the reader of a status, that asks another column where a word is unknown."""
        reader, other = self._texts.raw(statuses.source), statuses.other
        behind = self._statuses(other) if isinstance(other, m.Statuses) else None
        if reader is None:
            return behind

        def convert(text: str) -> tuple[m.Meaning | None, str]:
            word = name_of(" ".join(self._texts.clean(text).split()), "the status")
            if word is None:
                if behind is None and statuses.empty is None:
                    raise UsageError(f"{label_of(statuses.source)} is empty")
                return (None if behind else statuses.empty), ""
            found = statuses.map.get(normal(word))
            return (found if found or behind else self.state_named(word)), word

        known = cached(reader, convert)

        def read(values: Any) -> tuple[m.Meaning, str]:
            found, word = known(values) or (None, "")
            if found is None and behind is not None:
                meaning, other_word = behind(values)
                return meaning, word or other_word
            return found or m.Meaning(None), word

        return read


def cached(read: Read | None, convert: Callable[[str], T]) -> Callable[[Any], T | None]:
    """Return a reader that works each text out once; of a column that is not there, nothing."""
    if read is None:
        return lambda _values: None
    known: dict[str, T] = {}

    def find(values: Any) -> T | None:
        text = read(values)
        try:
            return known[text]
        except KeyError:
            value = known[text] = convert(text)
            return value

    return find


def label_of(source: Source | None) -> str:
    """Name the column that is missing or empty."""
    path = source.first() if source else None
    if path is None and source is not None:
        path = next(source.paths(), None)
    return path.text if path is not None else "a time"
