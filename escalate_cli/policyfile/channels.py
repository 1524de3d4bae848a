"""Channels, and the contacts that are reached through them."""

import re
from string import Template

from escalate_cli.domain.policy import Channel
from escalate_cli.policyfile.draft import Draft
from escalate_cli.policyfile.names import name_of, near
from escalate_cli.policyfile.nodes import Entry, Node, Scalar, quoted
from escalate_cli.policyfile.problems import MistakeError
from escalate_cli.policyfile.schema import CHANNEL, KEYS
from escalate_cli.policyfile.section import Section
from escalate_cli.policyfile.values import flag, identifier, text

FIELDS = ("address",)
"""What a channel may mention as `$field`: what follows the colon in a contact."""

_SECRET = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*|secret:\S.*")


def channels(entries: dict[str, Entry], draft: Draft) -> dict[str, Channel]:
    """Read every channel; each is of exactly one kind."""
    return {name: _channel(name, entry, draft) for name, entry in entries.items()}


def address(node: Node, draft: Draft) -> str:
    """Read a contact such as `mail:ana@example.org`."""
    contact = text(node)
    channel, colon, rest = contact.partition(":")
    if not (channel and colon and rest.strip()):
        raise MistakeError(
            f"{quoted(contact)} is no contact", "write channel:address, as in mail:ana@example.org"
        )
    at = Scalar(line=node.line, column=node.column, text=channel, plain=False)
    name_of("channel", draft.known.channels)(at)
    return contact


def fields_of(node: Node, known: tuple[str, ...]) -> str:
    """Read a text with `$fields`, of which each must be known."""
    found = text(node)
    template = Template(found)
    if not template.is_valid():
        raise MistakeError("a '$' stands alone", "write $$ for a dollar sign")
    for field in template.get_identifiers():
        if field not in known:
            raise MistakeError(f"unknown field {quoted('$' + field)}", near(field, known))
    return found


def _channel(name: str, entry: Entry, draft: Draft) -> Channel:
    report = draft.report
    report.attempt(identifier, entry.key, name)
    section = Section(entry.value, CHANNEL, report)
    kinds = [kind for kind in KEYS[CHANNEL] if kind in section]
    if len(kinds) != 1:
        if section.sound:
            report.error(
                section.at,
                f"channel {quoted(name)} has {len(kinds)} kinds, not one",
                f"give it one of {', '.join(KEYS[CHANNEL])}",
            )
        return Channel(id=name, kind="console")
    return Channel(id=name, kind=kinds[0], value=_value(kinds[0], section, draft))


def _value(kind: str, section: Section, draft: Draft) -> tuple[str, ...]:
    match kind:
        case "command":
            words = section.several(kind, lambda node: fields_of(node, FIELDS))
            if words and Template(words[0]).get_identifiers():
                draft.report.error(section.key(kind), "the program itself may not be a field")
            return words
        case "console":
            if not section.get(kind, flag, default=True):
                draft.report.error(section.key(kind), "a console that is none", "write true")
            return ()
    found = section.get(kind, lambda node: fields_of(node, FIELDS), "")
    if kind == "apprise" and found and not _SECRET.fullmatch(found):
        draft.report.warn(
            section.key(kind),
            "an address of a service often holds a secret, and this file is shared",
            "write env:NAME or secret:PATH, and keep the address there",
        )
    return (found,)
