"""Aligned columns for a terminal, without lines around them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import Final

import msgspec

from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.styled_text import Text, cell

_GAP: Final = "  "


class Column(msgspec.Struct, frozen=True):
    """A heading, and what the column gives up on a narrow terminal.

    Attributes:
        least: its smallest width; None where its cells are never cut.
        most: what it has at most as long as others are cut.
        turn: the order in which columns are dropped where even that is too wide; 0 stays.
        folds: what does not fit goes on below it, and is not cut: it explains the rest.
    """

    heading: str
    least: int | None = None
    turn: int = 0
    most: int | None = None
    folds: bool = False


def table(
    on: Ansi, columns: Sequence[Column], rows: Iterable[Sequence[Text]], indent: int = 0
) -> list[Text]:
    """Lay rows out under headings, as lines that fit the terminal."""
    return list(chain.from_iterable(table_rows(on, columns, rows, indent)))


def table_rows(
    on: Ansi, columns: Sequence[Column], rows: Iterable[Sequence[Text]], indent: int = 0
) -> list[list[Text]]:
    """Return the lines of the headings, then those of each row."""
    headings = [cell(each.heading, "dim") for each in columns]
    return _laid_rows(on, columns, [headings, *rows], indent)


def laid_out(
    on: Ansi, columns: Sequence[Column], rows: Iterable[Sequence[Text]], indent: int = 0
) -> list[Text]:
    """Lay rows out below each other, as lines that fit the terminal."""
    return list(chain.from_iterable(_laid_rows(on, columns, rows, indent)))


def _laid_rows(
    on: Ansi, columns: Sequence[Column], rows: Iterable[Sequence[Text]], indent: int
) -> list[list[Text]]:
    """Return the lines of each row, as they fit the terminal.

    Ids and all that has no `least` are never cut: where not even they fit, lines run over the edge.
    """
    cells = list(map(list, rows))
    widest = [max(text.cell_len for text in held) for held in zip(*cells, strict=True)]
    kept = _kept(columns, widest, on.width - indent)
    widths = _shared(columns, widest, kept, on.width - indent)
    margin = Text(" " * indent)
    gap = Text(_GAP)
    laid = []
    for row in cells:
        lines = []
        pieces = [_pieces(row[place], widths[place], columns[place]) for place in kept]
        for beside in zip_longest(*pieces):
            fitted = [
                Text(" " * widths[place]) if piece is None else _fitted(on, piece, widths[place])
                for place, piece in zip(kept, beside, strict=True)
            ]
            line = margin + gap.join(fitted)
            lines.append(line.rstrip())
        laid.append(lines)
    return laid


def under_headings(laid: Sequence[Sequence[Text]], above: Sequence[str]) -> Iterator[Text]:
    """Yield the lines of a table, and above each row what stands there, if anything does."""
    head, *rows = laid
    yield from head
    for lines, heading in zip(rows, above or [""] * len(rows), strict=True):
        if heading:
            yield cell(heading, "bold")
        yield from lines


def show(on: Ansi, lines: Iterable[Text]) -> None:
    """Print lines that are laid out already."""
    on.print(lines)


def _pieces(text: Text, width: int, column: Column) -> Sequence[Text]:
    """Return a cell as the lines that it takes: one, unless its column folds."""
    fits = not column.folds or text.cell_len <= width
    return [text] if fits else list(text.wrap(max(width, 1)))


def _least(column: Column, widest: int) -> int:
    return widest if column.least is None else min(widest, column.least)


def _total(widths: Iterable[int]) -> int:
    listed = list(widths)
    return sum(listed) + len(_GAP) * (len(listed) - 1)


def _kept(columns: Sequence[Column], widest: Sequence[int], room: int) -> list[int]:
    """Return the places of the columns that stay."""
    kept = list(range(len(columns)))
    leaving = [place for place in kept if columns[place].turn]
    for place in sorted(leaving, key=lambda p: columns[p].turn):
        if _total(_least(columns[p], widest[p]) for p in kept) <= room:
            break
        kept.remove(place)
    return kept


def _shared(
    columns: Sequence[Column], widest: Sequence[int], kept: Sequence[int], room: int
) -> dict[int, int]:
    """Return the width of each place; whichever has the most to give gives way first."""
    widths = {place: widest[place] for place in kept}
    for place in kept:
        over, most = _total(widths.values()) - room, columns[place].most
        if most is not None and over > 0:
            widths[place] -= min(over, max(widths[place] - most, 0))
    spare = {place: widths[place] - _least(columns[place], widest[place]) for place in kept}
    while _total(widths.values()) > room and any(spare.values()):
        giving = max(spare, key=lambda place: spare[place])
        widths[giving] -= 1
        spare[giving] -= 1
    return widths


def _fitted(on: Ansi, text: Text, width: int) -> Text:
    if text.cell_len > width:
        dots = on.sign("…")
        style = text.pieces[-1][1]
        text = text.cropped(max(width - len(dots), 0)).rstrip() + Text(dots, style)
    return text.padded(width)
