"""Keys: the names of what was decided or done on a ticket, by which it is told once."""

from datetime import datetime

import msgspec


class Key(msgspec.Struct, frozen=True):
    """The name of one fact: `T-42:1:resolve-breach:1:0`.

    Here ticket T-42, in its cycle 1, came under the rule `resolve-breach` for the first time, and
    this is the finding itself; `T-42:1:resolve-breach:1:2` is the second reminder of it, and
    `T-42:1:resolve-breach:1:0:lee` the message about it to lee.

    Attributes:
        cycle: nothing where it does not matter.
        name: the rule; where none is behind it `TYPE.ABOUT`, such as `breach.resolve`, or the kind
            of message that tells what somebody did.
        episode: which of the facts of that name: a number, or an instant, or both; of a finding
            that is tried again the number, and which attempt it is: `1-2`.
        repeat: 0 for the finding itself, k for its k-th reminder; nothing for what somebody did.
    """

    ticket: str
    cycle: int | None
    name: str
    episode: str = "1"
    repeat: int | None = 0

    @classmethod
    def of_breach(cls, ticket: str, cycle: int, clock: str, instance: int) -> "Key":
        """Name a target that was used up."""
        return cls(ticket, cycle, f"breach.{clock}", str(instance))

    @classmethod
    def of_closing(cls, ticket: str, cycle: int) -> "Key":
        """Name the end of a ticket that was resolved for long enough."""
        return cls(ticket, cycle, "close.close-after")

    @classmethod
    def of_release(cls, ticket: str, cycle: int, number: int) -> "Key":
        """Name the release of a ticket that its owner let lie; `number` counts such releases."""
        return cls(ticket, cycle, "release.unack-after", str(number))

    @classmethod
    def of_reopening(cls, ticket: str, cycle: int) -> "Key":
        """Name the new cycle that a word after the resolution began."""
        return cls(ticket, cycle, "reopen.after-resolution")

    @classmethod
    def of_act(cls, ticket: str, cycle: int | None, kind: str, place: int, at: datetime) -> "Key":
        """Name an event by its place in the history, and when.

        The instant tells it from what had the same place before that was undone, or before an
        older version of the store was restored.
        """
        return cls(ticket, cycle, kind, f"{place}-{int(at.timestamp())}", None)

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Read a key as `str` prints it; raises ValueError for any other text."""
        ticket, second, rest = text.split(":", 2)
        cycle = int(second) if second.isdecimal() else None
        name, rest = (second, rest) if cycle is None else rest.split(":", 1)
        episode, colon, repeat = rest.rpartition(":")
        return cls(ticket, cycle, name, episode or rest, int(repeat) if colon else None)

    def __str__(self) -> str:
        """Return it as stores and scripts hold it."""
        cycle = "" if self.cycle is None else f":{self.cycle}"
        repeat = "" if self.repeat is None else f":{self.repeat}"
        return f"{self.ticket}{cycle}:{self.name}:{self.episode}{repeat}"

    def attempt(self, number: int) -> "Key":
        """Name a later attempt at a finding for which a rule found nobody; 1 is the first."""
        episode = self.episode if number == 1 else f"{self.episode}-{number}"
        return msgspec.structs.replace(self, episode=episode)

    @property
    def first_attempt(self) -> "Key":
        """Return the key of the finding, whichever attempt at it this is."""
        return msgspec.structs.replace(self, episode=self.episode.partition("-")[0])

    @property
    def is_reminder(self) -> bool:
        """Tell whether it names a reminder, and not the finding itself."""
        return bool(self.repeat)

    def reminder(self, repeat: int) -> "Key":
        """Name a reminder of the same finding."""
        return msgspec.structs.replace(self, repeat=repeat)

    @property
    def stem(self) -> str:
        """Return what the printed keys of a finding and of its reminders are before the repeat."""
        return str(msgspec.structs.replace(self, repeat=None))

    def to(self, *about: str) -> str:
        """Return the key of a message that tells it, to whom."""
        return ":".join((str(self), *about))
