"""A policy as a graph for other programs: Mermaid, and the language of Graphviz.

Mermaid reads a name as syntax wherever it can, so that all but plain characters are written as its
numeric entities, and nodes have ids of our own. https://mermaid.js.org/syntax/flowchart.html
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from escalate_cli.render.results.flow_model import APPROVES, MOVES, TELLS, Flow, FlowEdge
from escalate_cli.sanitize import one_line

_UNSAFE: Final = re.compile(r"%{2,}|[^\w ,./()+=%@-]")
_STYLES: Final = {MOVES: "solid", TELLS: "dashed", APPROVES: "bold"}


def mermaid(flow: Flow) -> Iterator[str]:
    """Yield the lines of a Mermaid flowchart."""
    ids = {node.name: node.id for node in flow.nodes}
    yield "flowchart TD"
    for ladder in dict.fromkeys(node.ladder for node in flow.nodes if node.ladder):
        rungs = [node for node in flow.nodes if node.ladder == ladder]
        yield f'  subgraph {ladder}_ladder["{ladder} ladder"]'
        yield from (f'    {node.id}["{_label(node.words)}"]' for node in rungs)
        yield from (f"    {low.id} ~~~ {high.id}" for low, high in pairwise(rungs))
        yield "  end"
    for node in flow.nodes:
        if node.ladder is None:
            yield f'  {node.id}(["{_label(node.words)}"])'
    for (source, target, kind), why in bundled(flow.edges).items():
        yield f'  {ids[source]} {kind}|"{_label(why)}"| {ids[target]}'


def bundled(edges: Iterable[FlowEdge]) -> dict[tuple[str, str, str], list[str]]:
    """Put together what leads the same way."""
    bundles: dict[tuple[str, str, str], list[str]] = {}
    for edge in edges:
        bundles.setdefault((edge.source, edge.target, edge.kind), []).append(edge.words)
    return bundles


def _label(lines: Iterable[str]) -> str:
    return "<br/>".join(_escaped(line) for line in lines)


def _escaped(text: str) -> str:
    plain = one_line(text).replace(": ", "\0")
    return _UNSAFE.sub(lambda match: _entities(match[0]), plain)


def _entities(text: str) -> str:
    return ": " if text == "\0" else "".join(f"#{ord(character)};" for character in text)


def dot(flow: Flow) -> Iterator[str]:
    """Yield the lines of a directed graph as Graphviz reads it."""
    ids = {node.name: node.id for node in flow.nodes}
    yield "digraph policy {"
    yield f"  label={_quoted([flow.name])}; rankdir=TB; node [shape=box];"
    for ladder in dict.fromkeys(node.ladder for node in flow.nodes if node.ladder):
        rungs = [node for node in flow.nodes if node.ladder == ladder]
        yield f'  subgraph cluster_{ladder} {{ label="{ladder} ladder";'
        yield from (f"    {node.id} [label={_quoted(node.words)}];" for node in rungs)
        yield "  }"
    for node in flow.nodes:
        if node.ladder is None:
            yield f"  {node.id} [label={_quoted(node.words)}, style=rounded];"
    for (source, target, kind), why in bundled(flow.edges).items():
        style = f"label={_quoted(why)}, style={_STYLES[kind]}"
        yield f"  {ids[source]} -> {ids[target]} [{style}];"
    yield "}"


def _quoted(lines: Iterable[str]) -> str:
    """Write lines as one quoted label; all that could be syntax in it is escaped."""
    harmless = (one_line(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(harmless) + '"'
