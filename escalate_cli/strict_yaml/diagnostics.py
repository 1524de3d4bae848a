"""Diagnostics: what is wrong with a file, collected, ordered and shown with a caret."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeVar

import msgspec

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.errors import BadDurationError, CalendarError, EscalateError
from escalate_cli.sanitize import quoted_line
from escalate_cli.strict_yaml.syntax_tree import Hole, Items, Node, is_nothing
from escalate_cli.text_width import cells

MOST = 100
"""So many problems are reported; a file with more is not a policy with typing mistakes."""

_BREAKS = re.compile(r"\r\n|\r|\n")
_SECRET = re.compile(r"""(?<=://)[^\s"',}\]]+""")
_LONGEST_LINE = 120
_BEFORE_CARET = 70
_AFTER_CARET = 50
_CODES = {BadDurationError: FindingCode.DURATION, CalendarError: FindingCode.TIME}
"""What an error of the domain is, where a value of a file raised it."""

T = TypeVar("T")
Convert = Callable[[Node], T]
"""Reads one value; raises an EscalateError that says what is wrong with it."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One mistake in a file; line and column count from 1."""

    line: int
    column: int
    message: str
    help: str | None = None
    severity: Literal["error", "warning"] = "error"
    code: FindingCode = FindingCode.VALUE


class MistakeError(EscalateError):
    """A value that cannot be used; `at` is the part that is wrong, if not the whole."""

    def __init__(
        self,
        message: str,
        help: str | None = None,  # noqa: A002 - the word users see
        at: Node | None = None,
        *,
        code: FindingCode = FindingCode.VALUE,
    ) -> None:
        super().__init__(message, help)
        self.at = at
        self.code = code


class TooManyMistakesError(EscalateError):
    """Reading on would help nobody."""


class Diagnostics:
    """Collects every problem of one file."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    @property
    def problems(self) -> list[Problem]:
        """Return what was found, in the order of the file."""
        return sorted(self._found, key=lambda problem: (problem.line, problem.column))

    @property
    def errors(self) -> int:
        """Count what keeps the file from being used."""
        return sum(problem.severity == "error" for problem in self._found)

    def error(
        self,
        at: Node,
        message: str,
        advice: str | None = None,
        *,
        code: FindingCode = FindingCode.CONFLICT,
    ) -> None:
        """Report something without which there is no policy."""
        self._add(at, message, advice, code)

    def warn(self, at: Node, message: str, advice: str | None = None, *, code: FindingCode) -> None:
        """Report something that is probably not meant."""
        self._add(at, message, advice, code)

    def attempt(self, convert: Convert[T], node: Node, default: T) -> T:
        """Read a value; report what is wrong with it, and go on with the default."""
        if isinstance(node, Hole):
            return default
        try:
            return convert(node)
        except TooManyMistakesError:
            raise
        except EscalateError as error:
            code = getattr(error, "code", None) or _CODES.get(type(error), FindingCode.VALUE)
            self.error(getattr(error, "at", None) or node, str(error), error.help, code=code)
            return default

    def each(self, convert: Convert[T], node: Node) -> tuple[T, ...]:
        """Read a list, in which one value may stand without brackets."""
        if is_nothing(node):
            advice = "write [] for an empty list"
            self.error(node, "expected a list, found nothing", advice, code=FindingCode.SHAPE)
            return ()
        items = node.items if isinstance(node, Items) else (node,)
        return tuple(value for item in items for value in self.one(convert, item))

    def one(self, convert: Convert[T], node: Node) -> tuple[T, ...]:
        """Read a value; report what is wrong with it, and return none then."""
        return self.attempt(lambda each: (convert(each),), node, ())

    def _add(self, at: Node, message: str, advice: str | None, code: FindingCode) -> None:
        if len(self._found) >= MOST:
            raise TooManyMistakesError(f"more than {MOST} problems")
        self._found.append(
            Problem(
                line=at.line,
                column=at.column,
                message=message,
                help=advice,
                severity=code.severity,
                code=code,
            )
        )


def lines_of(text: str) -> list[str]:
    """Cut a file into lines as its line numbers count them."""
    return _BREAKS.split(text)


def render_problems(
    problems: Iterable[Problem], name: str, text: str, *, with_codes: bool = False
) -> str:
    """Show each problem with its place, its line and a caret; harmless on any terminal.

    Codes are for files of which `policy explain` has something to say.
    """
    lines = lines_of(text.removeprefix("\ufeff"))
    return "\n".join(
        part for problem in problems for part in _shown(problem, name, lines, with_codes=with_codes)
    )


def _shown(problem: Problem, name: str, lines: Sequence[str], *, with_codes: bool) -> Iterable[str]:
    place = f"{quoted_line(name)}:{problem.line}:{problem.column}"
    code = f" [{problem.code}]" if with_codes else ""
    yield f"{place}: {problem.severity}: {quoted_line(problem.message)}{code}"
    if problem.line <= len(lines) and lines[problem.line - 1].strip():
        before, after = _window(lines[problem.line - 1], problem.column - 1)
        yield f"{problem.line:5} | {before}{after}"
        yield f"{'':5} | {' ' * cells(before)}^"
    if problem.help:
        yield f"{'':5} = help: {quoted_line(problem.help)}"


def _window(line: str, column: int) -> tuple[str, str]:
    """Return what of a line is shown before the caret, and from it on; addresses are masked."""
    line = _SECRET.sub(lambda match: "*" * len(match[0]), line.replace("\t", " "))
    if len(line) <= _LONGEST_LINE:
        return quoted_line(line[:column]), quoted_line(line[column:])
    start, end = max(column - _BEFORE_CARET, 0), column + _AFTER_CARET
    before = ("…" if start else "") + line[start:column]
    after = line[column:end] + ("…" if end < len(line) else "")
    return quoted_line(before), quoted_line(after)
