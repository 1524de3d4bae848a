"""People and customers, and who follows which tickets."""

from escalate_cli.domain.messages.notifications import ROLES
from escalate_cli.domain.policy.people import Customer, Person, Quiet, Subscription
from escalate_cli.domain.policy.rules import ALWAYS
from escalate_cli.domain.ticket.events import POLICY
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.reading.diagnostics import MistakeError
from escalate_cli.policyfile.reading.mapping_reader import Section
from escalate_cli.policyfile.reading.name_resolution import joined, name_of
from escalate_cli.policyfile.reading.scalars import flag, identifier, text
from escalate_cli.policyfile.reading.schema import CUSTOMER, PERSON, QUIET, SUBSCRIPTION
from escalate_cli.policyfile.reading.syntax_tree import Entry, Node, quoted
from escalate_cli.policyfile.sections.channels import address
from escalate_cli.policyfile.sections.conditions import when, when_in

MOVES = ("next", "skilled")
"""What `escalate` may say instead of a level."""

RESERVED = (*MOVES, *ROLES, POLICY)
"""Words with a meaning of their own, which name no person and no level."""


def people(entries: dict[str, Entry], draft: CompileContext) -> dict[str, Person]:
    """Read every person; a login belongs to one of them only."""
    known: dict[str, str] = {name: name for name in entries}
    found = {name: _person(name, entry, known, draft) for name, entry in entries.items()}
    if any(person.contact for person in found.values()):
        _warn_of_unreachable(found, entries, draft)
    return found


def _warn_of_unreachable(
    found: dict[str, Person], entries: dict[str, Entry], draft: CompileContext
) -> None:
    """Warn of people without a contact, where others have one."""
    for name, person in found.items():
        if not person.contact:
            draft.report.warn(
                entries[name].key, f"{quoted(name)} cannot be told anything", "give a contact"
            )


def customers(entries: dict[str, Entry], draft: CompileContext) -> dict[str, Customer]:
    """Read what is known of customers, who may have any name."""
    found = {}
    for name, entry in entries.items():
        draft.report.attempt(text, entry.key, name)
        section = Section(entry.value, CUSTOMER, draft.report)
        found[name] = Customer(
            id=name,
            vip=section.get("vip", flag, default=False),
            contact=section.each("contact", lambda node: address(node, draft)),
        )
    return found


def subscription(node: Node, draft: CompileContext) -> Subscription:
    """Read who is kept informed of which tickets."""
    section = Section(node, SUBSCRIPTION, draft.report)
    person = name_of("person", draft.known.people)

    def follower(node: Node) -> str:
        return address(node, draft) if ":" in text(node) else person(node)

    return Subscription(
        when=when_in(section, "when", draft), people=section.several("people", follower)
    )


def quiet(owner: Section, draft: CompileContext) -> Quiet | None:
    """Read when messages to a person, or to the members of a team, wait."""
    section = owner.within("quiet", QUIET)
    if section is None:
        return None
    unless = section.value("unless")
    return Quiet(
        outside=section.need("outside", name_of("calendar", draft.known.calendars), ALWAYS),
        unless=when(unless, draft) if unless is not None else None,
    )


def unreserved(node: Node) -> str:
    """Read the name of a person or level, for which no word with a meaning will do."""
    name = identifier(node)
    if name in RESERVED:
        raise MistakeError(f"{quoted(name)} has a meaning of its own", "choose another name")
    return name


def _person(name: str, entry: Entry, known: dict[str, str], draft: CompileContext) -> Person:
    draft.report.attempt(unreserved, entry.key, name)
    levels = joined(draft.known.functional, draft.known.management) or {}
    if name in levels:
        first = levels[name].line
        draft.report.error(entry.key, f"{quoted(name)} is a level too", f"it is on line {first}")
    section = Section(entry.value, PERSON, draft.report)

    def login(node: Node) -> str:
        word = text(node)
        if known.setdefault(word, name) != name:
            raise MistakeError(f"the login {quoted(word)} belongs to {quoted(known[word])}")
        return word

    return Person(
        id=name,
        name=section.get("name", text, name),
        logins=section.each("logins", login),
        contact=section.each("contact", lambda node: address(node, draft)),
        skills=section.each("skills", text),
        quiet=quiet(section, draft),
    )
