"""People and customers, and who follows which tickets."""

from escalate_cli.domain.messages.notifications import ROLES
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.people import Customer, Person
from escalate_cli.domain.policy.sections.policy_key import Word
from escalate_cli.domain.ticket.events import POLICY
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.sections.channels import address
from escalate_cli.strict_yaml.diagnostics import MistakeError
from escalate_cli.strict_yaml.mapping_reader import word_in
from escalate_cli.strict_yaml.name_resolution import joined, name_of
from escalate_cli.strict_yaml.scalars import identifier, text
from escalate_cli.strict_yaml.syntax_tree import Entry, Node, quoted

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
        if not person.contact and word_in(entries[name].value, "contact") is None:
            draft.report.warn(
                entries[name].key,
                f"{quoted(name)} cannot be told anything",
                "give a contact",
                code=FindingCode.NO_CONTACT,
            )


def customers(entries: dict[str, Entry], draft: CompileContext) -> dict[str, Customer]:
    """Read what is known of customers, who may have any name."""
    found = {}
    for name, entry in entries.items():
        draft.report.attempt(text, entry.key, name)
        found[name] = draft.section(entry.value, Customer).read(Customer, id=name)
    return found


def follower(node: Node, draft: CompileContext) -> str:
    """Read who is kept informed: a person, or a contact."""
    if ":" in text(node):
        return address(node, draft)
    return name_of("person", draft.known.people)(node)


def audience(node: Node, draft: CompileContext) -> str:
    """Read who is told: a role, level, person or team; a name of two of these is refused.

    In a version that tickets keep, whose teams are not those of today, it is what is no team.
    """
    known = draft.known
    others = joined(known.functional, known.management, known.people)
    name = name_of("role, level, person or team", joined(others, known.teams), *ROLES)(node)
    if draft.is_of_today and name in (known.teams or ()) and name in {*ROLES, *(others or ())}:
        kind = "role" if name in ROLES else "person" if name in (known.people or ()) else "level"
        raise MistakeError(
            f"{quoted(name)} is a {kind} and a team",
            "give one another name",
            code=FindingCode.TWO_MEANINGS,
        )
    return name


def unreserved(node: Node) -> str:
    """Read the name of a person or level, for which no word with a meaning will do."""
    name = identifier(node)
    if name in RESERVED:
        raise MistakeError(
            f"{quoted(name)} has a meaning of its own", "choose another name", code=FindingCode.NAME
        )
    return name


def _person(name: str, entry: Entry, known: dict[str, str], draft: CompileContext) -> Person:
    draft.report.attempt(unreserved, entry.key, name)
    levels = joined(draft.known.functional, draft.known.management) or {}
    if name in levels:
        first = levels[name].line
        draft.report.error(
            entry.key,
            f"{quoted(name)} is a level too",
            f"it is on line {first}",
            code=FindingCode.TWO_MEANINGS,
        )

    def login(node: Node) -> str:
        word = text(node)
        if known.setdefault(word, name) != name:
            raise MistakeError(
                f"the login {quoted(word)} belongs to {quoted(known[word])}",
                code=FindingCode.GIVEN_TWICE,
            )
        return word

    section = draft.section(entry.value, Person, readers={Word("login"): login})
    return section.read(Person, id=name, name=section.field(Person, "name", name))
