"""What `policy flow` answers: a tree, a graph for another program, or a picture."""

from collections.abc import Callable, Iterator
from typing import Final

from escalate_cli.render.parts.data.json_values import Fields, document, documents, stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.render.results.flow_graphs import dot, mermaid
from escalate_cli.render.results.flow_model import APPROVES, MOVES, TELLS, Flow, FlowEdge, tree
from escalate_cli.render.results.flow_svg import flow_svg

TERMINAL, MERMAID, DOT, SVG = "terminal", "mermaid", "dot", "svg"
_KINDS: Final = {MOVES: "moves", TELLS: "tells", APPROVES: "approves"}
_TRAFFIC: Final = stored("n", "tickets", "median_seconds=took.median", "p90_seconds=took.p90")
_EDGE: Final[Fields[FlowEdge]] = {
    "from": lambda edge: edge.source or None,
    **stored("to=target"),
    "kind": lambda edge: _KINDS[edge.kind],
    **stored("why"),
    "traffic": lambda edge: edge.traffic and document(_TRAFFIC, edge.traffic),
}


def _tree(flow: Flow) -> Iterator[str]:
    return (f"{'  ' * depth}{text}" for depth, text in tree(flow))


_WRITERS: Final[dict[str, Callable[[Flow], Iterator[str]]]] = {
    TERMINAL: _tree,
    MERMAID: mermaid,
    DOT: dot,
    SVG: flow_svg,
}
FORMATS: Final = tuple(_WRITERS)


class FlowResult(Document[Flow]):
    """A policy as a tree, or as Mermaid in a pipe.

    Args:
        form: as what it is drawn, wherever it goes; nothing for what suits that.
    """

    def __init__(self, flow: Flow, form: str | None = None) -> None:
        super().__init__(flow)
        self._form = form

    def document(self) -> dict[str, object]:
        """Return its name, the Mermaid as one text, and the arrows."""
        flow = self.value
        return {
            "name": flow.name,
            "mermaid": "\n".join(mermaid(flow)),
            "edges": documents(_EDGE, flow.edges),
        }

    def data(self, printer: Printer) -> None:
        """Write the document where it was asked for, and Mermaid elsewhere."""
        if printer.writer.is_json or printer.writer.has_chosen:
            super().data(printer)
        else:
            printer.print_lines(self._lines(MERMAID))

    def page(self, printer: Printer) -> None:
        """Show the tree."""
        show = printer.print_lines if self._form else printer.print_text
        show(self._lines(TERMINAL))

    def _lines(self, usual: str) -> Iterator[str]:
        return _WRITERS[self._form or usual](self.value)
