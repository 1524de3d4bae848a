"""Ignored findings: a comment `# ignore: W203 reason` says that a warning on its line is meant."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.strict_yaml.diagnostics import Problem, lines_of
from escalate_cli.strict_yaml.name_resolution import near
from escalate_cli.strict_yaml.syntax_tree import quoted
from escalate_cli.strict_yaml.yaml_parser import Place, extents_of

_COMMENT = re.compile(r"(?:(?<=\s)|^)#\s*ignore:(.*)")
_CODES = re.compile(r"\s*([A-Za-z]\w*[0-9](?:\s*,\s*[A-Za-z]\w*[0-9])*)(?:\s+(.*))?")
_LIKE = "write it like # ignore: W203 why this is meant"


class Ignore(msgspec.Struct, frozen=True):
    """What a comment asks not to be said.

    Attributes:
        at: the place of the comment.
        line: the line whose findings are meant: its own, or the next one that holds a value.
        objection: what keeps it from counting, and what to do about it.
    """

    at: Place
    line: int
    codes: tuple[str, ...]
    objection: tuple[str, str | None] | None = None


def without_ignored(problems: Sequence[Problem], text: str) -> list[Problem]:
    """Leave out the warnings that comments name; one that names none is a warning itself."""
    wanted = list(_ignores(text))
    left = [each for each in problems if not any(_is_meant(each, ignore) for ignore in wanted)]
    said = (found for ignore in wanted for found in _objections(ignore, problems))
    return sorted((*left, *said), key=lambda problem: (problem.line, problem.column))


def _is_meant(problem: Problem, ignore: Ignore) -> bool:
    is_named = problem.line == ignore.line and problem.code in ignore.codes
    return is_named and ignore.objection is None


def _objections(ignore: Ignore, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield what is wrong with a comment: it cannot be understood, or is for nothing."""
    if ignore.objection:
        yield _warning(ignore.at, FindingCode.UNCLEAR_IGNORE, *ignore.objection)
        return
    for code in ignore.codes:
        if not any(each.line == ignore.line and each.code == code for each in problems):
            said = f"there is no {code} on line {ignore.line} to ignore"
            yield _warning(ignore.at, FindingCode.UNUSED_IGNORE, said, "leave it out")


def _warning(at: Place, code: FindingCode, message: str, advice: str | None) -> Problem:
    return Problem(
        line=at[0], column=at[1], message=message, help=advice, severity="warning", code=code
    )


def _ignores(text: str) -> Iterator[Ignore]:
    lines = lines_of(text)
    comments = [(n, found) for n, line in enumerate(lines, 1) if (found := _COMMENT.search(line))]
    values = extents_of(text) if comments else []
    starts = [start for start, _ in values]
    for number, found in comments:
        at = (number, found.start() + 1)
        before = bisect_right(starts, at)
        if before == 0 or values[before - 1][1] <= at:
            is_alone = not lines[number - 1][: found.start()].strip()
            meant = next((s[0] for s in starts[before:]), number) if is_alone else number
            yield _read(at, meant, found[1])


def _read(at: Place, line: int, said: str) -> Ignore:
    match = _CODES.fullmatch(said)
    codes = tuple(re.split(r"\s*,\s*", match[1])) if match else ()
    return Ignore(at, line, codes, _objection(codes, (match and match[2]) or ""))


def _objection(codes: tuple[str, ...], reason: str) -> tuple[str, str | None] | None:
    if not codes:
        return "this ignores nothing, as it names no code", _LIKE
    known = [code.value for code in FindingCode if code.severity == "warning"]
    for code in codes:
        if code.startswith("E"):
            return f"{quoted(code)} is an error, which cannot be ignored", "mend what it says"
        if code not in known:
            return f"there is no warning {quoted(code)}", near(code, known)
    return None if reason.strip() else ("this ignore gives no reason", _LIKE)
