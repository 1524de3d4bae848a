"""The page on findings: what each code means, read off the documentation that comes along."""

import re
from collections.abc import Iterator

import msgspec

from escalate_cli.cli.help_topics import page_named
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.errors import EscalateError, ExitCode
from escalate_cli.suggestions import nearest

PAGE = "findings.md"

_SECTION = re.compile(
    r"^### (?P<code>[EW]\d+): (?P<title>.+)\n\n(?P<why>(?:.+\n)+)\n"
    r"```(?P<kind>\w+)\n(?P<bad>(?:.*\n)+?)```\n\n```\w+\n(?P<good>(?:.*\n)+?)```$",
    re.MULTILINE,
)


class UnknownFindingError(EscalateError):
    """No finding of a policy has the given code."""

    exit_code = ExitCode.NO

    def __init__(self, code: str, meant: str | None) -> None:
        advice = f"did you mean {meant}?" if meant else "escalate policy explain lists them all"
        super().__init__(f"no finding has the code {code}", advice)


class FindingSection(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be said of one code.

    Attributes:
        kind: the language of both examples: `yaml`, a part of a policy, or `sh`.
        bad: a part of a file that has the finding.
        good: the same without it.
    """

    code: FindingCode
    title: str
    why: str
    kind: str
    bad: str
    good: str


def explanations() -> Iterator[FindingSection]:
    """Yield what the page says of each code, in its order."""
    for found in _SECTION.finditer(page_named(PAGE)):
        given = found.groupdict() | {"why": " ".join(found["why"].split())}
        yield msgspec.convert(given, FindingSection)


def explanation_of(code: str) -> FindingSection:
    """Return what the page says of a code, typed in letters of any size."""
    known = {each.code.value: each for each in explanations()}
    if code.upper() not in known:
        raise UnknownFindingError(code, nearest(code, known))
    return known[code.upper()]
