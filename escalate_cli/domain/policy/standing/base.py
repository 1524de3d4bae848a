"""What every standing entry says: when, who, and its place in the store's chain."""

from datetime import datetime

import msgspec

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.time.plain_values import kind_name


class Standing(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="kind",
    tag=kind_name,
):
    """One thing that holds for the team until it ends or is taken back.

    Attributes:
        at: the instant it was said; `clock_at` what the clock said where that was another one.
        by: who said it; `login` is the real account where somebody spoke for another.
        message: why, in that person's words.
        seq: running number in the store; `change` numbers the command.
        digest: chains the entry to the one before it; given by the store.
        redacted: why it was said was removed; the digest is that of the whole entry.
    """

    at: datetime
    by: str
    login: str | None = None
    clock_at: datetime | None = None
    message: str = ""
    seq: int = 0
    change: int = 0
    digest: str = ""
    redacted: bool = False

    @property
    def kind(self) -> str:
        """Return the word for what it is."""
        return str(self.__struct_config__.tag)

    @property
    def recorded_by(self) -> str:
        """Return who had it written down."""
        return self.by

    @property
    def is_of_policy(self) -> bool:
        """Tell whether the policy said it by itself; people do."""
        return False

    @property
    def is_act(self) -> bool:
        """Tell whether a person arranged something by it, and corrected nothing."""
        return True

    @property
    def is_verdict(self) -> bool:
        """Tell whether the policy concluded it; people arrange what stands."""
        return False

    @property
    def is_undoable(self) -> bool:
        """Tell whether it can count no more."""
        return self.is_act or self.is_verdict

    @property
    def about(self) -> str:
        """Return the name of what it changes; nothing where it takes something back."""
        return ""

    @property
    def text(self) -> str:
        """Return what it says, in one line."""
        return ""

    def upon(self, people: People) -> People:
        """Return what it makes of the people of the file."""
        return people


class StandingUndone(Standing, frozen=True):
    """A change of standing entries was taken back."""

    undone: int

    @property
    def is_act(self) -> bool:
        """It takes back, and arranges nothing."""
        return False


class StandingRedacted(Standing, frozen=True):
    """The words of an entry were removed for good; its digest stays.

    Attributes:
        entry: the number of that entry.
        seal: the digest that it has without its words.
    """

    entry: int
    seal: str

    @property
    def is_act(self) -> bool:
        """It takes away words, and arranges nothing."""
        return False

    @property
    def text(self) -> str:
        """Say whose words are gone."""
        return f"redacted entry {self.entry}"
