"""The policy as a flowchart: what leads where, who approves, who is told.

Mermaid reads a name as syntax wherever it can, so that all but plain characters are written as its
numeric entities, and nodes have ids of our own. https://mermaid.js.org/syntax/flowchart.html
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

import msgspec

from escalate_cli.domain.engine.triggers import build
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import FUNCTIONAL, Approval, Level, Rule, Rules
from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.render.parts.words.time_text import written
from escalate_cli.sanitize import one_line

TICKET: Final = ""
MOVES, TELLS, APPROVES = "-->", "-.->", "==>"
_UNSAFE: Final = re.compile(r"%{2,}|[^\w ,./()+=%@-]")
_VERBS: Final = {MOVES: "to", TELLS: "tells", APPROVES: "approves"}


class FlowNode(msgspec.Struct, frozen=True, kw_only=True):
    """A level, somebody who is told, or the ticket itself; `words` are its lines."""

    id: str
    name: str
    words: tuple[str, ...]
    ladder: str | None = None


class FlowEdge(msgspec.Struct, frozen=True, kw_only=True):
    """A move, a message or an approval, and why; `kind` is the arrow it is drawn as."""

    source: str
    target: str
    kind: str
    why: str


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a policy leads to, in the order of its file."""

    name: str
    nodes: tuple[FlowNode, ...]
    edges: tuple[FlowEdge, ...]


class FlowResult(Document[Flow]):
    """A policy as a tree, or as Mermaid in a pipe.

    Args:
        as_mermaid: whether it is Mermaid on a terminal too.
    """

    def __init__(self, flow: Flow, *, as_mermaid: bool = False) -> None:
        super().__init__(flow)
        self._as_mermaid = as_mermaid

    def document(self) -> dict[str, object]:
        """Return its name, and the Mermaid as one text."""
        return {"name": self.value.name, "mermaid": "\n".join(mermaid(self.value))}

    def data(self, printer: Printer) -> None:
        """Write the document where it was asked for, and Mermaid elsewhere."""
        if printer.writer.is_json or printer.writer.has_chosen:
            super().data(printer)
        else:
            printer.print_lines(mermaid(self.value))

    def page(self, printer: Printer) -> None:
        """Show the tree."""
        drawn = (f"{'  ' * depth}{text}" for depth, text in tree(self.value))
        printer.print_lines(mermaid(self.value) if self._as_mermaid else drawn)


def flow_of(policy: Policy) -> Flow:
    """Return the ladders of a policy, and what its triggers and approvals do on them."""
    rules, people = policy.rules, policy.people
    levels = {level.id: _level_node(level) for level in rules.levels()}
    told: dict[str, FlowNode] = {}
    edges = [FlowEdge(source=TICKET, target=rules.functional[0].id, kind=MOVES, why="logged")]
    for rule in rules.triggers:
        edges += _moves(rule, rules)
        if rule.set_priority is not None:
            target = f"priority {rule.set_priority}"
            edges.append(FlowEdge(source=TICKET, target=target, kind=MOVES, why=_described(rule)))
        edges += _messages(rule)
    for level in rules.levels():
        if level.approval is not None:
            edges.append(_approval(level, level.approval))
    for subscription in people.subscriptions:
        why = _joined("stakeholder", subscription.when.wording)
        edges += [
            FlowEdge(source=TICKET, target=p, kind=TELLS, why=why) for p in subscription.people
        ]
    for edge in edges:
        if edge.target not in levels:
            known = people.people.get(edge.target)
            words = (edge.target, known.name) if known else (edge.target,)
            told.setdefault(
                edge.target, FlowNode(id=f"n{len(told)}", name=edge.target, words=_different(words))
            )
    ticket = FlowNode(id="ticket", name=TICKET, words=("a ticket",))
    return Flow(
        name=rules.name, nodes=(ticket, *levels.values(), *told.values()), edges=tuple(edges)
    )


def _level_node(level: Level) -> FlowNode:
    taker = f"team {level.team}" if level.team else level.person or ""
    return FlowNode(
        id=f"{level.ladder[0]}{level.rank}",
        name=level.id,
        words=_different((level.id, level.name, taker)),
        ladder=level.ladder,
    )


def _different(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def _moves(rule: Rule, rules: Rules) -> Iterator[FlowEdge]:
    """Yield where a rule leads from each level that it can speak at."""
    if rule.escalate is None:
        return
    goal = rules.level(rule.escalate)
    if goal is not None and goal.ladder != FUNCTIONAL:
        yield FlowEdge(source=TICKET, target=goal.id, kind=MOVES, why=_described(rule))
        return
    for level in rules.functional:
        if _speaks_at(rule, level):
            for higher in _goals(rule, level, goal, rules):
                yield FlowEdge(source=level.id, target=higher.id, kind=MOVES, why=_described(rule))


def _goals(rule: Rule, held: Level, goal: Level | None, rules: Rules) -> Sequence[Level]:
    higher = rules.functional[held.rank + 1 :]
    if goal is not None:
        return [level for level in higher if level.id == goal.id]
    return higher[:1] if rule.escalate == "next" else higher


def _speaks_at(rule: Rule, level: Level) -> bool:
    asked = [c for c in rule.when.conditions if c.field == "level"]
    return all((level.id in condition.values) is not condition.negated for condition in asked)


def _messages(rule: Rule) -> Iterator[FlowEdge]:
    """Yield whom a rule tells; what it waits for is said where it moves, if it does."""
    moves = rule.escalate is not None or rule.set_priority is not None
    why = rule.name if moves else _described(rule)
    if rule.repeat is not None:
        times = f" {rule.repeat.times} times" if rule.repeat.times is not None else ""
        why = f"{why}, again{times} every {written(rule.repeat.every)}"
    if rule.repeat is not None and rule.repeat.climb:
        why = f"{why} to each level in turn"
    for name in rule.notify:
        yield FlowEdge(source=TICKET, target=name, kind=TELLS, why=why)


def _approval(level: Level, approval: Approval) -> FlowEdge:
    unless = [*([approval.unless.wording] if approval.unless else []), *approval.people]
    auto = approval.auto_after
    why = _joined(
        "what a person asks for",
        f"unless {' or '.join(unless)}" if unless else "",
        f"by itself after {written(auto)}" if auto is not None else "",
    )
    return FlowEdge(source=approval.by, target=level.id, kind=APPROVES, why=why)


def _described(rule: Rule) -> str:
    where = "where the skills are" if rule.escalate == "skilled" else ""
    return f"{rule.name}: {_joined(_case(rule), rule.when.wording, where)}"


def _case(rule: Rule) -> str:
    """Say what a trigger looks for: `clock resolve at 75%`, `reopened times 2`."""
    trigger = build(rule.type, rule.settings)
    fields = {name: getattr(trigger, name) for name in getattr(trigger, "__struct_fields__", ())}
    said = [f"{n} {_value(v)}" for n, v in fields.items() if v not in {None, ALWAYS}]
    return " ".join(said if rule.type in fields else [rule.type, *said])


def _value(value: object) -> str:
    return written(value) if isinstance(value, timedelta) else str(value)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


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
    for (source, target, kind), why in _bundled(flow.edges).items():
        yield f'  {ids[source]} {kind}|"{_label(why)}"| {ids[target]}'


def _bundled(edges: Iterable[FlowEdge]) -> dict[tuple[str, str, str], list[str]]:
    """Put together what leads the same way."""
    bundles: dict[tuple[str, str, str], list[str]] = {}
    for edge in edges:
        bundles.setdefault((edge.source, edge.target, edge.kind), []).append(edge.why)
    return bundles


def _label(lines: Iterable[str]) -> str:
    return "<br/>".join(_escaped(line) for line in lines)


def _escaped(text: str) -> str:
    plain = one_line(text).replace(": ", "\0")
    return _UNSAFE.sub(lambda match: _entities(match[0]), plain)


def _entities(text: str) -> str:
    return ": " if text == "\0" else "".join(f"#{ord(character)};" for character in text)


def tree(flow: Flow) -> Iterator[tuple[int, str]]:
    """Yield the same as indented lines: how deep, and what it says, harmless."""
    yield 0, one_line(flow.name)
    for heading, nodes in _chapters(flow):
        yield 1, heading
        for node in nodes:
            yield 2, one_line(", ".join(node.words))
            leading = [edge for edge in flow.edges if edge.source == node.name]
            for edge in leading:
                yield 3, one_line(f"{_VERBS[edge.kind]} {edge.target}: {edge.why}")


def _chapters(flow: Flow) -> Iterator[tuple[str, list[FlowNode]]]:
    yield "everywhere", [node for node in flow.nodes if node.name == TICKET]
    for ladder in dict.fromkeys(node.ladder for node in flow.nodes if node.ladder):
        yield f"{ladder} ladder", [node for node in flow.nodes if node.ladder == ladder]
