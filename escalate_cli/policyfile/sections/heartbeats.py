"""Heartbeats: what beats how often, and the ticket that is logged when it does not."""

from collections.abc import Callable

from escalate_cli.domain.policy.sections.heartbeat import Heartbeat, MissedBeatTicket
from escalate_cli.domain.policy.sections.policy_key import Word
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.reading.declared_names import must_be_new
from escalate_cli.strict_yaml.scalars import text
from escalate_cli.strict_yaml.syntax_tree import Node
from escalate_cli.strict_yaml.typed_values import Readers
from escalate_cli.usecases.verbs.input_validation import name_of, title_of


def heartbeat_readers(draft: CompileContext) -> Readers:
    """Return the readers of heartbeats; each has a key of its own."""
    taken: dict[str, Node] = {}

    def key(node: Node) -> str:
        name = _named(node)
        must_be_new("heartbeat", name, node, taken)
        return name

    return {
        Word("heartbeat key"): key,
        Word("ticket name"): _named,
        Word("ticket title"): _fit(title_of),
        MissedBeatTicket: draft.whole(MissedBeatTicket),
        Heartbeat: draft.whole(Heartbeat),
    }


def _named(node: Node) -> str:
    return _fit(lambda name: name_of(name, "the name") or "")(node)


def _fit(convert: Callable[[str], str]) -> Callable[[Node], str]:
    """Return the reader of what a ticket must take as it takes what people type."""
    return lambda node: convert(text(node))
