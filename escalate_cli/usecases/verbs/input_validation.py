"""Input validation: ids, names and texts as typed, made fit to keep or refused."""

from collections.abc import Iterable

from escalate_cli.domain.policy.people import People
from escalate_cli.errors import NotUtf8Error, UsageError
from escalate_cli.sanitize import read_as_utf8

TITLE = 500
NAME = 200
TEXT = 64 * 1024


def title_of(text: str) -> str:
    """Return a title fit to keep: not empty, not endless."""
    title = text_of(text, "the title", TITLE).strip()
    if not title:
        raise UsageError("the title is empty", "say in a few words what is wrong")
    return title


def text_of(text: str, what: str = "the text", limit: int = TEXT) -> str:
    """Return free text as it is; raises UsageError for bytes that are no text."""
    clean = read_as_utf8(text)
    if clean is None:
        raise NotUtf8Error(what)
    if len(clean) > limit:
        raise UsageError(f"{what} has {len(clean):,} characters; at most {limit:,} are kept")
    return clean


def name_of(text: str | None, what: str) -> str | None:
    """Return the name of a person or thing, or nothing for an empty one."""
    if text is None:
        return None
    return text_of(text, what, NAME).strip() or None


def names_of(texts: Iterable[str], what: str) -> tuple[str, ...]:
    """Return names, each once; commas separate several."""
    parts = [name_of(part, what) for text in texts for part in text.split(",")]
    return tuple(dict.fromkeys(part for part in parts if part))


def person_of(name: str, people: People, me: str) -> str:
    """Return the id of a person; where the policy names people, it must know them."""
    if name == "@me":
        return me
    person = people.person_of(name)
    if person is not None:
        return person.id
    if people.people:
        known = ", ".join(people.people)
        raise UsageError(f"there is no person '{name}'", f"the policy knows {known}")
    return text_of(name, "the name", NAME)
