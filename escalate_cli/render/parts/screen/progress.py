"""Progress: a bar on the terminal while a long stream goes by."""

from collections.abc import Iterable, Iterator
from typing import Final, TextIO, TypeVar

WORTH_A_BAR: Final = 5000
"""With fewer things the work is over before a bar is of use."""

T = TypeVar("T")


def with_bar(things: Iterable[T], total: int, stream: TextIO, what: str = "tickets") -> Iterator[T]:
    """Pass things on; on a terminal show how many have gone by."""
    if total < WORTH_A_BAR or not stream.isatty():
        yield from things
        return
    from rich.console import Console  # noqa: PLC0415 - start-up time
    from rich.progress import Progress  # noqa: PLC0415 - the same

    with Progress(console=Console(file=stream), transient=True) as progress:
        yield from progress.track(things, total=total, description=what)
