"""Channels, and the contacts that are reached through them."""

import re
from pathlib import Path
from shlex import split
from string import Template

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.people import Channel
from escalate_cli.domain.ticket.events import KINDS
from escalate_cli.extensions import CHANNELS, is_extension
from escalate_cli.paths import is_of_store
from escalate_cli.plugins import module_names
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.reading.extension_names import offered
from escalate_cli.strict_yaml.diagnostics import MistakeError
from escalate_cli.strict_yaml.mapping_reader import Section
from escalate_cli.strict_yaml.name_resolution import name_of, near
from escalate_cli.strict_yaml.scalars import flag, identifier, text
from escalate_cli.strict_yaml.syntax_tree import Entry, MappingNode, Node, Scalar, quoted

FIELDS = ("address",)
"""What a channel may mention as `$field`: what follows the colon in a contact."""

_UNTOLD = {"message_sent", "message_dropped", "rules_changed", "history_imported"}
EVENTS = tuple(kind for kind in KINDS if kind not in _UNTOLD)
"""What a channel may subscribe to; telling it what it was told would never end."""

_HERE = Path()
_FOLDER = "escalate_cli.notify.channels"
_SECRET = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*|secret:\S.*|secret-command:.*")


def kinds() -> tuple[str, ...]:
    """Return every kind of channel; each is a file, found by its name alone."""
    return tuple(name.rpartition(".")[2] for name in module_names(_FOLDER))


def channels(entries: dict[str, Entry], draft: CompileContext) -> dict[str, Channel]:
    """Read every channel; each is of exactly one kind."""
    return {name: _channel(name, entry, draft) for name, entry in entries.items()}


def address(node: Node, draft: CompileContext) -> str:
    """Read a contact such as `mail:ana@example.org`."""
    contact = text(node)
    channel, colon, rest = contact.partition(":")
    if not (channel and colon and rest.strip()):
        raise MistakeError(
            f"{quoted(contact)} is no contact",
            "write channel:address, as in mail:ana@example.org",
            code=FindingCode.CONTACT,
        )
    at = Scalar(line=node.line, column=node.column, text=channel, plain=False)
    name_of("channel", draft.known.channels)(at)
    return contact


def fields_of(node: Node, known: tuple[str, ...]) -> str:
    """Read a text with `$fields`; each field must be known."""
    found = text(node)
    template = Template(found)
    if not template.is_valid():
        raise MistakeError(
            "a '$' stands alone", "write $$ for a dollar sign", code=FindingCode.TEXT_FIELD
        )
    for field in template.get_identifiers():
        if field not in known:
            raise MistakeError(
                f"unknown field {quoted('$' + field)}",
                near(field, known),
                code=FindingCode.TEXT_FIELD,
            )
    return found


def _channel(name: str, entry: Entry, draft: CompileContext) -> Channel:
    report, known = draft.report, kinds()
    if isinstance(entry.value, MappingNode):
        known = (*known, *filter(is_extension, entry.value.entries))
    report.attempt(identifier, entry.key, name)
    section = draft.section(entry.value, Channel, extra=known)
    given = [kind for kind in known if kind in section]
    if len(given) != 1:
        if section.sound:
            report.error(
                section.at,
                f"channel {quoted(name)} has {len(given)} kinds, not one",
                f"give it one of {', '.join(known)}",
                code=FindingCode.CHANNEL,
            )
        return Channel(id=name, kind="console")
    if is_extension(given[0]):
        report.attempt(offered(CHANNELS), section.key(given[0]), "")
    value = _value(given[0], section, draft)
    channel = section.read(Channel, id=name, kind=given[0], value=value)
    if channel.subscribe and any("address" in _fields(word) for word in channel.value):
        report.error(
            section.key("subscribe"),
            "events have no address",
            "leave $address out of the channel",
            code=FindingCode.CHANNEL,
        )
    return channel


def _fields(word: str) -> list[str]:
    return Template(word).get_identifiers()


def _word(node: Node) -> str:
    return fields_of(node, FIELDS)


def _address_of_service(node: Node) -> str:
    """Read a URL, or where it is kept; the program of a secret must be words of a shell."""
    found = _word(node)
    scheme, _, command = found.partition(":")
    if scheme == "secret-command":
        try:
            words = split(command)
        except ValueError as error:
            raise MistakeError(
                f"{quoted(found)}: {str(error).lower()}", "close it", code=FindingCode.CHANNEL
            ) from None
        if not words:
            raise MistakeError(
                "no program is named",
                "write secret-command: PROGRAM ARGUMENTS",
                code=FindingCode.CHANNEL,
            )
    return found


def _value(kind: str, section: Section, draft: CompileContext) -> tuple[str, ...]:
    if kind == "console":
        if not section.get(kind, flag, default=True):
            draft.report.error(
                section.key(kind), "a console that is none", "write true", code=FindingCode.CHANNEL
            )
        return ()
    read = _address_of_service if kind == "apprise" else _word
    words = section.several(kind, read)
    if kind == "command":
        if words and _fields(words[0]):
            draft.report.error(
                section.key(kind), "the program itself may not be a field", code=FindingCode.CHANNEL
            )
    elif len(words) > 1:
        draft.report.error(
            section.key(kind),
            f"{quoted(kind)} takes one value",
            "give one",
            code=FindingCode.CHANNEL,
        )
    elif kind == "file" and words and is_of_store(_HERE / words[0], _HERE):
        draft.report.warn(
            section.key(kind),
            f"{quoted(words[0])} belongs to the store",
            "name another file",
            code=FindingCode.STORE_FILE,
        )
    elif kind == "apprise" and words and not _SECRET.fullmatch(words[0]):
        draft.report.warn(
            section.key(kind),
            "an address of a service often holds a secret, and this file is shared",
            "write env:NAME, secret:PATH or secret-command:WORDS, and keep the address there",
            code=FindingCode.SHARED_ADDRESS,
        )
    return words
