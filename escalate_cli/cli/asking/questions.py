"""Questions: what is missing is asked for, line by line, where somebody sits at a terminal."""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final, TypeVar

import typer

from escalate_cli.errors import EscalateError
from escalate_cli.sanitize import one_line

T = TypeVar("T")

_YES: Final = ("yes", "no")
_NOTHING: Final[Mapping[str, str]] = {}


def may_ask() -> bool:
    """Tell whether somebody reads what is asked, and answers: never in a pipe."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def forget_typed_ahead() -> None:
    """Drop what was typed before an unexpected question: it was not meant as the answer."""
    import termios  # noqa: PLC0415 - few commands ask

    with suppress(termios.error):
        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)


def ask(question: str, default: str = "") -> str:
    """Ask for one line; an empty one, and one of spaces, is the default."""
    shown = f"{question} [{one_line(default)}]" if default else question
    suffix = " " if shown.endswith(("?", ":")) else ": "
    answer = typer.prompt(shown, default, show_default=False, prompt_suffix=suffix, err=True)
    return str(answer).strip() or default


def ask_until(question: str) -> str:
    """Ask for one line, again while it is empty."""
    while not (answer := ask(question)):
        pass
    return answer


def ask_fit(question: str, default: str, read: Callable[[str], T]) -> T:
    """Ask for one line, again with what is wrong while `read` refuses it; return what it reads."""
    while True:
        try:
            return read(ask(question, default))
        except EscalateError as error:
            hint = f"; {error.help}" if error.help else ""
            typer.echo(f"  {one_line(f'{error}{hint}')}", err=True)


def choose(
    question: str, options: Sequence[str], default: str, about: Mapping[str, str] = _NOTHING
) -> str:
    """Let one of a few options be chosen, by its number or its name."""
    for number, option in enumerate(options, 1):
        said = f"  {about[option]}" if option in about else ""
        typer.echo(f"  {number}  {one_line(option)}{said}", err=True)
    while True:
        answer = ask(question, default)
        if answer in options:
            return answer
        if answer.isdecimal() and 0 < int(answer) <= len(options):
            return options[int(answer) - 1]
        typer.echo(f"  a number from 1 to {len(options)}, or one of these words", err=True)


def pick(question: str, options: Mapping[str, str]) -> str:
    """Ask for a word, for which the number of an option may stand; any other word is itself.

    Args:
        question: what is asked.
        options: words that are likely, each with what is known of it.
    """
    width = max(map(len, options))
    for number, (option, about) in enumerate(options.items(), 1):
        shown = f"{one_line(option):<{width}}  {one_line(about)}".rstrip()
        typer.echo(f"{number:>3}  {shown}", err=True)
    words = list(options)
    numbers = {str(number): word for number, word in enumerate(words, 1)}
    answers = ask_until(question).split()
    return " ".join(numbers.get(answer, answer) for answer in answers)


def ask_number(question: str, most: int) -> int:
    """Ask for the number of one of a few things; 0, the default, means none of them."""
    while True:
        answer = ask(question)
        if not answer:
            return 0
        if answer.isdecimal() and int(answer) <= most:
            return int(answer)
        typer.echo(f"  a number up to {most}, or nothing", err=True)


def agree(question: str) -> bool:
    """Ask for a yes, which is the default."""
    return choose(question, _YES, _YES[0]) == _YES[0]
