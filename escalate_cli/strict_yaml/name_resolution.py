"""Name resolution: a name that the file gives, and a suggestion for one that it does not."""

from collections.abc import Iterable, Mapping
from zoneinfo import available_timezones

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.time.timezones import is_portable, zone_named
from escalate_cli.errors import CalendarError
from escalate_cli.strict_yaml.diagnostics import Convert, Diagnostics, MistakeError
from escalate_cli.strict_yaml.scalars import scalar, text
from escalate_cli.strict_yaml.syntax_tree import Node, quoted
from escalate_cli.suggestions import nearest

Names = Mapping[str, Node]
"""Every name of a kind, with the place where it is given."""

_MOST_COMPARED = 1000
_LONGEST_COMPARED = 40
_FEW = 10


def joined(*parts: Names | None) -> Names | None:
    """Put names of several kinds together; one unreadable part makes any name possible."""
    found: dict[str, Node] = {}
    for part in parts:
        if part is None:
            return None
        found |= part
    return found


def name_of(kind: str, names: Names | None, *words: str) -> Convert[str]:
    """Return the reader of a name that the file gives, or of one of a few words."""

    def convert(node: Node) -> str:
        word = text(node)
        if names is None or word in words or word in names:
            return word
        raise MistakeError(
            f"unknown {kind} {quoted(word)}",
            near(word, (*words, *names)),
            code=FindingCode.UNKNOWN_NAME,
        )

    return convert


def one_of(*words: str) -> Convert[str]:
    """Return the reader of one out of few words."""

    def convert(node: Node) -> str:
        listed = ", ".join(words)
        word = scalar(node, f"one of {listed}").text
        if word in words:
            return word
        raise MistakeError(
            f"{quoted(word)} is none of {listed}", _meant(word, words), code=FindingCode.WORD
        )

    return convert


def zone(node: Node) -> str:
    """Read a time zone by its IANA name."""
    name = text(node)
    try:
        zone_named(name)
    except CalendarError as error:
        advice = _meant(name, sorted(available_timezones()))
        raise MistakeError(str(error), advice or error.help, code=FindingCode.ZONE) from None
    return name


def zone_in(report: Diagnostics) -> Convert[str]:
    """Return the reader of time zones that warns of those which other machines read differently."""

    def read(node: Node) -> str:
        name = zone(node)
        if not is_portable(name):
            found = f"{quoted(name)} is not the same zone on every machine"
            advice = "use an IANA name such as Europe/Berlin"
            report.warn(node, found, advice, code=FindingCode.LOCAL_ZONE)
        return name

    return read


def near(word: str, names: Iterable[str]) -> str | None:
    """Return a hint: the nearest names, or all of them if they are few."""
    names = [name for name in names if len(name) <= _LONGEST_COMPARED]
    advice = _meant(word, names)
    if advice or not names or len(names) > _FEW:
        return advice
    return f"known: {', '.join(names)}"


def _meant(word: str, names: Iterable[str]) -> str | None:
    close = nearest(word[:_LONGEST_COMPARED], list(names)[:_MOST_COMPARED])
    return f"did you mean {quoted(close)}?" if close else None
