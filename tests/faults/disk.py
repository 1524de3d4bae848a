"""A disk that loses power: all that a weakly ordered file system may keep of some calls.

What was synced is there. Of all else each write may be there, missing, cut short or full of zeros,
and each change of a folder there or missing, in any combination.
"""

import os
import random
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from pathlib import Path

import msgspec

from tests.faults.calls import Call

BLOCK = 512
"""Bytes that a disk writes whole."""

FEW = 9
"""Of so many loose operations every combination is tried, of more a sample."""

SAMPLE = 300


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """What a call does to the disk.

    Attributes:
        kind: make, folder, link, move and remove change a folder, write and cut a file; sync and
            sync folder make what came before them last; said is what the person has seen.
        node: the file, whatever it is called.
    """

    kind: str
    path: str = ""
    to: str = ""
    node: int = -1
    data: bytes = b""
    at: int = 0


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What a power cut may leave.

    Attributes:
        done: how many operations had been made.
        said: the person had seen the acknowledgement.
        how: which of the loose ones are there, for people.
    """

    folders: frozenset[str]
    files: dict[str, bytes]
    done: int
    said: bool
    how: str

    def build(self, room: Path) -> None:
        """Put it in the place of what is in a folder."""
        shutil.rmtree(room)
        room.mkdir()
        for folder in sorted(self.folders):
            Path(folder).mkdir(mode=0o700, exist_ok=True)
        for path, content in self.files.items():
            Path(path).write_bytes(content)
            Path(path).chmod(0o600)


class Disk:
    """A folder before a command, and the operations that its calls amount to."""

    def __init__(self, room: Path) -> None:
        self.operations: list[Operation] = []
        self.folders = {str(room)} | {str(each) for each in room.rglob("*") if each.is_dir()}
        self.names: dict[str, int] = {}
        self.content: dict[int, bytes] = {}
        nodes: dict[int, int] = {}
        for path in sorted(each for each in room.rglob("*") if each.is_file()):
            node = nodes.setdefault(path.stat().st_ino, len(nodes))
            self.names[str(path)], self.content[node] = node, path.read_bytes()

    def record(self, calls: Iterable[Call]) -> None:
        """Take down what a command did."""
        translate = _Translation(self)
        for call in calls:
            self.operations += translate(call)

    def without_loss(self) -> Iterator[State]:
        """Yield what is there after each operation, beginning with what was there before."""
        for done in range(len(self.operations) + 1):
            yield self._state(done, set(range(done)), "all")

    def states(self, *, thorough: bool, seed: int = 1) -> Iterator[State]:
        """Yield each state once that a cut before, between or after the operations may leave.

        Args:
            thorough: try all combinations, not only those of next to none and next to all.
            seed: chooses where there are too many.
        """
        chance, seen = random.Random(seed), set()  # noqa: S311 - chance, not secrecy
        for done in range(len(self.operations) + 1):
            lasting, loose = self._lasting(done)
            for kept in _choices(loose, chance, thorough=thorough):
                for how, torn in self._torn(kept, chance):
                    state = self._state(done, {*lasting, *kept}, f"{kept}{how}", torn)
                    known = (state.folders, tuple(sorted(state.files.items())), state.said)
                    if known not in seen:
                        seen.add(known)
                        yield state

    def _lasting(self, done: int) -> tuple[list[int], list[int]]:
        """Tell which operations have been synced and which are loose."""
        lasting: list[int] = []
        loose: list[int] = []
        for number, each in enumerate(self.operations[:done]):
            later = self.operations[number + 1 : done]
            if each.kind in {"write", "cut"}:
                is_synced = any(o.kind == "sync" and o.node == each.node for o in later)
            else:
                parent = str(Path(each.to or each.path).parent)
                is_synced = any(o.kind == "sync folder" and o.path == parent for o in later)
            if each.kind not in {"sync", "sync folder", "said"}:
                (lasting if is_synced else loose).append(number)
        return lasting, loose

    def _torn(
        self, kept: Sequence[int], chance: random.Random
    ) -> Iterator[tuple[str, tuple[int, bytes] | None]]:
        """Yield ways in which the last loose write may be there: whole, cut, and zeros."""
        yield "", None
        writes = [n for n in kept if self.operations[n].kind == "write" and self.operations[n].data]
        if writes:
            data = self.operations[writes[-1]].data
            end = BLOCK * chance.randrange(len(data) // BLOCK + 1) or len(data) // 2
            yield " cut short", (writes[-1], data[:end])
            yield " full of zeros", (writes[-1], data[:end] + bytes(len(data) - end))

    def _state(
        self, done: int, kept: set[int], how: str, torn: tuple[int, bytes] | None = None
    ) -> State:
        names, folders, content = dict(self.names), set(self.folders), dict(self.content)
        for number in sorted(kept):
            each = self.operations[number]
            if each.kind in {"make", "link"}:
                names[each.path] = each.node
            elif each.kind == "folder":
                folders.add(each.path)
            elif each.kind in {"move", "remove"}:
                if names.get(each.path) == each.node:
                    del names[each.path]
                if each.kind == "move":
                    names[each.to] = each.node
            elif each.kind in {"write", "cut"}:
                data = torn[1] if torn and torn[0] == number else each.data
                content[each.node] = _changed(content.get(each.node, b""), each, data)
        reachable = {path for path in folders if _is_reachable(path, folders)}
        return State(
            folders=frozenset(reachable),
            files={
                path: content.get(node, b"")
                for path, node in names.items()
                if str(Path(path).parent) in reachable
            },
            done=done,
            said=any(o.kind == "said" for o in self.operations[:done]),
            how=how,
        )


class _Translation:
    """Turns calls into operations, following numbers, names and positions."""

    def __init__(self, disk: Disk) -> None:
        self.names, self.folders = dict(disk.names), set(disk.folders)
        self.sizes = {node: len(content) for node, content in disk.content.items()}
        self.opened: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        self.appends: set[int] = set()

    def __call__(self, call: Call) -> list[Operation]:
        """Return what a call does; most only look."""
        act = getattr(self, f"_{call.name}", None)
        return list(act(call)) if act else []

    def _said(self, _call: Call) -> Iterator[Operation]:
        yield Operation(kind="said")

    def _open(self, call: Call) -> Iterator[Operation]:
        if call.number < 0 or call.path in self.folders:
            return
        node = self.names.get(call.path)
        if node is None:
            node = self.names[call.path] = len(self.sizes)
            self.sizes[node] = 0
            yield Operation(kind="make", path=call.path, node=node)
        elif call.flags & os.O_TRUNC:
            self.sizes[node] = 0
            yield Operation(kind="cut", node=node)
        self.opened[call.number], self.ends[call.number] = node, 0
        if call.flags & os.O_APPEND:
            self.appends.add(call.number)

    def _close(self, call: Call) -> Iterator[Operation]:
        self.opened.pop(call.number, None)
        self.appends.discard(call.number)
        yield from ()

    def _write(self, call: Call) -> Iterator[Operation]:
        node = self.opened[call.number]
        at = self.ends[call.number] if call.offset is None else call.offset
        if call.number in self.appends:
            at = self.sizes[node]
        self.ends[call.number] = at + len(call.data)
        self.sizes[node] = max(self.sizes[node], at + len(call.data))
        yield Operation(kind="write", node=node, data=call.data, at=at)

    def _ftruncate(self, call: Call) -> Iterator[Operation]:
        node = self.opened[call.number]
        self.sizes[node] = call.size
        yield Operation(kind="cut", node=node, at=call.size)

    def _fsync(self, call: Call) -> Iterator[Operation]:
        if call.path in self.folders:
            yield Operation(kind="sync folder", path=call.path)
        else:
            yield Operation(kind="sync", node=self.opened[call.number])

    def _mkdir(self, call: Call) -> Iterator[Operation]:
        if call.path not in self.folders:
            self.folders.add(call.path)
            yield Operation(kind="folder", path=call.path)

    def _link(self, call: Call) -> Iterator[Operation]:
        if call.path in self.names and call.to not in self.names:
            node = self.names[call.to] = self.names[call.path]
            yield Operation(kind="link", path=call.to, node=node)

    def _replace(self, call: Call) -> Iterator[Operation]:
        node = self.names[call.path]
        if self.names.get(call.to) != node:  # two names of one file both stay
            self.names[call.to] = self.names.pop(call.path)
            yield Operation(kind="move", path=call.path, to=call.to, node=node)

    def _unlink(self, call: Call) -> Iterator[Operation]:
        node = self.names.pop(call.path, None)
        if node is not None:
            yield Operation(kind="remove", path=call.path, node=node)


def _choices(
    loose: Sequence[int], chance: random.Random, *, thorough: bool
) -> Iterator[tuple[int, ...]]:
    """Yield which of the loose operations are there."""
    if thorough and len(loose) <= FEW:
        yield from chain.from_iterable(combinations(loose, n) for n in range(len(loose) + 1))
        return
    yield ()
    yield tuple(loose)
    for one in loose:
        yield (one,)
        yield tuple(each for each in loose if each != one)
    for _ in range(SAMPLE if thorough else 0):
        part = chance.choice((0.2, 0.5, 0.8))
        yield tuple(each for each in loose if chance.random() < part)


def _changed(content: bytes, operation: Operation, data: bytes) -> bytes:
    """Return a file's content after a write or a cut; what was never written is zeros."""
    if operation.kind == "cut":
        return content[: operation.at].ljust(operation.at, b"\0")
    before = content[: operation.at].ljust(operation.at, b"\0")
    return before + data + content[operation.at + len(data) :]


def _is_reachable(folder: str, folders: set[str]) -> bool:
    """Tell whether all folders above one are there, up to the room."""
    top = min(folders, key=len)
    while folder != top:
        if folder not in folders:
            return False
        folder = str(Path(folder).parent)
    return True
