"""A bar on the terminal while a long stream of tickets goes by."""

from collections.abc import Iterable, Iterator
from typing import Final, TextIO

WORTH_A_BAR: Final = 5000
"""With fewer tickets the work is over before a bar is of use."""


def with_bar(numbers: Iterable[int], highest: int, stream: TextIO) -> Iterator[int]:
    """Pass ticket numbers on, in their order; on a terminal show how near the highest is."""
    if highest < WORTH_A_BAR or not stream.isatty():
        yield from numbers
        return
    from rich.console import Console  # noqa: PLC0415 - start-up time
    from rich.progress import Progress  # noqa: PLC0415 - the same

    with Progress(console=Console(file=stream), transient=True) as progress:
        task = progress.add_task("tickets", total=highest)
        for number in numbers:
            progress.update(task, completed=number)
            yield number
