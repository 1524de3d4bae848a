"""Every kind of channel: one file each, found because it is there."""

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

import msgspec

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.domain.policy.people import Channel
from escalate_cli.plugins import import_all

LIMIT = 10.0
"""So many seconds a channel may take for one parcel."""


class Means(msgspec.Struct, frozen=True, kw_only=True):
    """What a channel may use besides the parcel.

    Attributes:
        folder: the store's.
        roots: where relative paths may begin, the first choice first; none means in the store's.
        other_owner: given a root and a name below it, names who else could replace what is there.
        say: shows a text to who runs the command, harmless.
        distrust: why nothing may be sent by this policy, and what to do about it.
    """

    environ: Mapping[str, str]
    folder: Path
    say: Callable[[str], object]
    distrust: tuple[str, str] | None = None
    roots: tuple[Path, ...] = ()
    other_owner: Callable[[Path, str], str | None] = lambda _root, _name: None

    def root_of(self, *names: str) -> Path:
        """Return the folder in which relative paths begin.

        It is the first that has a file of such a name, or else the last.
        """
        roots = self.roots or (self.folder,)
        relative = [name for name in names if not name.startswith("/")]
        for root in roots:
            if any(os.path.isfile(root / name) for name in relative):  # noqa: PTH113 - never raises
                return root
        return roots[-1]


Send = Callable[[Batch, Means], None]
"""Delivers a parcel within the limit, or raises DeliveryError."""

_known: dict[str, Send] = {}


def channel(send: Send) -> Send:
    """Register a function under the name of its file, the word that a policy uses."""
    _known[send.__module__.rpartition(".")[2]] = send
    return send


def kinds() -> dict[str, Send]:
    """Return every kind of channel by its name."""
    import_all(__name__)
    return dict(sorted(_known.items()))


def channel_of(kind: str) -> Send:
    """Return one kind of channel, importing no other."""
    if kind not in _known:
        import_module(f"{__name__}.{kind}")
    return _known[kind]


def lack_of(channel: Channel, means: Means) -> tuple[str, str] | None:
    """Say what a channel of the policy lacks here, and what to do; kinds that can tell do."""
    channel_of(channel.kind)
    module = import_module(f"{__name__}.{channel.kind}")
    look: Callable[[Channel, Means], tuple[str, str] | None] | None = getattr(module, "lack", None)
    return look(channel, means) if look else None
