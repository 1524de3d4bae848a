"""Every kind of channel: one file each, found because it is there."""

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import cast

import msgspec

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.domain.policy.people import Channel
from escalate_cli.errors import ExtensionError
from escalate_cli.extensions import CHANNELS, extension, is_extension
from escalate_cli.plugins import import_all

LIMIT = 10.0
"""So many seconds a channel may take for one parcel."""


class Means(msgspec.Struct, frozen=True, kw_only=True):
    """What a channel may use besides the parcel.

    Attributes:
        folder: the store's; of a store on a server, that of this machine's own files.
        server: the address of a store on a server, without a password.
        roots: where relative paths may begin, the first choice first; none means in the store's.
        other_owner: given a root and a name below it, names who else could replace what is there.
        say: shows a text to who runs the command, harmless.
        distrust: why nothing may be sent by this policy, and what to do about it.
    """

    environ: Mapping[str, str]
    folder: Path
    server: str | None = None
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
    """Register a function under the name of its file, the word that a policy uses.

    That of another package is known by what the package calls it.
    """
    package, _, name = send.__module__.rpartition(".")
    if package == __name__:
        _known[name] = send
    return send


def kinds() -> dict[str, Send]:
    """Return every kind of channel by its name."""
    import_all(__name__)
    return dict(sorted(_known.items()))


def channel_of(kind: str) -> Send:
    """Return one kind of channel, importing no other; ExtensionError."""
    if is_extension(kind):
        found = extension(CHANNELS, kind)
        if not callable(found):
            raise ExtensionError(f"'{kind}' is no channel, but {found!r:.60}")
        return cast("Send", found)
    if kind not in _known:
        import_module(f"{__name__}.{kind}")
    return _known[kind]


def lack_of(channel: Channel, means: Means) -> tuple[str, str] | None:
    """Say what a channel of the policy lacks here, and what to do; kinds that can tell do."""
    try:
        send = channel_of(channel.kind)
    except ExtensionError as error:
        return str(error), error.help or "mend the package"
    module = import_module(send.__module__)
    look: Callable[[Channel, Means], tuple[str, str] | None] | None = getattr(module, "lack", None)
    return look(channel, means) if look else None
