"""The policy as a flow: what leads where, who approves, who is told, and what went there.

`flow_graphs` and `flow_svg` draw it; here it is laid out for a terminal.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.engine.triggers import build
from escalate_cli.domain.figures.traffic import Traffic, Travels, Way
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import FUNCTIONAL, Approval, Level, Rule, Rules
from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.render.parts.words.time_text import spell, written
from escalate_cli.sanitize import one_line

TICKET: Final = ""
MOVES, TELLS, APPROVES = "-->", "-.->", "==>"
_VERBS: Final = {MOVES: "to", TELLS: "tells", APPROVES: "approves"}


class FlowNode(msgspec.Struct, frozen=True, kw_only=True):
    """A level, somebody who is told, or the ticket itself; `words` are its lines."""

    id: str
    name: str
    words: tuple[str, ...]
    ladder: str | None = None


class FlowEdge(msgspec.Struct, frozen=True, kw_only=True):
    """A move, a message or an approval, and why; `kind` is the arrow it is drawn as.

    Attributes:
        way: what of the traffic goes here, where that is counted; `traffic` is what did, where
            that was asked for.
    """

    source: str
    target: str
    kind: str
    why: str
    way: Way | None = None
    traffic: Traffic | None = None

    @property
    def ends(self) -> tuple[str, ...]:
        """Return the places that it joins, but for the ticket."""
        return (self.target,) if self.source == TICKET else (self.source, self.target)

    @property
    def words(self) -> str:
        """Return why, and what went here."""
        return self.why if self.traffic is None else f"{self.why} ({gone(self.traffic)})"


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a policy leads to, in the order of its file."""

    name: str
    nodes: tuple[FlowNode, ...]
    edges: tuple[FlowEdge, ...]


def flow_of(policy: Policy, traffic: Mapping[Way, Traffic] | None = None) -> Flow:
    """Return the ladders of a policy, and what its triggers and approvals do on them.

    Args:
        policy: what is drawn.
        traffic: what went which way; what went where the policy has no arrow gets one.
    """
    rules, people = policy.rules, policy.people
    levels = {level.id: _level_node(level) for level in rules.levels()}
    edges = list(_edges(policy))
    if traffic is not None:
        edges = [
            replace(edge, traffic=traffic.get(edge.way, Traffic())) if edge.way else edge
            for edge in edges
        ]
        edges += _of_no_rule(traffic, {edge.way for edge in edges if edge.way})
    told: dict[str, FlowNode] = {}
    for name in (end for edge in edges for end in edge.ends):
        if name not in levels:
            known = people.people.get(name)
            words = (name, known.name) if known else (name,)
            told.setdefault(name, FlowNode(id=f"n{len(told)}", name=name, words=_different(words)))
    ticket = FlowNode(id="ticket", name=TICKET, words=("a ticket",))
    return Flow(
        name=rules.name, nodes=(ticket, *levels.values(), *told.values()), edges=tuple(edges)
    )


def _edges(policy: Policy) -> Iterator[FlowEdge]:
    rules = policy.rules
    yield FlowEdge(
        source=TICKET,
        target=rules.functional[0].id,
        kind=MOVES,
        why="logged",
        way=Way(Travels.LOGGED),
    )
    for rule in rules.triggers:
        yield from _moves(rule, rules)
        if rule.set_priority is not None:
            yield FlowEdge(
                source=TICKET,
                target=f"priority {rule.set_priority}",
                kind=MOVES,
                why=_described(rule),
                way=Way(Travels.DECIDES, rule.name),
            )
        yield from _messages(rule)
    for level in rules.levels():
        if level.approval is not None:
            yield _approval(level, level.approval)
    for subscription in policy.people.subscriptions:
        why = _joined("stakeholder", subscription.when.wording)
        for person in subscription.people:
            yield FlowEdge(source=TICKET, target=person, kind=TELLS, why=why)


def _of_no_rule(traffic: Mapping[Way, Traffic], known: Collection[Way]) -> Iterator[FlowEdge]:
    """Yield moves that no rule of the policy makes: those of people, and of former rules."""
    for way in sorted(traffic.keys() - known, key=lambda way: (way.source, way.target, way.why)):
        if way.travels in {Travels.MOVES, Travels.RETURNS}:
            yield FlowEdge(
                source=way.source or TICKET,
                target=way.target,
                kind=MOVES,
                why=way.why,
                way=way,
                traffic=traffic[way],
            )


def gone(traffic: Traffic) -> str:
    """Say how often a way was gone, and how long that took; too few have no such length."""
    if not traffic.n:
        return "never"
    often = f"{counted(traffic.n, 'time')} on {counted(traffic.tickets, 'ticket')}"
    took = traffic.took
    if took.median is None or took.p90 is None or not took.longest:
        return often
    median, most = (spell(length, days=False) for length in (took.median, took.p90))
    return f"{often}, median {median}, 90 % {most}"


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
        way = Way(Travels.MOVES, rule.name, "", goal.id)
        yield FlowEdge(source=TICKET, target=goal.id, kind=MOVES, why=_described(rule), way=way)
        return
    for level in rules.functional:
        if _speaks_at(rule, level):
            for higher in _goals(rule, level, goal, rules):
                yield FlowEdge(
                    source=level.id,
                    target=higher.id,
                    kind=MOVES,
                    why=_described(rule),
                    way=Way(Travels.MOVES, rule.name, level.id, higher.id),
                )


def _goals(rule: Rule, held: Level, goal: Level | None, rules: Rules) -> Sequence[Level]:
    higher = rules.functional[held.rank + 1 :]
    if goal is not None:
        return [level for level in higher if level.id == goal.id]
    return higher[:1] if rule.escalate == "next" else higher


def _speaks_at(rule: Rule, level: Level) -> bool:
    asked = [c for c in rule.when.conditions if c.field == "level"]
    return all((level.id in condition.values) is not condition.negated for condition in asked)


def _messages(rule: Rule) -> Iterator[FlowEdge]:
    """Yield an edge to each person whom a rule tells."""
    moves = rule.escalate is not None or rule.set_priority is not None
    why = rule.name if moves else _described(rule)
    if rule.repeat is not None:
        times = f" {rule.repeat.times} times" if rule.repeat.times is not None else ""
        why = f"{why}, again{times} every {written(rule.repeat.every)}"
    if rule.repeat is not None and rule.repeat.climb:
        why = f"{why} to each level in turn"
    for name in rule.notify:
        way = Way(Travels.TELLS, rule.name)
        yield FlowEdge(source=TICKET, target=name, kind=TELLS, why=why, way=way)


def _approval(level: Level, approval: Approval) -> FlowEdge:
    unless = [*([approval.unless.wording] if approval.unless else []), *approval.people]
    auto = approval.auto_after
    why = _joined(
        "what a person asks for",
        f"unless {' or '.join(unless)}" if unless else "",
        f"by itself after {written(auto)}" if auto is not None else "",
    )
    way = Way(Travels.APPROVES, None, "", level.id)
    return FlowEdge(source=approval.by, target=level.id, kind=APPROVES, why=why, way=way)


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


def tree(flow: Flow) -> Iterator[tuple[int, str]]:
    """Yield the same as indented lines: how deep, and what it says, harmless."""
    yield 0, one_line(flow.name)
    for heading, nodes in _chapters(flow):
        yield 1, heading
        for node in nodes:
            yield 2, one_line(", ".join(node.words))
            leading = [edge for edge in flow.edges if edge.source == node.name]
            for edge in leading:
                yield 3, one_line(f"{_VERBS[edge.kind]} {edge.target}: {edge.words}")


def _chapters(flow: Flow) -> Iterator[tuple[str, list[FlowNode]]]:
    yield "everywhere", [node for node in flow.nodes if node.name == TICKET]
    for ladder in dict.fromkeys(node.ladder for node in flow.nodes if node.ladder):
        yield f"{ladder} ladder", [node for node in flow.nodes if node.ladder == ladder]
