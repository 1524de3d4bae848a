"""A policy as a picture: a lane for each place, a row for each reason, arrows between lanes.

Nothing overlaps, however many rules there are, so that no layout program is needed. Lengths are
user units of the SVG.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape

import msgspec

from escalate_cli.render.parts.screen.folding import folded
from escalate_cli.render.results.flow_model import APPROVES, MOVES, TELLS, TICKET, Flow, FlowNode
from escalate_cli.sanitize import one_line
from escalate_cli.text_width import cells

_LABELS, _LETTERS = 450, 62
_LANE, _NAME = 112, 14
_LINE, _TOP, _HEAD = 15, 34, 100
_THICKEST: Final = 5.0
_DASHES: Final = {MOVES: "", TELLS: ' stroke-dasharray="2 4"', APPROVES: ' stroke-dasharray="9 3"'}
_STYLE: Final = """<style>
svg { --bg: #ffffff; --fg: #1b1f24; --dim: #57606a; --line: #d0d7de; --accent: #1d5fa8;
  --band: #f3f6f9; }
@media (prefers-color-scheme: dark) { svg { --bg: #14181d; --fg: #e6e9ed; --dim: #9aa4af;
  --line: #39424c; --accent: #6cb0f5; --band: #1d232a; } }
text { font-family: system-ui, "Liberation Sans", sans-serif; font-size: 12px; fill: var(--fg); }
.dim { fill: var(--dim); } .bg { fill: var(--bg); } .band { fill: var(--band); }
.box { fill: var(--bg); stroke: var(--dim); } .lane { stroke: var(--line); }
.way { stroke: var(--accent); } .tip { fill: var(--accent); }
</style>"""


class _Row(msgspec.Struct, frozen=True):
    """What leads from one place to others for one reason."""

    source: str
    kind: str
    words: str
    targets: tuple[str, ...]
    traffic: int


def flow_svg(flow: Flow) -> Iterator[str]:
    """Yield the lines of a picture that needs no other file."""
    rows = list(_rows(flow))
    lanes = {node.name: _LABELS + _LANE // 2 + n * _LANE for n, node in enumerate(flow.nodes)}
    texts = [list(folded(row.words, _LETTERS)) for row in rows]
    tops = [_TOP + _HEAD]
    for lines in texts:
        tops.append(tops[-1] + len(lines) * _LINE + 10)
    width, height = _LABELS + len(lanes) * _LANE, tops[-1] + 10
    name = escape(one_line(flow.name))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">'
    )
    yield f"<title>{name}</title>"
    yield f"<desc>{escape('; '.join(_in_words(row) for row in rows))}.</desc>"
    yield _STYLE
    yield f'<rect class="bg" width="{width}" height="{height}" fill="#ffffff"/>'
    yield f'<text x="10" y="22" font-weight="bold">{name}</text>'
    yield from _banding(tops, width)
    for node in flow.nodes:
        yield from _lane(node, lanes[node.name], height - 10)
    most = max((row.traffic for row in rows), default=0)
    for row, lines, top in zip(rows, texts, tops, strict=False):
        yield from _row(row, lines, top, lanes, most)
    yield "</svg>"


def _rows(flow: Flow) -> Iterator[_Row]:
    """Put together what goes from one place, for one reason, in one way."""
    bundles: dict[tuple[str, str, str], list[str]] = {}
    traffic: dict[tuple[str, str, str], int] = {}
    for edge in flow.edges:
        key = (edge.source, edge.kind, one_line(edge.words))
        bundles.setdefault(key, []).append(edge.target)
        traffic[key] = edge.traffic.n if edge.traffic else 0
    for key, targets in bundles.items():
        yield _Row(*key, tuple(dict.fromkeys(targets)), traffic[key])


def _in_words(row: _Row) -> str:
    return f"{_source_name(row.source)} to {', '.join(map(one_line, row.targets))}: {row.words}"


def _source_name(name: str) -> str:
    return "a ticket" if name == TICKET else one_line(name)


def _banding(tops: list[int], width: int) -> Iterator[str]:
    """Yield a tint below every other row, by which the eye keeps to it."""
    for n, (top, below) in enumerate(pairwise(tops)):
        if n % 2 == 0:
            size = f'width="{width}" height="{below - top}"'
            yield f'<rect class="band" y="{top}" {size} fill="#f3f6f9"/>'


def _lane(node: FlowNode, x: int, bottom: int) -> Iterator[str]:
    left, top = x - _LANE // 2 + 4, _TOP
    words = [_cut(one_line(word)) for word in node.words[:3]]
    yield f'<line class="lane" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}" stroke="#d0d7de"/>'
    if node.ladder:
        yield f'<text class="dim" x="{x}" y="{top - 6}" text-anchor="middle">{node.ladder}</text>'
    round_ = 3 if node.ladder else 16
    size = f'width="{_LANE - 8}" height="{_HEAD - 34}" rx="{round_}"'
    yield f'<rect class="box" x="{left}" y="{top}" {size} fill="#ffffff" stroke="#57606a"/>'
    for n, word in enumerate(words):
        weight = ' font-weight="bold"' if not n else ""
        y = top + 20 + n * _LINE
        yield f'<text x="{x}" y="{y}" text-anchor="middle"{weight}>{escape(word)}</text>'


def _cut(word: str) -> str:
    """Shorten a word to what a box holds."""
    if cells(word) <= _NAME:
        return word
    kept = ""
    for character in word:
        if cells(f"{kept}{character}…") > _NAME:
            break
        kept += character
    return f"{kept}…"


def _row(row: _Row, lines: list[str], top: int, lanes: dict[str, int], most: int) -> Iterator[str]:
    for n, line in enumerate(lines):
        yield f'<text x="10" y="{top + 16 + n * _LINE}">{escape(line)}</text>'
    y = top + (len(lines) * _LINE + 10) // 2
    start = lanes[row.source]
    thick = round(1.5 + (_THICKEST - 1.5) * row.traffic / most, 1) if most else 1.5
    yield f'<circle class="tip" cx="{start}" cy="{y}" r="3.5" fill="#1d5fa8"/>'
    for target in row.targets:
        end = lanes[target]
        back = 9 if end > start else -9
        dash = _DASHES[row.kind]
        yield (
            f'<line class="way" x1="{start}" x2="{end - back}" y1="{y}" y2="{y}" '
            f'stroke="#1d5fa8" stroke-width="{thick}"{dash}/>'
        )
        tip = f"{end},{y} {end - back},{y - 6} {end - back},{y + 6}"
        yield f'<polygon class="tip" points="{tip}" fill="#1d5fa8"/>'
