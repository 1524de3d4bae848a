"""Typed blocks: the parts of a document that are people's, kept whenever it is written anew.

A document says in its first line what its other parts were. Whoever changed these loses nothing:
the document is not written over.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Final, NoReturn

from escalate_cli.errors import EscalateError, ExitCode

_FIRST: Final = "<!-- made by escalate: {digest} -->"
BEGINNING: Final = "<!-- made by escalate: "
"""By this a document of ours is known again."""

_DIGEST: Final = 16
_MARK: Final = re.compile(r"\s*<!-- (yours|end of yours): ([a-z-]+) -->\s*")


class DocumentChangedError(EscalateError):
    """A document was changed where only the history speaks, or its marks are not whole."""

    exit_code = ExitCode.COULD_NOT

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"{name} is not written over: {what}",
            "move what you wrote between two lines that say 'yours', or export to another file",
        )


def marked(name: str, text: str) -> Iterator[str]:
    """Yield the lines of a block that people may change."""
    yield f"<!-- yours: {name} -->"
    yield from text.split("\n") if text else ()
    yield f"<!-- end of yours: {name} -->"


def signed(lines: Iterable[str]) -> str:
    """Return a document whose first line tells whether its facts were changed."""
    listed = list(lines)
    facts = "\n".join(_ours(listed))
    return "\n".join([_FIRST.format(digest=_digest(facts)), *listed, ""])


def typed_in(text: str, name: str, known: Iterable[str]) -> Mapping[str, str]:
    """Return what people typed into a document, by block; raises DocumentChangedError.

    Args:
        text: the document as it lies there.
        name: how it is called.
        known: the blocks that the new one will have.
    """
    first, *lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    blocks = _blocks(lines, name)
    if first != _FIRST.format(digest=_digest("\n".join(_ours(lines)))):
        raise DocumentChangedError(name, "what the history says there was changed by hand")
    unknown = blocks.keys() - set(known)
    if unknown:
        raise DocumentChangedError(name, f"there is no block '{min(unknown)}' any more")
    return blocks


def _blocks(lines: list[str], name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    inside, kept = "", list[str]()
    for number, line in enumerate(lines, 2):
        mark = _MARK.fullmatch(line)
        if mark is None:
            kept.append(line)
        elif mark[1] == "yours" and not inside and mark[2] not in found:
            inside, kept = mark[2], []
        elif mark[1] != "yours" and inside == mark[2]:
            found[inside], inside = "\n".join(kept), ""
        else:
            _broken(name, number, line)
    if inside:
        _broken(name, len(lines) + 1, f"the end of '{inside}' is missing")
    return found


def _broken(name: str, number: int, line: str) -> NoReturn:
    raise DocumentChangedError(name, f"line {number} is out of place: {line.strip()}")


def _ours(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that are not people's, without blanks at their ends."""
    inside = False
    for line in lines:
        mark = _MARK.fullmatch(line)
        if mark is not None:
            inside = mark[1] == "yours"
        if mark is not None or not inside:
            yield line.rstrip()


def _digest(facts: str) -> str:
    return sha256(facts.encode()).hexdigest()[:_DIGEST]
